// Nx workspaces: the tag of a project names its context, and depConstraints say who may import from whom.
#include <fmt/format.h>

#include <map>

#include "analyzer/base/files.h"
#include "analyzer/model/import.h"

namespace demarc::model {
namespace {

constexpr int max_depth = 24;
constexpr std::string_view prefixes[] = {"context:", "bounded-context:", "domain:", "scope:"};

struct Constraint {
  std::string source;
  NamedList allowed;
  Span at;
};

class Nx {
 public:
  explicit Nx(Model& model) : model_(model) {}

  void read(const Source& source) {
    const Document& d = *source.document;
    if (d.roots().empty()) return;
    const NodeIndex root = d.roots()[0];
    if (const NodeIndex tags = d.find(root, "tags"); tags != no_node && d[tags].kind == NodeKind::list)
      projects_.push_back({&d, root, tags, source.path});
    else constraints(d, root, 0);
  }

  void run() {
    // The most telling kind of tag that is in use.
    for (std::string_view prefix : prefixes) {
      for (const Project& p : projects_)
        for (std::uint32_t i = 0; i < (*p.d)[p.tags].count; ++i)
          if (p.d->text(p.d->child((*p.d)[p.tags], i)).starts_with(prefix)) prefix_ = prefix;
      if (!prefix_.empty()) break;
    }
    if (prefix_.empty()) return;
    for (const Project& p : projects_) project(p);
    for (const Constraint& c : constraints_) constrain(c);
  }

 private:
  struct Project {
    const Document* d;
    NodeIndex root, tags;
    std::string path;
  };

  std::string context_of_tag(std::string_view tag) const {
    return tag.starts_with(prefix_) ? context_name(tag.substr(prefix_.size())) : "";
  }

  void project(const Project& p) {
    for (std::uint32_t i = 0; i < (*p.d)[p.tags].count; ++i) {
      const NodeIndex tag = p.d->child((*p.d)[p.tags], i);
      const std::string name = context_of_tag(p.d->text(tag));
      if (name.empty()) continue;
      Context& c = context_of(model_, name, p.d->span(tag));
      const std::string_view folder = folder_of(p.path);
      if (!folder.empty()) {
        add_once(c.code, {fmt::format("{}/**", folder), p.d->span(tag)});
        c.is_code_default = false;
      }
      return;
    }
  }

  // Wherever they stand in a lint configuration: a list of maps with `sourceTag`.
  void constraints(const Document& d, NodeIndex node, int depth) {
    if (depth > max_depth || ++visited_ > 200'000) return;
    const DocumentNode& here = d[node];
    if (here.kind == NodeKind::map) {
      if (const NodeIndex source = d.find(node, "sourceTag"); source != no_node) {
        Constraint made{std::string(d.text(source)), {}, d.span(source)};
        const NodeIndex allowed = d.find(node, "onlyDependOnLibsWithTags");
        if (allowed == no_node || d[allowed].kind != NodeKind::list) return;
        for (std::uint32_t i = 0; i < d[allowed].count; ++i) {
          const NodeIndex one = d.child(d[allowed], i);
          made.allowed.push_back({std::string(d.text(one)), d.span(one)});
        }
        constraints_.push_back(std::move(made));
        return;
      }
      for (std::uint32_t i = 1; i < here.count; i += 2) constraints(d, d.child(here, i), depth + 1);
    } else if (here.kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < here.count; ++i) constraints(d, d.child(here, i), depth + 1);
    }
  }

  void constrain(const Constraint& c) {
    const std::string user = context_of_tag(c.source);
    if (user.empty() || !model_.context(user)) return;
    bool is_open = false, speaks_of_contexts = false;
    for (const Named& tag : c.allowed) {
      is_open |= tag.text == "*" || tag.text == fmt::format("{}*", prefix_);
      speaks_of_contexts |= !context_of_tag(tag.text).empty();
    }
    // A constraint on kinds of libraries says nothing of contexts.
    if (is_open || !speaks_of_contexts) return;
    context_of(model_, user, c.at).has_uses = true;
    for (const Named& tag : c.allowed) {
      const std::string owner = context_of_tag(tag.text);
      if (owner.empty() || !model_.context(owner)) continue;
      add_way(model_, user, owner, EdgeClass::import, tag.at);
    }
  }

  Model& model_;
  std::vector<Project> projects_;
  std::vector<Constraint> constraints_;
  std::string prefix_;
  std::size_t visited_ = 0;
};

}  // namespace

Model import_nx(const std::vector<Source>& files) {
  Model model;
  Nx nx(model);
  for (const Source& file : files) nx.read(file);
  nx.run();
  return model;
}

}  // namespace demarc::model
