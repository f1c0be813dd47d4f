package shop;

import shop.own.Value;

class Shop {
  @Value("${stock.url}") private String stock;
  private Client client;

  void go() { client.getForObject(stock, String.class); }
}
