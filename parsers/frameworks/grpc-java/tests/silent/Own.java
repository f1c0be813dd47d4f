package com.shop.own;

import io.grpc.Status;

public class Own {
  static class OrderStub {
    static OrderStub newStub(String channel) {
      return new OrderStub();
    }

    void placeOrder() {}
  }

  static abstract class OrderBase {
    abstract void placeOrder();
  }

  static class Orders extends OrderBase {
    void placeOrder() {
      OrderStub.newStub("orders:9090").placeOrder();
      Status.OK.withDescription("fine");
    }
  }
}
