package shop;

import shop.cloud.SqsListener;

class Own {
  @SqsListener("orders")
  void onOrder(String order) {}
}
