package shop;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.AbstractAggregateRoot;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.transaction.event.TransactionalEventListener;

class Orders {
  private final ApplicationEventPublisher events;

  Orders(ApplicationEventPublisher events) { this.events = events; }

  void place() { events.publishEvent(new OrderPlaced("1")); }

  void pay(OrderPaid event) { publish(event); }

  private void publish(Object event) { events.publishEvent(event); }

  void finish() { pay(new OrderPaid()); }

  @EventListener
  void on(OrderPlaced event) {}

  @TransactionalEventListener
  void after(OrderPaid event) {}

  @ApplicationModuleListener
  void later(OrderPaid event) {}
}

record OrderPlaced(String id) {}

class OrderPaid {}

class Order extends AbstractAggregateRoot<Order> {
  void cancel() { registerEvent(new OrderPlaced("2")); }
}
