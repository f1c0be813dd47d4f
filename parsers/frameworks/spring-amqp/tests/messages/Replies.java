package shop;

import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.handler.annotation.SendTo;

class Replies {
  @RabbitListener(queues = "asked")
  @SendTo("answers")
  String plain(String text) {
    return text;
  }

  @RabbitListener(queues = "asked")
  @SendTo("shop/order.answered")
  String keyed(String text) {
    return text;
  }

  @RabbitListener(queues = "#{invoices.name}")
  void invoices(String text) {}

  @RabbitListener(queues = "#{@receipts.getName()}")
  void receipts(String text) {}

  @RabbitListener(queues = "#{rabbitNames.audit}")
  void audit(String text) {}

  @RabbitListener(queues = "#{@rabbitNames.log()}")
  void log(String text) {}

  @RabbitListener(queues = "#{nobody.name}")
  void unknown(String text) {}

  @RabbitListener(queues = "#{rabbitNames.audit.concat('x')}")
  void computed(String text) {}
}

class Queues {
  @Bean
  Queue invoices() {
    return new Queue("invoices-v1");
  }

  @Bean("receipts")
  Queue made() {
    return new Queue("receipts-v1");
  }
}

@ConfigurationProperties("rabbit")
class RabbitNames {
  private String audit = "audit";

  String getAudit() {
    return audit;
  }

  String log() {
    return "log";
  }
}
