package shop;

import org.springframework.cloud.stream.annotation.Input;
import org.springframework.cloud.stream.annotation.Output;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

interface Channels {
  String ORDERS = "orders-out";

  @Output(ORDERS)
  MessageChannel orders();

  @Input("orders-in")
  SubscribableChannel incoming();
}
