package shop;

import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.core.KafkaTemplate;

class Messages {
  private static final String TOPIC = "orders";
  private final KafkaTemplate<String, Object> kafka;
  private final JmsTemplate jms;

  Messages(KafkaTemplate<String, Object> kafka, JmsTemplate jms) {
    this.kafka = kafka;
    this.jms = jms;
  }

  void send(KafkaProducer<String, String> producer, Object message) {
    kafka.send(TOPIC, message);
    kafka.send(new ProducerRecord<>("records", message));
    producer.send(new ProducerRecord<>("raw", "x"));
    jms.convertAndSend("jobs", message);
  }

  void read(KafkaConsumer<String, String> consumer) {
    consumer.subscribe(Collections.singletonList("raw"));
  }

  @KafkaListener(topics = {TOPIC, "returns"})
  void onOrder(Object order) {}

  @KafkaListener(topicPattern = "audit.*")
  void onAudit(Object entry) {}

  @JmsListener(destination = "jobs")
  void onJob(Object job) {}

  @KafkaListener(topicPartitions = @TopicPartition(topic = "parts", partitions = {"0"}))
  void onPart(Object part) {}

  void assigned(KafkaConsumer<String, String> consumer) {
    consumer.assign(List.of(new org.apache.kafka.common.TopicPartition("assigned", 0)));
  }

  void streams(StreamsBuilder builder) {
    KStream<String, String> lines = builder.stream("lines");
    lines.filter((k, v) -> v != null).mapValues(v -> v + "!").to("words");
  }

  KStream<String, String> more(KStream<String, String> given) {
    given.to("given");
    return given;
  }
}
