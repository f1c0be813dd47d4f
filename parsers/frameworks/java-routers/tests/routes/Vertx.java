package com.shop.c;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;

class Vertx extends AbstractVerticle {
  @Override
  public void start() {
    Router router = Router.router(vertx);
    router.get("/stock/:sku").handler(context -> context.end());
    Router below = Router.router(vertx);
    below.route(HttpMethod.PUT, "/lines").handler(context -> context.end());
    router.mountSubRouter("/api", below);
    vertx.createHttpServer().requestHandler(router).listen(8080);
    WebClient client = WebClient.create(vertx);
    client.get(8081, "prices", "/prices").send();
    client.postAbs("http://orders/orders").send();
  }
}
