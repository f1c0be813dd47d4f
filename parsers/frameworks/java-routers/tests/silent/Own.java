package com.shop.own;

import io.javalin.http.Context;
import java.util.Map;

class Own {
  String read(Map<String, String> map, Context context) {
    return map.get("/orders");
  }
}
