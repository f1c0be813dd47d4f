package shop;

import shop.bus.Channel;
import shop.bus.Incoming;

class Own {
  @Channel("orders-out")
  Object orders;

  @Incoming("returns-in")
  void on(String order) {}
}
