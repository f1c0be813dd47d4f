package shop;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

@Configuration
class Clients {
  @Bean
  WebClient.Builder balanced() {
    return WebClient.builder();
  }

  @Bean
  WebClient stock(@Qualifier("balanced") WebClient.Builder builder) {
    return builder.baseUrl("http://stock/v1").build();
  }

  @Bean
  RestClient prices() {
    return RestClient.create("http://prices");
  }
}

@Service
class Stock {
  private final WebClient stock;
  private final RestClient prices;

  Stock(WebClient stock, RestClient prices) {
    this.stock = stock;
    this.prices = prices;
  }

  Object count(String sku) {
    return stock.get().uri("/articles/{sku}", sku).retrieve().bodyToMono(String.class);
  }

  Object price(String sku) {
    return prices.get().uri("/{sku}", sku).retrieve().body(String.class);
  }
}
