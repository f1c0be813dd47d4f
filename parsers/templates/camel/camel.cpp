// Camel's routes in XML: they become the program that a RouteBuilder would hold, so that the same rows apply.
// https://camel.apache.org/manual/xml-dsl.html
#include <algorithm>
#include <array>

#include "parsers/parsers.h"
#include "parsers/templates/embedded/embedded_text.h"

namespace demarc {
namespace {

constexpr int max_depth = 40;
constexpr std::size_t max_steps = 4096;

// "camel:route" and "route" are one word: the prefix is the file's own choice.
std::string_view local(std::string_view name) { return name.substr(name.rfind(':') + 1); }

struct Place {
  std::string_view step;  // the method of a route that means the same
  NodeIndex uri;
};

class Routes {
 public:
  Routes(const Document& d, embedded::EmbeddedText& out) : d_(d), out_(out) {}

  // Writes every route at or below `n`.
  void write(NodeIndex n, int depth = 0) {
    const DocumentNode& node = d_[n];
    if (depth > max_depth || steps_ > max_steps) return;
    if (node.kind == NodeKind::list)
      for (std::uint32_t i = 0; i < node.count; ++i) write(d_.child(node, i), depth + 1);
    if (node.kind != NodeKind::map) return;
    for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
      const NodeIndex inner = d_.child(node, i + 1);
      if (local(d_.text(d_.child(node, i))) == "route") route(inner, depth + 1);
      else write(inner, depth + 1);
    }
  }
  bool has_steps() const { return steps_ > 0; }

 private:
  void route(NodeIndex n, int depth) {
    if (depth > max_depth) return;
    if (d_[n].kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < d_[n].count; ++i) route(d_.child(d_[n], i), depth + 1);
      return;
    }
    places_.clear();
    collect(n, depth);
    std::stable_sort(places_.begin(), places_.end(),
                     [&](const Place& a, const Place& b) { return d_[a.uri].begin < d_[b.uri].begin; });
    bool is_begun = false;
    for (const Place& place : places_) {
      if (++steps_ > max_steps) break;
      const bool is_start = place.step == "from";
      if (is_start && is_begun) out_.add_free(";\n");
      if (!is_begun || is_start) mark(place.uri);
      if (!is_start && !is_begun) out_.add_free("from(\"direct:\")");
      out_.add_free(is_start ? "from(\"" : "." + std::string(place.step) + "(\"");
      literal(place.uri);
      out_.add_free("\")");
      is_begun = true;
    }
    if (is_begun) out_.add_free(";\n");
  }

  void collect(NodeIndex n, int depth) {
    static constexpr std::array<std::string_view, 9> words = {
        "from", "to", "toD", "wireTap", "inOut", "inOnly", "enrich", "pollEnrich", "poll"};
    const DocumentNode& node = d_[n];
    if (depth > max_depth || places_.size() > max_steps) return;
    if (node.kind == NodeKind::list)
      for (std::uint32_t i = 0; i < node.count; ++i) collect(d_.child(node, i), depth + 1);
    if (node.kind != NodeKind::map) return;
    for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
      const std::string_view word = local(d_.text(d_.child(node, i)));
      const NodeIndex inner = d_.child(node, i + 1);
      if (const auto known = std::find(words.begin(), words.end(), word); known != words.end())
        each(inner, [&](NodeIndex one) { step(*known, one); });
      collect(inner, depth + 1);
    }
  }
  template <class Use>
  void each(NodeIndex n, Use use) {
    if (d_[n].kind != NodeKind::list) return use(n);
    for (std::uint32_t i = 0; i < d_[n].count; ++i) use(d_.child(d_[n], i));
  }
  // <to uri="…"/>; <enrich><simple>kafka:…</simple></enrich> counts where it is no more than an address.
  void step(std::string_view word, NodeIndex n) {
    NodeIndex uri = d_.find(n, "@uri");
    for (std::string_view language : {"constant", "simple"})
      if (uri == no_node) uri = d_.find(n, language);
    if (uri != no_node && d_[uri].kind == NodeKind::string && d_.text(uri).find(':') != std::string::npos)
      places_.push_back({word, uri});
  }

  // What follows stands where the address does.
  void mark(NodeIndex n) {
    const std::string_view text = d_.text(n);
    if (text.find_first_of("*\n\r") != std::string_view::npos) return;
    out_.add_free("/*");
    out_.add(text, d_.span(n));
    out_.add_free("*/");
  }

  // The address as a text of Java.
  void literal(NodeIndex n) {
    const std::string_view text = d_.text(n);
    if (text.find_first_of("\"\\\n\r") == std::string_view::npos) return out_.add(text, d_.span(n));
    std::string escaped;
    for (char c : text) {
      if (c == '"' || c == '\\') escaped += '\\';
      if (c != '\n' && c != '\r') escaped += c;
    }
    out_.add_free(escaped);
  }

  const Document& d_;
  embedded::EmbeddedText& out_;
  std::vector<Place> places_;
  std::size_t steps_ = 0;
};

class Camel final : public Interpreter {
 public:
  std::string_view name() const override { return "camel"; }
  bool accepts(std::string_view path, const Document& d) const override {
    if (!path.ends_with(".xml") || d.roots().empty()) return false;
    const DocumentNode& top = d[d.roots()[0]];
    if (top.kind != NodeKind::map || top.count < 2) return false;
    const std::string_view root = local(d.text(d.child(top, 0)));
    const NodeIndex inner = d.child(top, 1);
    if (root == "routes" || root == "camelContext" || root == "routeContext" || root == "camel")
      return holds(d, inner, "route");
    return (root == "beans" || root == "blueprint") &&
           (holds(d, inner, "camelContext") || holds(d, inner, "routeContext"));
  }
  void interpret(const Project& project, FileId file, Values&, Declarations& out) const override {
    const auto host = project.files().read(file);
    if (!host) return;
    const Document& d = *project.document(file);
    embedded::EmbeddedText text(file, *host);
    text.add_free(
        "import org.apache.camel.builder.RouteBuilder;\n"
        "class Routes extends RouteBuilder {\npublic void configure() {\n");
    Routes routes(d, text);
    routes.write(d.roots()[0]);
    if (!routes.has_steps() || out.sources.size() >= embedded::max_embedded_sources) return;
    text.add_free("}\n}\n");
    out.sources.push_back(std::move(text).done(project.files().path(file), "Routes", ".java"));
  }

 private:
  static bool holds(const Document& d, NodeIndex n, std::string_view element) {
    if (d[n].kind != NodeKind::map) return false;
    for (std::uint32_t i = 0; i + 1 < d[n].count; i += 2)
      if (local(d.text(d.child(d[n], i))) == element) return true;
    return false;
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> camel() { return std::make_unique<Camel>(); }
}  // namespace templates
}  // namespace demarc
