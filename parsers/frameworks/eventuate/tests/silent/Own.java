package shop;

import shop.events.DomainEventPublisher;

class Own {
  void place(DomainEventPublisher publisher) { publisher.publish(Own.class, "1", null); }
}
