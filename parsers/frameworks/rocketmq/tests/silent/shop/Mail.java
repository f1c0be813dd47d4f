package shop;

import org.apache.rocketmq.spring.core.RocketMQTemplate;

public class Mail {
  private Sender sender;

  public void go(RocketMQTemplate template) {
    sender.convertAndSend("orders", "x");
    template.setCharset("UTF-8");
    Message message = new Message("orders");
    sender.send(message);
  }
}
