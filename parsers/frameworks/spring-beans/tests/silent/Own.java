package shop;

import shop.container.Bean;
import shop.amqp.Queue;

class Own {
  @Bean
  Queue billing() { return new Queue("billing-queue"); }

  void use(Queue queue) { queue.getName(); }
}
