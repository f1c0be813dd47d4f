package shop;

import shop.bus.KafkaTemplate;
import shop.bus.KafkaListener;

class Own {
  private KafkaTemplate kafka;

  void send() { kafka.send("orders", "x"); }

  @KafkaListener(topics = "orders")
  void onOrder(Object order) {}
}
