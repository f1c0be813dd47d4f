package shop;

import org.springframework.cloud.stream.annotation.EnableBinding;
import org.springframework.cloud.stream.messaging.Source;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;

@EnableBinding(Source.class)
class Publisher {
  private final MessageChannel channel;

  Publisher(Source source) { this.channel = source.output(); }

  void publish(Object event) { channel.send(MessageBuilder.withPayload(event).build()); }
}
