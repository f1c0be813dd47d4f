package shop;

import com.rabbitmq.client.Channel;
import java.util.HashMap;
import java.util.Map;

class Queues {
  void declare(Channel channel) throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-message-ttl", 60000);
    arguments.put("x-dead-letter-exchange", "orders");
    arguments.put("x-dead-letter-routing-key", "order.late");
    channel.queueDeclare("orders.wait", true, false, false, arguments);
    channel.queueDeclare("plain", true, false, false, null);
  }
}
