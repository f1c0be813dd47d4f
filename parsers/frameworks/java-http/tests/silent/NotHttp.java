package shop;

class NotHttp {
  static class Client {
    Client target(String url) { return this; }
  }

  void run() { new Client().target("http://orders/rest"); }
}
