package shop;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

public class Orders extends RouteBuilder {
  @Override
  public void configure() {
    from("kafka:orders?brokers=broker:9092&groupId=shop")
        .routeId("orders")
        .choice()
        .when(header("big").isEqualTo(true))
        .to("rabbitmq:stock?queue=big")
        .otherwise()
        .toD("jms:queue:small-orders")
        .end();
    from("direct:stock")
        .to("http://stock:8080/items?bridgeEndpoint=true")
        .to("log:done");
    from("aws2-sqs://bills?region=eu").to("kafka:{{bills.topic}}");
    from("timer:tick?period=1000").to("https://rates/today");
    rest("/orders").get("/{id}").to("direct:one").post().to("direct:add");
    from("rabbitmq:returns?queue=shop").to("aws2-sqs://refunds");
    from("direct:one").choice().when(header("big")).to("log:big").otherwise().to("jms:queue:small");
    from("rabbitmq:mails?routingKey=mail.*&autoDelete=false").to("sjms2:topic:sent?timeToLive=1000");
    from("spring-rabbitmq:shop?queues=big,small&routingKey={{key}}").to("log:both");
    from("jms:topic:prices").wireTap("spring-rabbitmq:prices?routingKey=changed");
  }
}

class Senders {
  private ProducerTemplate template;

  void send(Object order) {
    template.sendBody("kafka:audit", order);
    template.sendBody("rabbitmq:audit?routingKey=order.seen", order);
    template.asyncSendBody("direct:orders", order);
  }
}
