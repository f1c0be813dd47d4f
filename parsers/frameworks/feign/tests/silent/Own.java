package com.shop.own;

import feign.Logger;

class Own {
  interface Orders {
    String one(String id);
  }

  String ask(Orders orders, Logger logger) {
    return orders.one("1");
  }
}
