package shop;

import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;

class Config {
  @Bean
  Queue billing() { return new Queue("billing-queue"); }

  @Bean("mails")
  Queue mailQueue() { return new Queue("mail-queue"); }

  @Bean
  DirectExchange shop() { return new DirectExchange("shop"); }

  @Bean
  Binding bindBilling(Queue billing, DirectExchange exchange) {
    return BindingBuilder.bind(billing).to(exchange).with("order.placed");
  }

  @Bean
  Binding bindMails(@Qualifier("mails") Queue queue, DirectExchange exchange) {
    return BindingBuilder.bind(queue).to(exchange).with("order.paid");
  }
}
