package com.shop.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@HttpExchange("/orders")
interface Orders {
  @GetExchange("/{id}")
  String one(String id);

  @PostExchange(url = "/new")
  String place();

  @HttpExchange(method = "DELETE", url = "/{id}")
  void drop(String id);
}

interface Prices {
  @GetExchange("/prices")
  String all();
}

@Configuration
class Clients {
  @Bean
  Orders orders() {
    RestClient client = RestClient.builder().baseUrl("http://orders:8080").build();
    HttpServiceProxyFactory factory = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client)).build();
    return factory.createClient(Orders.class);
  }

  @Bean
  Prices prices() {
    return HttpServiceProxyFactory.builder()
        .exchangeAdapter(RestClientAdapter.create(RestClient.create("http://prices")))
        .build()
        .createClient(Prices.class);
  }
}
