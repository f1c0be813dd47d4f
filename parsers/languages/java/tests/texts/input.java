class Texts {
  static final char SLASH = '/';
  static final long BIG = 1_000L;
  void all(String id, int n) {
    String a = "q\"\t\u00e9\\" + id + "/" + n + 'c' + ("x" + id);
    String b = """
        select *
          from orders \
        where "x" = 1
        """;
    String c = String.format("%s/%2$d", id, n), d = String.format(Locale.ROOT, "%s", id), e = "%s!".formatted(id);
    String f = MessageFormat.format("{0}/x", id), g = String.join("/", "a", id), h = String.join(",", list);
    String i = new StringBuilder("a").append(id).append('/').append(n).toString();
    StringBuilder s = new StringBuilder(); s.append("x").append(id); s.append(n);
    String j = s.toString(), k = String.valueOf(n), l = Objects.requireNonNull(id, "m"), m = n > 1 ? "a" : id;
    s.append("later");
  }
}
