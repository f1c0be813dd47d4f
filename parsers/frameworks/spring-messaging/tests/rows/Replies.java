package shop;

import org.springframework.jms.annotation.JmsListener;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.messaging.handler.annotation.SendTo;

class Replies {
  @KafkaListener(topics = "asked")
  @SendTo("answered")
  String answer(String question) {
    return question;
  }

  @KafkaListener(topicPattern = "bids-.*")
  @SendTo
  String toWhoAsked(String bid) {
    return bid;
  }

  @SendTo("${jobs.done}")
  @JmsListener(destination = "jobs")
  String work(String job) {
    return job;
  }

  Object replies(ConcurrentKafkaListenerContainerFactory<String, String> factory) {
    return factory.createContainer("replies");
  }

  Object properties() {
    return new ContainerProperties("looked-for");
  }

  void sendOn(KafkaTemplate<String, String> kafka) {
    kafka.sendDefault("key", "value");
  }

  // Nobody listens with this method.
  @SendTo("/topic/web")
  String web(String text) {
    return text;
  }
}

@KafkaListener(topics = "mixed")
class Mixed {
  @KafkaHandler
  @SendTo("sorted")
  String on(String text) {
    return text;
  }
}
