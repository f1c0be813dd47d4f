package shop;

class Plain extends Builder {
  void configure() {
    from("kafka:orders").to("rabbitmq:stock");
  }
}

class Builder {
  Builder from(String where) {
    return this;
  }

  Builder to(String where) {
    return this;
  }
}
