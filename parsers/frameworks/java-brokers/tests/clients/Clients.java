package shop;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.nats.client.Dispatcher;
import javax.jms.Destination;
import javax.jms.Session;
import org.apache.pulsar.client.api.PulsarClient;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.pulsar.annotation.PulsarListener;
import org.springframework.pulsar.core.PulsarTemplate;

class Clients {
  void rabbit(Channel channel, byte[] body) throws Exception {
    AMQP.Queue.DeclareOk declared = channel.queueDeclare("billing", true, false, false, null);
    channel.queueBind(declared.getQueue(), "shop", "order.*");
    channel.exchangeBind("copy", "shop", "#");
    channel.basicPublish("shop", "order.placed", null, body);
    channel.basicPublish("", "mails", null, body);
    channel.basicConsume("billing", true, (tag, message) -> {}, tag -> {});
  }

  void jms(Session session) throws Exception {
    Destination jobs = session.createQueue("jobs");
    session.createProducer(jobs);
    session.createConsumer(session.createTopic("news"));
  }

  void nats(io.nats.client.Connection nats, Dispatcher dispatcher) {
    nats.publish("orders.placed", new byte[0]);
    dispatcher.subscribe("orders.*");
  }

  void redis(StringRedisTemplate redis, RedisMessageListenerContainer container) {
    redis.convertAndSend("orders", "x");
    container.addMessageListener(null, new ChannelTopic("orders"));
  }

  void mqtt(MqttClient client) throws Exception {
    client.publish("home/door", null);
    client.subscribe("home/#");
  }

  void pulsar(PulsarClient client, PulsarTemplate<String> template) throws Exception {
    client.newProducer().topic("orders").create();
    client.newConsumer().topic("orders").subscribe();
    template.send("mails", "x");
  }

  @PulsarListener(topics = "mails")
  void onMail(String mail) {}
}
