package shop;

import io.eventuate.tram.commands.consumer.CommandHandlers;
import io.eventuate.tram.commands.consumer.CommandWithDestination;
import io.eventuate.tram.commands.producer.CommandProducer;
import io.eventuate.tram.events.publisher.AbstractDomainEventPublisherForAggregateImpl;
import io.eventuate.tram.events.publisher.DomainEventPublisher;
import io.eventuate.tram.events.subscriber.DomainEventHandlers;
import io.eventuate.tram.events.subscriber.DomainEventHandlersBuilder;
import io.eventuate.tram.events.subscriber.annotations.EventuateDomainEventHandler;
import io.eventuate.tram.sagas.participant.SagaCommandHandlersBuilder;
import java.util.Collections;

import static io.eventuate.tram.commands.consumer.CommandWithDestinationBuilder.send;

class Orders {
  private DomainEventPublisher publisher;
  private CommandProducer producer;

  void place() {
    publisher.publish(Order.class, "1", Collections.emptyList());
    producer.send("customers", "command", "replies", null);
  }

  DomainEventHandlers handlers() {
    return DomainEventHandlersBuilder.forAggregateType("shop.Order").onEvent(Order.class, this::on).build();
  }

  CommandHandlers commands() {
    return SagaCommandHandlersBuilder.fromChannel("customers").onMessage(Order.class, this::on).build();
  }

  CommandWithDestination reserve() { return send(new Order()).to("stock").build(); }

  void on(Object event) {}

  @EventuateDomainEventHandler(subscriberId = "stock", channel = "shop.Order")
  void handle(Object event) {}
}

class Publisher extends AbstractDomainEventPublisherForAggregateImpl<Order, Long, Object> {}

class Order {}
