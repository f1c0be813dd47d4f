// The JSON export of Structurizr: systems, containers, who uses whom and whether it waits.
#include <map>
#include <set>

#include "analyzer/model/import.h"

namespace demarc::model {
namespace {

class Structurizr {
 public:
  Structurizr(const Document& document, Model& model) : d_(document), model_(model) {}

  void run() {
    const NodeIndex root = d_.roots()[0];
    const NodeIndex systems = d_.find(root, "model", "softwareSystems");
    std::size_t inner = 0;
    each(systems, [&](NodeIndex s) { inner += has_containers(s); });
    each(systems, [&](NodeIndex s) {
      if (has_containers(s)) system(s, inner == 1);
      else outside(s, inner == 0);
    });
    each(systems, [&](NodeIndex s) {
      relations(s);
      each(d_.find(s, "containers"), [&](NodeIndex c) {
        relations(c);
        each(d_.find(c, "components"), [&](NodeIndex component) { relations(component); });
      });
    });
  }

 private:
  template <class F>
  void each(NodeIndex list, const F& what) {
    each_of(d_, list, what);
  }
  bool has_containers(NodeIndex system) const {
    const NodeIndex all = d_.find(system, "containers");
    return all != no_node && d_[all].kind == NodeKind::list && d_[all].count > 0;
  }
  Span place(NodeIndex node) const {
    const NodeIndex name = d_.find(node, "name");
    return d_.span(name == no_node ? node : name);
  }
  // A store or a channel is used by containers; it is none itself.
  bool is_store(NodeIndex container) const {
    for (std::string_view key : {"tags", "technology"}) {
      const std::string words = context_name(d_.text_of(container, key));
      for (std::string_view word : {"database", "queue", "topic", "bucket", "data-store", "datastore",
                                    "cache", "postgre", "mysql", "mongo", "dynamo", "kafka", "rabbit"})
        if (words.find(word) != std::string::npos) return true;
    }
    return false;
  }

  void system(NodeIndex node, bool is_only) {
    const std::string name = context_name(d_.text_of(node, "name"));
    if (is_only && model_.system.empty()) model_.system = name;
    if (!is_only && !name.empty()) {
      Context& c = context_of(model_, name, place(node));
      c.about = d_.text_of(node, "description");
      owner_[std::string(d_.text_of(node, "id"))] = name;
    }
    each(d_.find(node, "containers"), [&](NodeIndex container) {
      const std::string shown = context_name(d_.text_of(container, "name"));
      if (shown.empty()) return;
      if (is_store(container)) return;
      std::string group = context_name(d_.text_of(container, "group"));
      const std::string owner = !is_only ? name : group.empty() ? shown : group;
      Context& c = context_of(model_, owner, place(container));
      if (c.about.empty() && owner == shown) c.about = d_.text_of(container, "description");
      DeclaredService service;
      service.name = shown;
      service.at = place(container);
      service.about = d_.text_of(container, "description");
      c.services.push_back(std::move(service));
      owner_[std::string(d_.text_of(container, "id"))] = owner;
      each(d_.find(container, "components"),
           [&](NodeIndex component) { owner_[std::string(d_.text_of(component, "id"))] = owner; });
    });
  }

  // A system without an inside is somebody else's, or all of them are ours.
  void outside(NodeIndex node, bool is_ours) {
    const std::string name = context_name(d_.text_of(node, "name"));
    if (name.empty()) return;
    const std::string_view tags = d_.text_of(node, "tags"), location = d_.text_of(node, "location");
    const bool is_external = location == "External" || tags.find("External") != std::string_view::npos ||
                             tags.find("Existing") != std::string_view::npos;
    if (!is_ours || is_external) {
      model_.external.push_back(
          {name, place(node), {{std::string(d_.text_of(node, "name")), place(node)}}, {}, {}});
      owner_[std::string(d_.text_of(node, "id"))] = name;
      return;
    }
    context_of(model_, name, place(node)).about = d_.text_of(node, "description");
    owner_[std::string(d_.text_of(node, "id"))] = name;
  }

  void relations(NodeIndex node) {
    const auto from = owner_.find(std::string(d_.text_of(node, "id")));
    if (from == owner_.end()) return;
    each(d_.find(node, "relationships"), [&](NodeIndex r) {
      // Drawn again because its parts are related: the parts say it.
      if (d_.find(r, "linkedRelationshipId") != no_node) return;
      const std::string id(d_.text_of(r, "destinationId"));
      const Span at = d_.span(r);
      if (const auto to = owner_.find(id); to != owner_.end()) {
        const bool waits = d_.text_of(r, "interactionStyle") != "Asynchronous";
        if (model_.context(to->second) && model_.context(from->second))
          add_way(model_, from->second, to->second, waits ? EdgeClass::call : EdgeClass::event, at);
      }
    });
  }

  const Document& d_;
  Model& model_;
  std::map<std::string, std::string> owner_;
};

}  // namespace

Model import_structurizr(const Document& document) {
  Model model;
  Structurizr(document, model).run();
  return model;
}

}  // namespace demarc::model
