package x;
import org.apache.kafka.clients.consumer.*;
import java.util.*;
import java.time.Duration;
import com.fasterxml.jackson.databind.ObjectMapper;
public class A {
  static final ObjectMapper mapper = new ObjectMapper();
  public static void main(String[] args) throws Exception {
    Properties props = new Properties();
    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(props);
    consumer.subscribe(Arrays.asList("orders", "returns"));
    while (true) {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
      for (ConsumerRecord<String, String> record : records) {
        Order o = mapper.readValue(record.value(), Order.class);
        System.out.println(o.getId() + o.getAmount());
      }
    }
  }
}
