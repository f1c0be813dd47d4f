class Calls extends Base {
  void all(List<String> items, String id) {
    items.stream().map(i -> rest.get(URL + i)).filter(Objects::nonNull).forEach(this::use);
    items.forEach((String i) -> { use(i); });
    Optional.ofNullable(id).map(String::trim).orElse("none");
    find(id).orElseGet(() -> make()); find(id).orElseThrow(Bad::new);
    List<String> list = new ArrayList<>(); list.add("a"); list.addAll(items);
    Map<String, Object> map = new HashMap<>(); map.put("k", id); map.put(Keys.K, 1);
    Map<String, String> given = Map.of("a", id, Keys.B, "c");
    call(List.of("a", id), Arrays.asList(1, 2), new String[] {"x", id}, new int[3], Set.copyOf(items));
    Runnable r = new Runnable() { int n = 1; public void run() { go(n); } };
    new Thread(r).start(); outer.new Inner(id); new com.acme.Full<String>(id).go(); com.acme.Util.run(id);
    super.all(items, id); Api.super.size(); (this).use((String) id); ((Order) found).save();
    if ("GET".equals(method) || Objects.equals(id, "x") || !id.equalsIgnoreCase(other)) use(id);
    client.get().uri("/x/{id}", id).retrieve().bodyToMono(Order.class).block();
    names[1].trim(); int length = -1 + Integer.parseInt("12_0"); BiFunction<A, B, C> f = (a, b) -> a.join(b);
  }
}
