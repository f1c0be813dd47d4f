package shop;

import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.spring.core.RocketMQTemplate;

public class Orders {
  private RocketMQTemplate template;
  private DefaultMQProducer producer;

  public void place(Object order) throws Exception {
    template.convertAndSend("orders", order);
    template.syncSend("orders-by-tag:placed", order);
    template.sendMessageInTransaction("orders-in-transaction", order, null);
    template.sendMessageInTransaction("group", "orders-of-group:paid", order, null);
    Message message = new Message("order-lines", "tag", "key", new byte[0]);
    producer.send(message);
  }
}
