package shop;

import org.jooq.SQLDialect;

class Shop {
  SQLDialect dialect;

  Shop selectFrom(String table) {
    return this;
  }

  void run() {
    selectFrom("orders");
  }
}
