// Linking of configuration: whose calls the file of a proxy, a monitor or a front end makes.
#include <gmock/gmock.h>

#include "tests/unit/link_world.h"

namespace demarc {
namespace {

using testing::edges;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::World;
using enum RelationKind;

constexpr const char* compose = "docker-compose.yml";

struct System : World {
  using Properties = std::vector<std::pair<std::string, std::string>>;
  void workload(const std::string& name, const Properties& properties,
                const std::string& unit_path = compose) {
    Resource& made = resource(unit_path, ResourceKind::workload, name, "", text(name));
    made.properties.push_back({"host", text(name), made.span});
    for (const auto& [word, value] : properties) made.properties.push_back({word, text(value), made.span});
  }
  // A file of `format` that hands everything on to `url`.
  void configuration(const std::string& path, const std::string& format, const std::string& program,
                     ValueId url, bool is_implicit = false) {
    Wiring& made = wire(path, WiringKind::calls, {}, url,
                        {{"by", text(format)}, {"program", text(program)}, {"prefix", text("yes")}});
    if (is_implicit) made.properties.push_back({"implicit", text("yes"), made.span});
  }
  std::vector<std::string> calls() { return edges(link(), {RelationKind::calls}); }
};

TEST(LinkConfigured, WhoMountsTheFileAsks) {
  System s;
  s.workload("edge",
             {{"image", "nginx"}, {"role", "proxy"}, {"mount", "etc/site.conf:/etc/nginx/conf.d/site.conf"}});
  s.workload("other", {{"image", "nginx"}, {"role", "proxy"}, {"mount", "etc:/etc/all"}});
  s.workload("orders", {{"image", "shop/orders"}});
  s.configuration("etc/site.conf", "nginx", "proxy", s.text("http://orders:8080"));
  s.configuration("etc/more.conf", "nginx", "proxy", s.text("http://orders:8080"));
  EXPECT_THAT(s.calls(), ElementsAre("edge calls orders", "other calls orders"));
}

TEST(LinkConfigured, TheRecipeBesideItTheOnlyOneOfItsKindThenTheFolder) {
  System s;
  s.workload("edge", {{"base-image", "docker.io/nginx:1.2"}, {"dockerfile", "edge/Dockerfile"}});
  s.workload("orders", {{"image", "shop/orders"}});
  s.workload("metrics", {{"image", "prom/prometheus:v2"}, {"role", "monitoring"}});
  s.configuration("edge/nginx.conf", "nginx", "proxy", s.text("http://orders:8080"));
  s.configuration("deploy/prometheus.yml", "prometheus", "monitor", s.text("http://orders:9000/metrics"),
                  true);
  const Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("edge calls orders", "metrics calls orders"));
  for (const Relation& r : linked.facts.relations())
    if (r.kind == calls) {
      const bool is_metrics = linked.facts[r.from].name == "metrics";
      EXPECT_EQ(r.attributes.contains("implicit"), is_metrics);
      EXPECT_EQ(r.by, is_metrics ? "prometheus" : "nginx");
    }
}

TEST(LinkConfigured, AProxyThatOnlyItsFileShowsIsAGatewayAndAMonitorIsNone) {
  System s;
  s.workload("orders", {{"image", "shop/orders"}, {"published", "8080:80"}});
  s.configuration("front/httpd.conf", "httpd", "proxy", s.text("http://localhost:8080/"));
  s.configuration("watch/prometheus.yml", "prometheus", "monitor", s.text("http://orders:80"), true);
  const Linked linked = s.link();
  EXPECT_THAT(edges(linked, {calls}), ElementsAre("front calls orders"));
  for (const Entity& e : linked.facts.entities())
    if (e.kind == EntityKind::service && e.name == "front") {
      EXPECT_EQ(e.attributes.at("kind"), "gateway");
      EXPECT_EQ(e.attributes.at("aliases"), "httpd");
    }
}

TEST(LinkConfigured, ThisMachineIsTheContainerItselfButForCode) {
  for (const char* program : {"proxy", "code"}) {
    System s;
    s.workload("web", {{"code", "web"}, {"image", "nginx"}});
    s.source("web/main.js", {});
    s.workload("orders", {{"image", "shop/orders"}, {"published", "8080:80"}});
    s.configuration("web/proxy.conf", "nginx", program, s.text("http://localhost:8080"));
    if (std::string_view(program) == "code") EXPECT_THAT(s.calls(), ElementsAre("web calls orders"));
    else EXPECT_THAT(s.calls(), IsEmpty());
  }
}

TEST(LinkConfigured, ThisMachineIsTheHostWhereTheNetworkIs) {
  System s;
  s.workload("web", {{"image", "nginx"}, {"network", "host"}});
  s.workload("orders", {{"image", "shop/orders"}, {"published", "8080:80"}});
  s.configuration("etc/site.conf", "nginx", "proxy", s.text("http://127.0.0.1:8080"));
  EXPECT_THAT(s.calls(), ElementsAre("web calls orders"));
}

TEST(LinkConfigured, TheEnvironmentOfTheProxyFillsItsFile) {
  System s;
  s.workload("web", {{"image", "nginx"}, {"mount", "etc/site.conf:/x"}});
  s.sets(s.declared.resources.back(), "ORDERS_HOST", s.text("orders"));
  s.workload("orders", {{"image", "shop/orders"}});
  s.configuration("etc/site.conf", "nginx", "proxy",
                  s.joined({s.text("http://"), s.env("ORDERS_HOST"), s.text(":80/api")}));
  EXPECT_THAT(s.calls(), ElementsAre("web calls orders"));
}

TEST(LinkConfigured, WhoIsGivenTheTextAroundItAsks) {
  System s;
  s.workload("edge", {{"image", "shop/edge"}});
  s.declared.resources.back().properties.push_back(
      {"file./etc/nginx/site.conf", s.text("server …"), {s.file("cluster.yml"), 90, 120}});
  s.workload("other", {{"image", "shop/other"}});
  s.declared.resources.back().properties.push_back(
      {"file./etc/nginx/site.conf", s.text("server …"), {s.file("cluster.yml"), 0, 30}});
  s.workload("orders", {{"image", "shop/orders"}});
  s.configuration("cluster.yml", "nginx", "proxy", s.text("http://orders:8080"));
  EXPECT_THAT(s.calls(), ElementsAre("edge calls orders"));
}

}  // namespace
}  // namespace demarc
