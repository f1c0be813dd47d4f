package shop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.stream.annotation.EnableBinding;
import org.springframework.cloud.stream.annotation.StreamListener;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.cloud.stream.messaging.Sink;
import org.springframework.cloud.stream.messaging.Source;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.SendTo;

class Orders {
  @Autowired private Channels channels;
  private final StreamBridge bridge;

  Orders(StreamBridge bridge) { this.bridge = bridge; }

  void place(Object order) {
    channels.orders().send(null);
    bridge.send("shipments-out-0", order);
  }

  @StreamListener("plain")
  void plain(Object order) {}
}

@EnableBinding(Sink.class)
class Input {
  @StreamListener(target = Sink.INPUT, condition = "headers['type']=='Order'")
  @SendTo(Source.OUTPUT)
  Object onOrder(Object order) { return order; }

  @ServiceActivator(inputChannel = "orders-in")
  void onIncoming(Object order) {}
}
