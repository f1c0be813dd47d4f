package shop;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;

public class Clouds {
  private Producer producer;
  private Consumer consumer;

  public void go() {
    producer.send(new Message("cloud-orders", "tag", new byte[0]));
    consumer.subscribe("cloud-stock", "*", (message, context) -> null);
  }
}
