package shop;

import org.springframework.amqp.core.AmqpTemplate;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.ExchangeBuilder;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.HeadersExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;

class Config {
  static final String EXCHANGE = "shop";

  Queue billing() { return new Queue("billing", true); }

  Queue stock() { return QueueBuilder.durable("stock").withArgument("x", 1).build(); }

  TopicExchange exchange() { return new TopicExchange(EXCHANGE); }

  Binding topic() { return BindingBuilder.bind(billing()).to(exchange()).with("order.#"); }

  Binding built() {
    Exchange made = ExchangeBuilder.directExchange("direct").durable(true).build();
    return BindingBuilder.bind(stock()).to(made).with("stock.low").noargs();
  }

  Binding fanout() { return BindingBuilder.bind(billing()).to(new FanoutExchange("all")); }

  Binding headers() {
    return BindingBuilder.bind(stock()).to(new HeadersExchange("heads")).where("type").exists();
  }

  Binding plain() {
    return new Binding("mails", Binding.DestinationType.QUEUE, EXCHANGE, "mail.sent", null);
  }

  SimpleMessageListenerContainer container(ConnectionFactory factory) {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(factory);
    container.setQueueNames("mails");
    return container;
  }

  Object receive(AmqpTemplate template) { return template.receiveAndConvert(stock().getName()); }
}
