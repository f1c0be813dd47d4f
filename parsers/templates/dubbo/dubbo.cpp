// Dubbo's services and references in XML: they become the program that sets them up by hand, so that the same
// rows apply. https://dubbo.apache.org/en/overview/mannual/java-sdk/reference-manual/config/overview/
#include <string>

#include "parsers/parsers.h"
#include "parsers/templates/embedded/embedded_text.h"

namespace demarc {
namespace {

constexpr int max_depth = 40;
constexpr std::size_t max_elements = 4096;

// The prefix that the file has chosen for Dubbo's elements, with its colon; "" where it has none.
std::string prefix_of(const Document& d, NodeIndex root) {
  const DocumentNode& node = d[root];
  if (node.kind != NodeKind::map) return {};
  for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
    const std::string_view name = d.text(d.child(node, i));
    const std::string_view space = d.text(d.child(node, i + 1));
    if (name.starts_with("@xmlns:") && space.ends_with("/schema/dubbo"))
      return std::string(name.substr(7)) + ":";
  }
  return {};
}

NodeIndex root_of(const Document& d) {
  if (d.roots().empty()) return no_node;
  const DocumentNode& top = d[d.roots()[0]];
  return top.kind == NodeKind::map && top.count >= 2 ? d.child(top, 1) : no_node;
}

class Config {
 public:
  Config(const Document& d, std::string prefix, embedded::EmbeddedText& out)
      : d_(d), service_(prefix + "service"), reference_(prefix + "reference"), out_(out) {}

  // Elements may stand inside others: those of a provider, of a consumer, of a profile.
  void write(NodeIndex n, int depth = 0) {
    const DocumentNode& node = d_[n];
    if (depth > max_depth) return;
    if (node.kind == NodeKind::list)
      for (std::uint32_t i = 0; i < node.count; ++i) write(d_.child(node, i), depth + 1);
    if (node.kind != NodeKind::map) return;
    for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
      const std::string_view name = d_.text(d_.child(node, i));
      const NodeIndex inner = d_.child(node, i + 1);
      if (name == service_) each(inner, "ServiceConfig");
      if (name == reference_) each(inner, "ReferenceConfig");
      write(inner, depth + 1);
    }
  }
  bool is_empty() const { return elements_ == 0; }

 private:
  void each(NodeIndex n, std::string_view type) {
    if (d_[n].kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < d_[n].count; ++i) set(d_.child(d_[n], i), type);
      return;
    }
    set(n, type);
  }
  void set(NodeIndex n, std::string_view type) {
    const NodeIndex interface = d_.find(n, "@interface");
    if (interface == no_node || elements_ >= max_elements) return;
    const std::string_view text = d_.text(interface);
    if (text.empty() || text.find_first_of("\"\\\n\r *") != std::string_view::npos) return;
    ++elements_;
    // What follows stands where the interface is named.
    out_.add_free("/*");
    out_.add(text, d_.span(interface));
    out_.add_free("*/ ");
    out_.add_free("new " + std::string(type) + "().setInterface(\"");
    out_.add(text, d_.span(interface));
    out_.add_free("\");\n");
  }

  const Document& d_;
  std::string service_, reference_;
  embedded::EmbeddedText& out_;
  std::size_t elements_ = 0;
};

class Dubbo final : public Interpreter {
 public:
  std::string_view name() const override { return "dubbo"; }
  bool accepts(std::string_view path, const Document& d) const override {
    const NodeIndex root = root_of(d);
    return path.ends_with(".xml") && root != no_node && !prefix_of(d, root).empty();
  }
  void interpret(const Project& project, FileId file, Values&, Declarations& out) const override {
    const auto host = project.files().read(file);
    if (!host) return;
    const Document& d = *project.document(file);
    const NodeIndex root = root_of(d);
    embedded::EmbeddedText text(file, *host);
    text.add_free(
        "import org.apache.dubbo.config.ReferenceConfig;\nimport org.apache.dubbo.config.ServiceConfig;\n"
        "class Config {\nvoid start() {\n");
    Config config(d, prefix_of(d, root), text);
    config.write(root);
    if (config.is_empty() || out.sources.size() >= embedded::max_embedded_sources) return;
    text.add_free("}\n}\n");
    out.sources.push_back(std::move(text).done(project.files().path(file), "Config", ".java"));
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> dubbo() { return std::make_unique<Dubbo>(); }
}  // namespace templates
}  // namespace demarc
