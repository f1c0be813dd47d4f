// Java through recognition: things of declared types, implementations, constants, annotations, settings.
#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/recognise/recognise.h"
#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {

constexpr std::string_view pack_text = R"(
framework: shop
about: a library of the tests
languages: [java]
rows:
  - match: 'lib.Client.$method{get: GET, post: POST}($url, ...)'
    fact: calls
    to: { kind: operation, protocol: http, url: $url, method: $method }
  - match: 'lib.Sender.send($topic, ...)'
    fact: publishes
    to: { kind: channel, transport: bus, name: { placeholder: $topic } }
  - match: '@lib.Listener(topics = [$topic])'
    fact: consumes
    to: { kind: channel, transport: bus, name: { placeholder: $topic } }
  - match: '@lib.Get([$path])'
    fact: exposes
    to: { kind: operation, method: GET, path: $path }
  - match: '@lib.Get([$path])'
    within: lib.Remote
    fact: calls
    to: { kind: operation, protocol: http, name: $name, url: { placeholder: $url }, path: $path, method: GET }
  - match: '@lib.Remote($name, url = $url)'
    gives: lib.Remote
  - match: '@lib.Path($path)'
    prefix: $path
  - match: '@lib.Value($text)'
    value: { placeholder: $text }
  - match: '@lib.Properties(prefix = $prefix)'
    fields: { setting: config, name: $prefix + "." + $field }
  - match: 'class lib.Repository<$entity, _>'
    gives: lib.Repo
  - match: 'lib.Repo.save(...)'
    fact: writes
    to: { kind: table, store: jpa, name: $entity }
  - match: 'lib.Repo.{findBy*, count}(...)'
    certainty: likely
    fact: reads
    to: { kind: table, store: jpa, name: $entity }
  - match: '@lib.Entity'
    maps: { naming: snake }
  - match: '@lib.Table(name = $table)'
    maps: { name: $table }
  - match: 'java.lang.System.getenv($name)'
    value: { setting: env, name: $name }
)";

using Lines = std::vector<std::string>;

// One line an effect, "verb word=value …", sorted.
Lines effects(std::vector<std::pair<std::string, std::string>> files) {
  files.emplace_back("zz/shop.yaml", std::string(pack_text));
  const test::Tree tree = test::Tree::in_memory(files);
  Packs packs;
  std::vector<Error> errors;
  packs.read(*tree.document(tree.files().find("zz/shop.yaml")), errors);
  packs.compile(errors);
  for (const Error& e : errors) ADD_FAILURE() << e.message << " at " << e.where.begin;
  const auto readers = languages::all();
  const auto java =
      std::find_if(readers.begin(), readers.end(), [](const auto& r) { return r->name() == "java"; });
  Program program(tree);
  for (std::uint32_t i = 1; i <= tree.files().size(); ++i)
    if (const auto* c = tree.code(FileId{i})) program.add(FileId{i}, *c, **java, true);
  Values values;
  Lines lines;
  for (const Effect& e : recognise(program, packs, values).effects) {
    std::string line(to_string(e.kind));
    for (const auto& [word, v] : e.captures)
      if (word != "protocol" && word != "transport" && word != "store")
        line += " " + std::string(word) + "=" + values.write(v);
    if (e.certainty != Certainty::certain) line += " (likely)";
    lines.push_back(line);
  }
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

TEST(JavaRecognise, AClientThatManyProgramsWrapIsFollowedIntoAllOfThem) {
  std::vector<std::pair<std::string, std::string>> files{
      {"kit/src/kit/Kit.java",
       "package kit;\nimport lib.Sender;\npublic class Kit { Sender sender;\n"
       "  public void send(String topic, Object what) { sender.send(topic, what); } }\n"}};
  constexpr int programs = 24, messages = 8;
  for (int p = 0; p < programs; ++p) {
    const std::string n = std::to_string(p), package = "p" + n;
    files.emplace_back(package + "/src/" + package + "/Producer.java",
                       "package " + package +
                           ";\nimport kit.Kit;\nclass Producer { Kit kit;\n"
                           "  void push(String topic, Object what) { kit.send(topic, what); } }\n");
    std::string code = "package " + package + ";\nclass Work { Producer producer;\n";
    for (int m = 0; m < messages; ++m) {
      code += "  void work" + std::to_string(m) + "() { producer.push(\"t";
      code += n + "-" + std::to_string(m) + "\", null); }\n";
    }
    files.emplace_back(package + "/src/" + package + "/Work.java", code + "}\n");
  }
  EXPECT_EQ(effects(files).size(), static_cast<std::size_t>(programs * messages));
}

TEST(JavaRecognise, PiecesOfATextAreReplaced) {
  const Lines found = effects({{"src/A.java", R"(
import lib.Client;
class A {
  Client client;
  @lib.Value("${host}") String host;
  void a(String id) {
    String url = host + "/orders/{1}/lines/{2}";
    url = url.replace("{1}", id).replace("{2}", "first");
    client.get(url);
  }
  void b() { client.get("http://x/a.b".replaceAll("\\.", "/")); }
  void c() { client.get("http://x/a-a".replaceFirst("a", "b")); }
  void d() { client.get("http://x/a".replace("", "b")); }
})"}});
  ASSERT_EQ(found.size(), 4u);
  auto has = [&](std::string_view text) {
    return std::any_of(found.begin(), found.end(),
                       [&](const std::string& line) { return line.find(text) != std::string::npos; });
  };
  for (const std::string& line : found) EXPECT_EQ(line.find("{1}"), std::string::npos) << line;
  EXPECT_TRUE(has("/lines/first"));
  EXPECT_TRUE(has("http://x/a/b"));
  EXPECT_TRUE(has("http://x/b-a"));
  EXPECT_TRUE(has("\"http://x/a\""));
}

TEST(JavaRecognise, ABufferGrowsWhateverItBeganWithAndAListIsNoText) {
  const Lines found = effects({{"src/A.java", R"(
import lib.Client;
class A {
  Client client;
  void a(Config config) {
    StringBuilder url = new StringBuilder();
    url.append(config.host());
    url.append("/orders").append("/v1");
    client.get(url.toString());
  }
  void b(Config config) {
    StringBuilder url = new StringBuilder(config.host());
    if (config.old()) url.append("/old");
    url.append("/bills");
    client.get(url);
  }
  void c(Config config) {
    java.util.List<String> urls = config.all();
    urls.add("/last");
    client.get(urls);
  }
})"}});
  ASSERT_EQ(found.size(), 3u);
  const auto count = [&](std::string_view text) {
    return std::count_if(found.begin(), found.end(),
                         [&](const std::string& line) { return line.find(text) != std::string::npos; });
  };
  EXPECT_EQ(count("/orders/v1"), 1);
  EXPECT_EQ(count("/bills"), 1);
  EXPECT_EQ(count("/last"), 0);
}

TEST(JavaRecognise, KnowsThingsByTheTypeTheyAreDeclaredWith) {
  EXPECT_EQ(effects({{"A.java", R"(package a; import lib.Client;
class A {
  private final Client injected; @Auto Client field;
  A(Client injected) { this.injected = injected; }
  Client made() { return Factory.unknown(); }
  void go(Client given, String id) {
    injected.get("a/" + id); field.get("b"); new Client().post("c"); Client.get("d"); given.get("e");
    Client local = something.build(); local.get("f"); made().get("g"); wrap("h");
    this.injected.get(String.format("%s/%2$s", "i", "j"));
  }
  private void wrap(String url) { injected.get(url); }
})"}}),
            (Lines{R"(calls method="GET" url="b")", R"(calls method="GET" url="d")",
                   R"(calls method="GET" url="e")", R"(calls method="GET" url="f")",
                   R"(calls method="GET" url="g")", R"(calls method="GET" url="h")",
                   R"(calls method="GET" url="i/j")", R"(calls method="GET" url=("a/" + $param:5/1))",
                   R"(calls method="POST" url="c")"}));
}

TEST(JavaRecognise, ReachesImplementationsAndFitsOverloads) {
  EXPECT_EQ(
      effects({{"Bus.java", "package a; interface Bus { void send(String t); void send(String t, int n); }"},
               {"LibBus.java", R"(package a; import lib.*;
class LibBus implements Bus {
  private Sender sender;
  public void send(String t) { sender.send("one-" + t); }
  public void send(String t, int n) { sender.send("two-" + t); }
})"},
               {"Use.java", "package a; class Use { private Bus bus; void go() { bus.send(\"x\", 1); } }"}}),
      (Lines{R"(publishes name="two-x")", R"(publishes name=("one-" + $param:8/0))"}));
}

TEST(JavaRecognise, TellsGenericPublishersApartByTheObjectTheyAre) {
  EXPECT_EQ(effects({{"Publisher.java", R"(package a; import lib.Sender;
abstract class Publisher<T> {
  private final Sender sender;
  protected Publisher(Sender sender) { this.sender = sender; }
  protected abstract String topic();
  public void publish(T t) { sender.send(topic(), t); }
})"},
                     {"Orders.java",
                      "package a; import lib.Sender; class Orders extends Publisher<Order> { Orders(Sender "
                      "s) { super(s); } String topic() { return \"orders\"; } }"},
                     {"Carts.java",
                      "package a; import lib.Sender; class Carts extends Publisher<Cart> { Carts(Sender s) { "
                      "super(s); } String topic() { return \"carts\"; } }"},
                     {"Use.java",
                      "package a; class Use { private Orders orders; void go() { orders.publish(1); } }"}}),
            (Lines{R"(publishes name="orders")"}));
}

// Who makes an answer or the settings of somebody else does not call whom the reader of it calls.
TEST(JavaRecognise, MakersOfWhatASiteReadsDoNotCall) {
  EXPECT_EQ(
      effects(
          {{"Answer.java",
            "package a; class Answer { String data; Answer(String data) { this.data = data; } }"},
           {"Settings.java",
            "package a; class Settings { String url; Settings(String url) { this.url = url; } }"},
           {"Ask.java",
            "package a; import lib.Client; import other.Box; class Ask { Client c; void go() { Answer x = "
            "Box.take(); "
            "c.get(\"http://stock/\" + x.data); } void fixed() { Settings s = Box.take(); c.get(s.url); } }"},
           {"Wire.java",
            "package a; class Wire { Settings make() { return new Settings(\"http://only\"); } }"},
           {"One.java", "package a; class One { Answer one() { return new Answer(\"1\"); } }"},
           {"Two.java", "package a; class Two { Answer two() { return new Answer(\"2\"); } }"}}),
      (Lines{R"(calls method="GET" url="http://only")",
             R"(calls method="GET" url=("http://stock/" + $param:3/0))"}));
}

TEST(JavaRecognise, FoldsConstantsOfOtherClassesAndEnums) {
  EXPECT_EQ(effects({{"Topic.java", R"(package a;
enum Topic { ORDERS("orders-topic"), CARTS("carts-topic"); private final String text;
  Topic(String text) { this.text = text; } public String getText() { return text; } }
interface Names { String BASE = "base"; String FULL = BASE + ".full"; })"},
                     {"Use.java", R"(package a; import lib.*; import static a.Names.FULL;
class Use extends Lib { private static final String OWN = "own-" + Topic.CARTS.name();
  private Sender sender;
  void go() { sender.send(Topic.ORDERS.getText()); sender.send(OWN); sender.send(FULL); sender.send(Order.class.getSimpleName()); }
  class Order {}
})"}}),
            (Lines{R"(publishes name="Order")", R"(publishes name="base.full")",
                   R"(publishes name="orders-topic")", R"(publishes name="own-CARTS")"}));
}

TEST(JavaRecognise, ReadsSettingsFromAnnotations) {
  EXPECT_EQ(effects({{"Use.java", R"(package a; import lib.*;
class Use {
  @Value("${a.host:localhost}:${a.port}") private String address;
  private final String topic; private String other; private Sender sender; private Settings settings;
  Use(@Value("${a.topic}") String topic) { this.topic = topic; }
  @Value("#{'${a.other}'}") void setOther(String other) { this.other = other; }
  void go() { sender.send(address); sender.send(topic); sender.send(other); sender.send("x-${b.c:${d}}"); sender.send("#{bean.name}"); 
    sender.send(settings.getOrderTopic()); sender.send(settings.getKafka().getCartTopic()); sender.send(System.getenv("T")); }
}
@Properties(prefix = "shop")
class Settings {
  private String orderTopic = "o"; private Kafka kafka = new Kafka();
  String getOrderTopic() { return orderTopic; } Kafka getKafka() { return kafka; }
  static class Kafka { private String cartTopic; String getCartTopic() { return cartTopic; } }
})"}}),
            (Lines{R"(publishes name=$config:("shop.order-topic", "o"))", R"(publishes name=$config:a.other)",
                   R"(publishes name=$config:a.topic)", R"(publishes name=$config:shop.kafka.cart-topic)",
                   R"(publishes name=$env:T)", R"(publishes name=("x-" + $config:("b.c", $config:d)))",
                   R"(publishes name=($config:("a.host", "localhost") + ":" + $config:a.port))",
                   R"(publishes name=?)"}));
}

TEST(JavaRecognise, ReadsAnnotationsOfMethodsWithThoseOfTheirClass) {
  EXPECT_EQ(effects({{"Api.java", R"(package a; import lib.*; import other.*;
@Path(Api.BASE) class Api { static final String BASE = "/api"; private static final String LIST = "/list";
  @Get({LIST, "/all"}) void list() {} @Listener(topics = {"one", Topics.TWO}) void on() {} @Mine("three") void mine() {} }
@Remote(name = "stock", url = "${stock.url}") interface Stock { @Get("/stock/{id}") Object find(int id); }
class Topics { static final String TWO = "two"; }
@java.lang.annotation.Retention(X) @Listener(topics = "none") @interface Mine { @AliasFor(annotation = Listener.class, attribute = "topics") String[] value(); })"}}),
            (Lines{R"(calls method="GET" name="stock" path="/stock/{id}" url=$config:stock.url)",
                   R"(consumes name="one")", R"(consumes name="three")", R"(consumes name="two")",
                   R"(exposes method="GET" path="/api/all")", R"(exposes method="GET" path="/api/list")"}));
}

TEST(JavaRecognise, KnowsTheEntityOfARepository) {
  EXPECT_EQ(
      effects({{"Repo.java",
                "package a; import lib.Repository; interface Repo extends Repository<OrderItem, Long> { "
                "Object findByName(String n); }"},
               {"Named.java", "package a; import lib.*; interface Named extends Repository<Cart, Long> {}"},
               {"OrderItem.java", "package a; @lib.Entity class OrderItem {}"},
               {"Cart.java", "package a; import lib.Table; @Table(name = \"baskets\") class Cart {}"},
               {"Use.java",
                "package a; class Use { private Repo repo; private Named named; void go() { repo.save(1); "
                "repo.findByName(\"x\"); named.save(2); } }"}}),
      (Lines{R"(reads name="order_item" (likely))", R"(writes name="baskets")",
             R"(writes name="order_item")"}));
}

TEST(JavaRecognise, IsSilentOnNamesThatOnlyLookAlike) {
  EXPECT_EQ(effects({{"A.java",
                      "package a; class Client { void get(String u) {} } class A { Client c; void go() { "
                      "c.get(\"x\"); } }"},
                     {"B.java",
                      "package a; import other.Sender; class B { Sender s; @Get(\"/x\") void go() { "
                      "s.send(\"x\"); } }"}}),
            Lines{});
}

}  // namespace
}  // namespace demarc
