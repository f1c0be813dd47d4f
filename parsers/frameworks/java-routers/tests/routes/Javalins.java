package com.shop.a;

import io.javalin.Javalin;

class Javalins {
  public static void main(String[] args) {
    Javalin app = Javalin.create(config -> config.showJavalinBanner = false).start(7000);
    app.get("/orders", ctx -> ctx.result("")).post("/orders/{id}", Javalins::place);
    routes(app);
  }

  static void place(io.javalin.http.Context ctx) {}

  static void routes(Javalin app) {
    app.delete("/orders", ctx -> {});
  }
}
