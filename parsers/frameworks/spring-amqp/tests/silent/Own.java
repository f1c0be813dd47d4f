package shop;

import shop.bus.RabbitListener;
import shop.bus.RabbitTemplate;
import shop.bus.TopicExchange;

class Own {
  private RabbitTemplate rabbit;

  void send() { rabbit.convertAndSend(new TopicExchange("shop").getName(), "key", "x"); }

  @RabbitListener(queues = "mails")
  void onMail(Object mail) {}
}
