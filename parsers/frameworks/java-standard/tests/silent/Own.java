package shop;

import shop.own.Environment;

class Own {
  String run(Environment env) { return env.getProperty("a.b"); }
}
