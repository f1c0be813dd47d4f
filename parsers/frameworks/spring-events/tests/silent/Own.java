package shop;

import shop.bus.EventListener;
import shop.bus.Publisher;

class Own {
  void place(Publisher events) { events.publishEvent(new Own()); }

  @EventListener
  void on(Own event) {}
}
