package shop;

import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.rabbit.annotation.Exchange;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.QueueBinding;
import org.springframework.amqp.rabbit.annotation.RabbitHandler;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

class Messages {
  private static final String QUEUE = "mails";
  private final RabbitTemplate rabbit;

  Messages(RabbitTemplate rabbit) { this.rabbit = rabbit; }

  void send(Object message) {
    rabbit.convertAndSend("shop", "order.placed", message);
    rabbit.convertAndSend(QUEUE, message);
    rabbit.convertAndSend(new DirectExchange("direct").getName(), "stock.low", message);
  }

  @RabbitListener(queues = QUEUE)
  void onMail(Object mail) {}

  @RabbitListener(queuesToDeclare = @Queue("declared"))
  void onDeclared(Object message) {}

  @RabbitListener(
      bindings = {
        @QueueBinding(
            value = @Queue(value = "stock", durable = "true"),
            exchange = @Exchange(value = "shop", type = "topic"),
            key = {"order.*", "return.*"}),
        @QueueBinding(value = @Queue, exchange = @Exchange(name = "all", type = "fanout"))
      })
  void onBound(Object message) {}
}

@RabbitListener(queues = {"first", "second"})
class Handler {
  @RabbitHandler
  void handle(String text) {}
}
