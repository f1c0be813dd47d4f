package shop;

import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.SendTo;
import shop.stream.StreamListener;

class Own {
  @StreamListener("orders")
  void onOrder(Object order) {}

  @SendTo("/topic/orders")
  Object answer() { return null; }

  @ServiceActivator(inputChannel = "inside")
  void inside(Object order) {}
}
