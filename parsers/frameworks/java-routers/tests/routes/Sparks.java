package com.shop.b;

import static spark.Spark.get;

import spark.Spark;

class Sparks {
  public static void main(String[] args) {
    get("/prices", (request, response) -> "");
    Spark.post("/prices/:sku", (request, response) -> "");
  }
}
