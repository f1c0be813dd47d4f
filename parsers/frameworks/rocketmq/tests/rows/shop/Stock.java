package shop;

import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.core.RocketMQListener;

@RocketMQMessageListener(topic = "${stock.topic:orders}", consumerGroup = "stock")
public class Stock implements RocketMQListener<String> {
  public void onMessage(String order) {}

  public void start(DefaultMQPushConsumer consumer) throws Exception {
    consumer.subscribe("order-lines", "*");
  }
}
