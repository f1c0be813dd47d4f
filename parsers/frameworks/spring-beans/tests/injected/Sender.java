package shop;

import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;

class Sender {
  private final RabbitTemplate template;
  private final DirectExchange exchange;
  @Autowired private Queue mails;

  Sender(RabbitTemplate template, DirectExchange exchange) {
    this.template = template;
    this.exchange = exchange;
  }

  void send(Object order) {
    template.convertAndSend(exchange.getName(), "order.placed", order);
    template.convertAndSend(mails.getName(), order);
  }
}
