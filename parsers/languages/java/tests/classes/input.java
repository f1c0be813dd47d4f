package com.acme.order;

import java.util.*;
import static com.acme.Topics.ORDERS;
import com.acme.lib.Outer.Inner;

@RestController
@RequestMapping(value = "/orders", produces = {"a", "b"}, consumes = TEXT + "/x")
public class OrderService<T extends Order> extends Base<T> implements Api, java.io.Closeable {
  private static final String URL = "http://" + HOST;
  private final Map<String, T[]> cache = new HashMap<>();
  @Value("${a.b:c}") String first, second = "x";
  static { init(); }
  public OrderService(@Value("${u}") String url, RestTemplate rest) { super(url); this.rest = rest; first = url; }
  OrderService(String url) { this(url, null); }
  @GetMapping(path = "/{id}") @Nested(@Inner.Deep(value = "x", other = Order.class))
  <X extends T> List<X> find(@PathVariable("id") final String id, T... more) throws IOException { return null; }
  static int count() { return 1; }
  class Part { void go() { OrderService.this.close(); OrderService.this.rest.go(); } }
}

interface Api extends Other<String> {
  String NAME = "n";
  void close();
  default int size() { return 1; }
}

enum Topic implements Named {
  A("a"), B { String text() { return "b"; } }, @Deprecated C;
  private String text = "z";
  Topic() {}
  Topic(String text) { this.text = text; }
  String text() { return text; }
}

enum Plain { ONE, TWO }

record Point(@Min(1) int x, String... labels) implements Api {
  Point { x = x + 1; }
  String x() { return "" + x; }
}

record Pair(String left, Order right) {}

@interface Listener {
  @AliasFor("topics") String[] value() default {};
  String id() default "none";
}
