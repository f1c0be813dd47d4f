package shop;

import io.eventuate.tram.commands.consumer.annotations.EventuateCommandHandler;
import io.eventuate.tram.messaging.consumer.MessageConsumer;
import io.eventuate.tram.messaging.producer.MessageProducer;
import io.eventuate.tram.sagas.simpledsl.CommandEndpoint;
import io.eventuate.tram.sagas.simpledsl.CommandEndpointBuilder;
import java.util.Collections;

class Saga {
  static final String KITCHEN = "kitchen";

  final CommandEndpoint<Object> create =
      CommandEndpointBuilder.forCommand(Object.class).withChannel(KITCHEN).withReply(Object.class).build();

  @EventuateCommandHandler(subscriberId = "kitchens", channel = KITCHEN)
  void cook(Object command) {}

  void raw(MessageProducer producer, MessageConsumer consumer) {
    producer.send("raw-out", null);
    consumer.subscribe("reader", Collections.singleton("raw-in"), null);
  }
}
