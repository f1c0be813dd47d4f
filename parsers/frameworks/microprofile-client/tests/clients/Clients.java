package com.shop.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

@Path("/orders")
@RegisterRestClient(configKey = "orders-api")
interface OrdersClient {
  @GET
  @Path("{id}")
  String one(String id);
}

@RegisterRestClient(baseUri = "http://prices:8080/prices")
interface PricesClient {
  @POST
  String price();
}

@Path("/stock")
interface StockClient {
  @GET
  String all();
}

class Clients {
  String stock() {
    StockClient client =
        RestClientBuilder.newBuilder()
            .baseUri(URI.create("http://stock:9000"))
            .connectTimeout(1, TimeUnit.SECONDS)
            .build(StockClient.class);
    return client.all();
  }
}
