package shop;

import java.util.HashMap;
import java.util.Map;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;

class Queues {
  static final String LATE = "x-dead-letter-exchange";

  Queue delayed() {
    return QueueBuilder.durable("orders.wait")
        .ttl(60000)
        .withArgument(LATE, "orders")
        .withArgument("x-dead-letter-routing-key", "order.late")
        .build();
  }

  Queue named() {
    return QueueBuilder.durable("bills").deadLetterExchange("lost").deadLetterRoutingKey("bill").quorum().build();
  }

  Queue withOwnKey() { return QueueBuilder.nonDurable("mails").deadLetterExchange("lost").build(); }

  Queue ofMap() {
    return QueueBuilder.durable("stock")
        .withArguments(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "stock.lost"))
        .build();
  }

  Queue filled() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-dead-letter-exchange", "lost");
    arguments.put("x-dead-letter-routing-key", "parcel");
    return new Queue("parcels", true, false, false, arguments);
  }

  Queue plain() {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-max-length", 10);
    return new Queue("plain", true, false, false, arguments);
  }

  Queue limited() { return QueueBuilder.durable("limited").withArgument("x-max-length", "lost").build(); }
}
