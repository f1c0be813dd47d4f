package shop;

import java.util.Collections;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.cloud.stream.annotation.StreamListener;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

class Messages {
  private static final String TOPIC = "orders";
  private final KafkaTemplate<String, Object> kafka;
  private final RabbitTemplate rabbit;
  private final JmsTemplate jms;
  private final StreamBridge bridge;

  Messages(KafkaTemplate<String, Object> kafka, RabbitTemplate rabbit, JmsTemplate jms, StreamBridge bridge) {
    this.kafka = kafka;
    this.rabbit = rabbit;
    this.jms = jms;
    this.bridge = bridge;
  }

  void send(KafkaProducer<String, String> producer, Object message) {
    kafka.send(TOPIC, message);
    kafka.send(new ProducerRecord<>("records", message));
    producer.send(new ProducerRecord<>("raw", "x"));
    rabbit.convertAndSend("shop-exchange", "order.created", message);
    rabbit.convertAndSend("mail-queue", message);
    jms.convertAndSend("jobs", message);
    bridge.send("shipments-out-0", message);
  }

  void read(KafkaConsumer<String, String> consumer) {
    consumer.subscribe(Collections.singletonList("raw"));
  }

  @KafkaListener(topics = {TOPIC, "returns"})
  void onOrder(Object order) {}

  @KafkaListener(topicPattern = "audit.*")
  void onAudit(Object entry) {}

  @RabbitListener(queues = "mail-queue")
  void onMail(Object mail) {}

  @JmsListener(destination = "jobs")
  void onJob(Object job) {}

  @StreamListener("shipments")
  void onShipment(Object shipment) {}
}
