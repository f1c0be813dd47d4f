package com.shop.web;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.concurrent.TimeUnit;

class Clients {
  private final WebTarget orders;

  Clients(String base) {
    orders = ClientBuilder.newClient().register(Clients.class).target(base).path("orders");
  }

  String one(String id) {
    return orders.path(id).resolveTemplate("x", 1).request(MediaType.APPLICATION_JSON).header("a", "b").get(String.class);
  }

  void all() {
    orders.queryParam("open", true).request().delete();
    orders.path("a").request().header("a", "b").method("PUT");
  }

  void place(Client client) {
    client.target("http://prices:8080/prices").queryParam("a", 1).request().accept("x").post(Entity.json("{}"));
    ClientBuilder.newBuilder().connectTimeout(1, TimeUnit.SECONDS).build()
        .target(UriBuilder.fromUri("http://stock").queryParam("a", 1).path("stock").port(1).build()).request().buildGet();
    client.target(UriBuilder.fromUri("http://mail").build()).request().build("GET");
  }

  public static void main(String[] args) {
    new Clients(System.getenv("ORDERS_URL")).one("1");
  }
}
