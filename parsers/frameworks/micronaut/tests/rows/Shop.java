package shop;

import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.http.annotation.*;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.rabbitmq.annotation.Binding;
import io.micronaut.rabbitmq.annotation.Queue;
import io.micronaut.rabbitmq.annotation.RabbitClient;
import io.micronaut.rabbitmq.annotation.RabbitListener;

@Controller("/orders")
class Shop {
  @Get
  Object all() { return null; }

  @Post("/{id}")
  Object add() { return null; }

  @Delete(uri = "/{id}")
  Object gone() { return null; }

  @Topic("orders")
  void on(Object order) {}
}

@Client(id = "price-service", path = "/prices")
interface Prices {
  @Get("/{id}")
  Object one(String id);
}

@Client("stock-service")
interface Stock {
  @Put(uri = "/levels")
  Object set();
}

@KafkaClient
interface Events {
  @Topic("orders")
  void placed(Object order);
}

@RabbitClient("shop")
interface Mails {
  @Binding("order.placed")
  void placed(Object order);
}

@RabbitListener
class Billing {
  @Queue("billing")
  void on(Object order) {}
}
