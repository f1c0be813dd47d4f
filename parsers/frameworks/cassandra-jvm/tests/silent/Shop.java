package shop;

import com.datastax.oss.driver.api.core.CqlIdentifier;

class Machine {
  CqlIdentifier execute(String text) {
    return CqlIdentifier.fromCql(text);
  }

  void run() {
    execute("SELECT * FROM orders");
  }
}
