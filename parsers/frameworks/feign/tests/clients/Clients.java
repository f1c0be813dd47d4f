package com.shop.web;

import feign.Feign;
import feign.Param;
import feign.RequestLine;
import feign.gson.GsonDecoder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.springframework.web.bind.annotation.GetMapping;

interface Orders {
  @RequestLine("GET /orders/{id}")
  String one(@Param("id") String id);
}

interface Prices {
  @GET
  @Path("/prices")
  String all();
}

interface Stock {
  @GetMapping("/stock")
  String all();
}

class Clients {
  private final Orders orders = Feign.builder().decoder(new GsonDecoder()).target(Orders.class, "http://orders:8080");
  private final Prices prices = Feign.builder().target(Prices.class, System.getenv("PRICES_URL"));
  private final Stock stock = Feign.builder().target(Stock.class, "http://stock");

  String ask() {
    return orders.one("1") + prices.all() + stock.all();
  }
}
