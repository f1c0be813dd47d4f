// Catalogs of Backstage: who owns what, which system it is a part of, what it provides and consumes.
#include <fmt/format.h>

#include <map>

#include "analyzer/base/files.h"
#include "analyzer/base/letters.h"
#include "analyzer/model/import.h"

namespace demarc::model {
namespace {

constexpr std::size_t max_entities = 20'000;

// "component:default/orders", "default/orders" and "Orders" name one thing of the kind that is expected.
std::string reference(std::string_view text, std::string_view kind) {
  const std::string folded = lower(text);
  std::string_view rest = folded;
  std::string_view said = kind;
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    said = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (rest.starts_with("default/")) rest.remove_prefix(8);
  return fmt::format("{}:{}", said, rest);
}

class Backstage {
 public:
  explicit Backstage(Model& model) : model_(model) {}

  void read(const Source& catalog) {
    const Document& d = *catalog.document;
    for (NodeIndex root : d.roots()) {
      const NodeIndex name = d.find(root, "metadata", "name");
      const std::string kind = lower(d.text_of(root, "kind"));
      if (name == no_node || kind.empty() || d.text(name).empty() || all_.size() >= max_entities) continue;
      // A template's hole names nothing.
      if (d.text(name).find_first_of("{$") != std::string_view::npos) continue;
      std::string full(d.text(name));
      if (const NodeIndex space = d.find(root, "metadata", "namespace");
          space != no_node && d.text(space) != "default")
        full = fmt::format("{}/{}", d.text(space), full);
      all_.push_back(
          {&d, root, catalog.path, kind, reference(full, kind), {std::string(d.text(name)), d.span(name)}});
    }
  }

  void run() {
    for (const Entity& e : all_)
      if (e.kind == "system") make_system(e);
    for (const Entity& e : all_)
      if (e.kind == "component") make_component(e);
    for (const Entity& e : all_)
      if (e.kind == "api") make_api(e);
    for (const Entity& e : all_)
      if (e.kind == "resource") make_resource(e);
    for (const Entity& e : all_)
      if (e.kind == "component") uses(e);
  }

 private:
  struct Entity {
    const Document* d;
    NodeIndex root;
    std::string path, kind, id;
    Named name;
  };

  static std::string_view spec(const Entity& e, std::string_view key) {
    const NodeIndex node = e.d->find(e.root, "spec", key);
    return node == no_node ? std::string_view{} : e.d->text(node);
  }
  template <class F>
  static void each(const Entity& e, std::string_view key, const F& what) {
    each_of(*e.d, e.d->find(e.root, "spec", key),
            [&](NodeIndex one) { what(e.d->text(one), e.d->span(one)); });
  }
  static Named team(const Entity& e) {
    const NodeIndex node = e.d->find(e.root, "spec", "owner");
    if (node == no_node) return {};
    std::string_view text = e.d->text(node);
    if (text.find_first_of("{$") != std::string_view::npos) return {};
    if (const std::size_t cut = text.find_last_of("/:"); cut != std::string_view::npos)
      text.remove_prefix(cut + 1);
    return {std::string(text), e.d->span(node)};
  }

  void make_system(const Entity& e) {
    Context& c = context_of(model_, context_name(e.name.text), e.name.at);
    c.team = team(e);
    c.group = spec(e, "domain");
    if (const NodeIndex about = e.d->find(e.root, "metadata", "description"); about != no_node)
      c.about = e.d->text(about);
    owner_[e.id] = c.name;
  }

  // The system that a thing is part of; "" for none.
  std::string system_of(const Entity& e) const {
    const std::string_view name = spec(e, "system");
    if (name.empty()) return "";
    const auto known = owner_.find(reference(name, "system"));
    return known == owner_.end() ? context_name(name.substr(name.find_last_of("/:") + 1)) : known->second;
  }

  void make_component(const Entity& e) {
    std::string owner = system_of(e);
    const bool is_alone = owner.empty();
    if (is_alone) {
      // What stands for itself and is no running thing is a library or a page.
      const std::string type = lower(spec(e, "type"));
      if (type == "library" || type == "documentation" || type == "template") return;
      owner = context_name(e.name.text);
    }
    Context& c = context_of(model_, owner, e.name.at);
    if (c.team.text.empty()) c.team = team(e);
    // The folder that the catalog stands in holds the code, unless it is the root of all.
    const std::string_view folder = folder_of(e.path);
    DeclaredService service;
    service.name = e.name.text;
    service.at = e.name.at;
    if (!folder.empty() && is_only_here(e)) {
      service.code.push_back({fmt::format("{}/**", folder), e.name.at});
      add_once(c.code, service.code.back());
    }
    c.services.push_back(std::move(service));
    owner_[e.id] = owner;
    each(e, "providesApis",
         [&](std::string_view api, Span) { provider_.emplace(reference(api, "api"), owner); });
  }
  bool is_only_here(const Entity& e) const {
    for (const Entity& other : all_)
      if (&other != &e && other.kind == "component" && other.path == e.path) return false;
    return true;
  }

  void make_api(const Entity& e) {
    const auto provided = provider_.find(e.id);
    const std::string owner = provided != provider_.end() ? provided->second : system_of(e);
    if (owner.empty()) return;
    owner_[e.id] = owner;
    is_event_[e.id] = lower(spec(e, "type")) == "asyncapi";
    // definition: { $text: ./openapi.yaml }
    for (std::string_view key : {"$text", "$json", "$yaml", "$openapi", "$asyncapi"}) {
      const NodeIndex file = e.d->find(e.root, "spec", "definition", key);
      if (file == no_node || e.d->text(file).find("://") != std::string_view::npos) continue;
      const auto path = join_path(folder_of(e.path), e.d->text(file));
      if (!path) continue;
      Context& c = context_of(model_, owner, e.name.at);
      if (!c.publishes.is_declared) c.publishes.at = e.d->span(file);
      c.publishes.is_declared = c.publishes.has_api = true;
      add_once(c.publishes.api, {*path, e.d->span(file)});
    }
  }

  void make_resource(const Entity& e) {
    const std::string owner = system_of(e), type = lower(spec(e, "type"));
    if (owner.empty()) return;
    owner_[e.id] = owner;
    Context& c = context_of(model_, owner, e.name.at);
    if (type.find("database") != std::string::npos) add_once(c.owns.databases, e.name);
    else if (type.find("table") != std::string::npos) add_once(c.owns.tables, e.name);
    else if (type.find("bucket") != std::string::npos) add_once(c.owns.buckets, e.name);
    else if (type.find("queue") != std::string::npos) add_once(c.owns.queues, e.name);
    else if (type.find("topic") != std::string::npos) add_once(c.owns.topics, e.name);
  }

  void uses(const Entity& e) {
    const auto user = owner_.find(e.id);
    if (user == owner_.end()) return;
    each(e, "consumesApis", [&](std::string_view api, Span at) {
      const std::string id = reference(api, "api");
      const auto known = owner_.find(id), provided = provider_.find(id);
      if (known == owner_.end() && provided == provider_.end()) return;
      const std::string& owner = known == owner_.end() ? provided->second : known->second;
      add_way(model_, user->second, owner, is_event_[id] ? EdgeClass::event : EdgeClass::call, at);
    });
    each(e, "dependsOn", [&](std::string_view other, Span at) {
      const std::string id = reference(other, "component");
      const auto owner = owner_.find(id);
      if (owner == owner_.end()) return;
      if (id.starts_with("component:")) add_way(model_, user->second, owner->second, EdgeClass::call, at);
      if (id.starts_with("resource:")) add_way(model_, user->second, owner->second, EdgeClass::data, at);
    });
  }

  Model& model_;
  std::vector<Entity> all_;
  std::map<std::string, std::string> owner_, provider_;
  std::map<std::string, bool> is_event_;
};

}  // namespace

Model import_backstage(const std::vector<Source>& catalogs) {
  Model model;
  Backstage backstage(model);
  for (const Source& catalog : catalogs) backstage.read(catalog);
  backstage.run();
  return model;
}

}  // namespace demarc::model
