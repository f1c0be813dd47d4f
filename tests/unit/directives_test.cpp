// The reader of servers' configuration: which language a file is in, its statements, and hostile files.
#include <gtest/gtest.h>

#include "parsers/parsers.h"

namespace demarc {
namespace {

// The document's language and statements: "nginx: server{listen(80) location(/a){…}}"; "nothing" without one.
std::string show(const Document& d, NodeIndex list) {
  std::string s;
  for (std::uint32_t i = 0; i < d[list].count; ++i) {
    const NodeIndex one = d.child(d[list], i);
    const NodeIndex words = d.find(one, "words"), block = d.find(one, "block");
    if (!s.empty()) s += ' ';
    for (std::uint32_t w = 0; w < d[words].count; ++w)
      s += (w == 0 ? "" : w == 1 ? "(" : ", ") + std::string(d.text(d.child(d[words], w)));
    if (d[words].count > 1) s += ')';
    if (block != no_node) s += "{" + show(d, block) + "}";
  }
  return s;
}

std::string read(std::string_view path, const std::string& text) {
  Observations out;
  for (const auto& reader : documents::all())
    if (reader->name() == "directives" && reader->accepts(path, text.substr(0, 512)))
      reader->read({FileId{1}, path, text}, out);
  if (!out.document) return "nothing";
  const Document& d = *out.document;
  const NodeIndex root = d.roots()[0];
  return std::string(d.text_of(root, "language")) + ": " + show(d, d.find(root, "directives"));
}

TEST(Directives, NginxQuotesCommentsVariablesAndForeignBlocks) {
  EXPECT_EQ(read("x/site.conf",
                 "server { # server { a b; }\n listen 80;\n location ~ \"^/a{2}\\\"$\" { set $a '${b};c'; }\n"
                 " access_by_lua_block { if x then { } end }\n add x{{ y }}z;\n {% if q %}\n proxy_pass "
                 "http://${H}:1; }\n"),
            "nginx: server{listen(80) location(~, ^/a{2}\"$){set($a, ${b};c)} "
            "add(x{{ y }}z) proxy_pass(http://${H}:1)}");
  EXPECT_EQ(read("a.conf", "server { content_by_lua_block { ngx.say('};') { } } listen 1; }"),
            "nginx: server{listen(1)}");
}

TEST(Directives, HttpdBlocksContinuedLinesAndWrongEnds) {
  EXPECT_EQ(read("httpd.conf",
                 "# ProxyPass /no x\n<VirtualHost *:80>\n  ProxyPass \"/a b\" \\\n    http://x:1\n </Wrong>\n"
                 " <Location /l>\n  Require all\n</virtualhost>\nRewriteRule ^(.*)$ \"http://y/$1\" [P]\n"),
            "httpd: VirtualHost(*:80){ProxyPass(/a b, http://x:1) Location(/l){Require(all)}} "
            "RewriteRule(^(.*)$, http://y/$1, [P])");
}

TEST(Directives, HaproxySections) {
  EXPECT_EQ(read("haproxy.cfg",
                 "global\n  maxconn 1 # more\nbackend a b\n server s \"h x\":1\n\nlisten l\n bind *:1\n"),
            "haproxy: global{maxconn(1)} backend(a, b){server(s, h x:1)} listen(l){bind(*:1)}");
}

TEST(Directives, CaddySitesOptionsAndContinuedAddresses) {
  EXPECT_EQ(read("Caddyfile",
                 "{\n admin off\n}\na.test,\nb.test {\n reverse_proxy /x {$H}:1 # no\n handle {\n }\n}\n"),
            "caddy: {admin(off)} a.test,(b.test){reverse_proxy(/x, {$H}:1) handle{}}");
}

TEST(Directives, LogstashValuesListsHashesAndConditions) {
  EXPECT_EQ(
      read("logstash.conf",
           "input { beats { port => 5044 ssl => true } }\noutput {\n if [a] == \"b\" and [c] {\n"
           "  es { hosts => [\"x:1\", 'y:2'] opts => { \"k\" => \"v\" } id => \"z\" }\n } else { stdout { } "
           "}\n}\n"),
      "logstash: input{beats{port(5044) ssl(true)}} output{es{hosts(x:1, y:2) opts(k, v) id(z)} stdout{}}");
}

TEST(Directives, OtherFilesAreNothing) {
  EXPECT_EQ(read("redis.conf", "port 6379\nsave 60 1\n"), "nothing");
  EXPECT_EQ(read("supervisord.conf", "[program:a]\ncommand=x\n"), "nothing");
  EXPECT_EQ(read("application.conf", "server { a = 1; }"), "nothing");
  EXPECT_EQ(read("nginx.yaml", "server: { a: 1 }"), "nothing");
  EXPECT_EQ(read("nginx.template", "{\"Resources\": {\"server\": \";\"}}"), "nothing");
  EXPECT_EQ(read("jest.conf.js", "server { a; }"), "nothing");
}

TEST(Directives, HostileDepthAndLengthAreBounded) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "server {";
  EXPECT_LT(read("deep.conf", deep + ";").size(), 2'000u);
  deep.clear();
  for (int i = 0; i < 100'000; ++i) deep += "<Location /a>\n";
  EXPECT_LT(read("deep.conf", deep).size(), 2'000u);
  deep.clear();
  for (int i = 0; i < 20'000; ++i) deep += "a {\n";
  EXPECT_LT(read("Caddyfile", deep).size(), 2'000u);
  deep = "output { a => ";
  for (int i = 0; i < 100'000; ++i) deep += "{ ";
  EXPECT_LT(read("logstash.conf", deep).size(), 2'000u);
  std::string many = "server {";
  for (int i = 0; i < 200'000; ++i) many += "a;";
  EXPECT_LT(read("many.conf", many).size(), 200'000u);
  for (const char* cut :
       {"server { a \"b", "server { a ${b", "server { a {{ b", "server { a;\\", "server {%"})
    EXPECT_TRUE(read("cut.conf", std::string(cut) + ";").starts_with("n")) << cut;
}

}  // namespace
}  // namespace demarc
