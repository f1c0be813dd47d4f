// Reads configuration of proxies and collectors that stands as text inside of ConfigMaps.
#include <algorithm>
#include <array>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"

namespace demarc {
namespace {

using cloudformation::Node;

constexpr std::uint32_t max_entries = 200;  // of one file, that some reader takes
constexpr std::size_t max_text = 1u << 20;

// The project as an interpreter sees it while one entry stands for its file.
class EntryProject final : public Project {
 public:
  EntryProject(const Project& project, FileId file, const Document& document)
      : project_(project), file_(file), document_(document) {}
  const Files& files() const override { return project_.files(); }
  const Document* document(FileId file) const override {
    return file == file_ ? &document_ : project_.document(file);
  }
  const code::CodeFile* code(FileId file) const override { return project_.code(file); }

 private:
  const Project& project_;
  FileId file_;
  const Document& document_;
};

bool is_config_map(Node root) {
  return root.find("kind").text() == "ConfigMap" && root.find("data").is_map();
}

// Only what configures proxies and collectors is read so: other texts have programs of their own to read
// them.
constexpr std::array<std::string_view, 7> embedded = {"nginx", "httpd",    "haproxy",   "caddy",
                                                      "envoy", "gateways", "collectors"};

class ConfigMaps final : public Interpreter {
 public:
  std::string_view name() const override { return "configmaps"; }
  bool accepts(std::string_view, const Document& document) const override {
    for (NodeIndex root : document.roots())
      if (is_config_map({&document, root})) return true;
    return false;
  }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document) return;
    const auto readers = documents::all();
    auto interpreters = templates::all();
    std::erase_if(interpreters, [](const auto& one) {
      return std::find(embedded.begin(), embedded.end(), one->name()) == embedded.end();
    });
    std::uint32_t read_entries = 0;
    for (NodeIndex at : document->roots()) {
      Node root{document, at};
      if (!is_config_map(root)) continue;
      Node data = root.find("data");
      for (std::uint32_t i = 0; i + 1 < data.size() && read_entries < max_entries; i += 2) {
        Node text = data.child(i + 1);
        if (!text.is_scalar() || text.text().size() > max_text) continue;
        for (const auto& reader : readers) {
          if (!reader->accepts(data.child(i).text(), text.text().substr(0, 512))) continue;
          ++read_entries;
          Observations read;
          reader->read({file, data.child(i).text(), text.text()}, read);
          if (read.document)
            entry(EntryProject(project, file, *read.document), file, data.child(i).text(), text.span(),
                  interpreters, values, out);
          break;
        }
      }
    }
  }

 private:
  static void entry(const EntryProject& project, FileId file, std::string_view name, Span place,
                    const std::vector<std::unique_ptr<Interpreter>>& interpreters, Values& values,
                    Declarations& out) {
    const std::size_t before = out.wirings.size();
    const Document& document = *project.document(file);
    for (const auto& one : interpreters)
      if (one->accepts(name, document)) one->interpret(project, file, values, out);
    // Places inside of the text are none of the file.
    for (std::size_t i = before; i < out.wirings.size(); ++i) {
      Wiring& made = out.wirings[i];
      made.span = place;
      for (Property& p : made.properties) p.span = place;
      std::erase_if(made.chain, [&](const auto& step) { return step.first.file == file; });
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> configmaps() { return std::make_unique<ConfigMaps>(); }
}  // namespace templates
}  // namespace demarc
