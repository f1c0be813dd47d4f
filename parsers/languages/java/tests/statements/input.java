class Statements {
  String all(Object o, List<Order> orders, String id) throws Exception {
    for (Order order : orders) { order.save(); }
    for (int i = 0, k = size(); i < k; i++) { step(i); }
    while (more()) next();
    do { again(); } while (o != null);
    if (o instanceof Order found && found.ok()) { return found.id(); } else if (id == "x") y(); else { z(); }
    var kind = switch (id) { case "a", "b" -> "one"; case "c" -> { log(); yield "two"; } default -> throw new Bad(); };
    switch (o) { case Order a when a.ok() -> a.go(); case Point(int x, var y) -> y.go(); default -> {} }
    switch (id) { case "p": first(); break; case "q": default: second(); }
    try (Reader in = open(id); out) { in.read(); } catch (IOException | Bad e) { log(e); } finally { done(); }
    synchronized (this) { orders.clear(); }
    String a = "x", b = a;
    a = b; a += "y"; field = a; this.field = b; other.field = id; names[0] = id;
    again: for (;;) { break again; }
    assert o != null : text();
    class Local { void run() { field = "in"; } }
    return a;
  }
}
