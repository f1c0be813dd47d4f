// The design-result JSON: contexts, services, language, teams and objectives of a designer's run.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/model/import.h"
#include "analyzer/model/reading.h"

namespace demarc::model {
namespace {

// "DomainType.CORE" and "core" are the same word.
std::string enumerated(std::string_view text) {
  if (std::size_t dot = text.rfind('.'); dot != std::string_view::npos) text.remove_prefix(dot + 1);
  std::string out;
  for (char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string without(std::string_view text, std::string_view prefix) {
  if (text.starts_with(prefix) && text.size() > prefix.size()) text.remove_prefix(prefix.size());
  return std::string(text);
}

class Design {
 public:
  Design(const Document& document, Model& model) : d_(document), r_(document, model, ""), model_(model) {}

  void run() {
    NodeIndex root = d_.roots()[0];
    NodeIndex bounded = d_.find(root, "bounded_contexts"), domain = d_.find(root, "domain_services");
    each(d_.find(bounded, "context_map"), d_.find(bounded, "contexts"), "context_id",
         [&](const std::string& id, NodeIndex node) { context(id, node); });
    each(d_.find(domain, "service_map"), d_.find(domain, "services"), "service_id",
         [&](const std::string& id, NodeIndex node) { service(id, node); });
    for (auto& [from, to] : dependencies_) depend(from, to);
    capabilities(d_.find(root, "business_capabilities"));
    for (NodeIndex loose : {d_.find(bounded, "context_relationships"),
                            d_.find(domain, "service_dependencies"), d_.find(root, "service_dependencies")})
      if (loose != no_node) pairs(loose);
  }

 private:
  // A map from ids to things, or where it is missing the list of things that carry their ids.
  template <class F>
  void each(NodeIndex map, NodeIndex list, std::string_view id_key, F&& use) {
    std::set<std::string> seen;
    if (map != no_node && d_[map].kind == NodeKind::map)
      for (auto [key, value] : r_.entries(map)) {
        if (d_[value].kind != NodeKind::map) continue;
        seen.insert(std::string(d_.text(key)));
        use(std::string(d_.text(key)), value);
      }
    if (!seen.empty() || list == no_node) return;
    std::vector<NodeIndex> nodes = r_.elements(list);
    for (NodeIndex node : nodes) {
      if (d_[node].kind != NodeKind::map) continue;
      std::string id(d_.text_of(node, id_key, d_.text_of(node, "name")));
      if (!id.empty() && seen.insert(id).second) use(id, node);
    }
  }

  NamedList list(NodeIndex node, std::string_view key) {
    NodeIndex found = d_.find(node, key);
    NamedList out;
    if (found == no_node) return out;
    if (d_[found].kind == NodeKind::map) {
      for (auto [name, value] : r_.entries(found)) out.push_back(r_.named(name));
      return out;
    }
    std::vector<NodeIndex> nodes =
        d_[found].kind == NodeKind::list ? r_.elements(found) : std::vector<NodeIndex>{found};
    for (NodeIndex one : nodes) {
      // A list of names, or of things that have one.
      std::string_view text = d_[one].kind == NodeKind::map
                                  ? d_.text_of(one, "name", d_.text_of(one, "capability_id"))
                                  : d_.text(one);
      if (!text.empty()) out.push_back({std::string(text), d_.span(one)});
    }
    return out;
  }

  static std::string context_name(std::string_view id) { return without(id, "context_"); }

  void context(const std::string& id, NodeIndex node) {
    Context c;
    c.name = context_name(id);
    c.at = d_.span(node);
    c.about = d_.text_of(node, "description");
    std::string kind = enumerated(d_.text_of(node, "domain_type"));
    constexpr std::string_view kinds[] = {"core", "supporting", "generic"};
    for (std::size_t i = 0; i < 3; ++i)
      if (kind == kinds[i] || kind == std::string(kinds[i]) + "_domain")
        c.kind = static_cast<ContextKind>(i + 1);
    c.kind_at = c.at;
    if (NodeIndex team = d_.find(node, "team_ownership"); team != no_node && d_.text(team) != "unassigned")
      c.team = {std::string(d_.text(team)), d_.span(team)};
    c.capabilities = list(node, "business_capabilities");
    c.owns.entities = list(node, "domain_entities");
    for (Named& entity : list(node, "data_ownership")) {
      bool known = std::any_of(c.owns.entities.begin(), c.owns.entities.end(),
                               [&](const Named& n) { return n.text == entity.text; });
      if (!known) c.owns.entities.push_back(std::move(entity));
    }
    NodeIndex language = d_.find(node, "ubiquitous_language");
    if (language != no_node && d_[language].kind == NodeKind::map)
      for (auto [term, means] : r_.entries(language)) {
        if (r_.is_scalar(means)) c.language.push_back({r_.text(term), r_.span(term), r_.text(means), {}});
      }
    c.is_code_default = true;
    model_.contexts.push_back(std::move(c));
  }

  Context* find(std::string_view name) {
    for (Context& c : model_.contexts)
      if (folded_name(c.name) == folded_name(name)) return &c;
    return nullptr;
  }

  void service(const std::string& id, NodeIndex node) {
    std::string owner = context_name(d_.text_of(node, "bounded_context"));
    std::string short_name;
    DeclaredService s;
    if (id.starts_with("app_service_")) {
      short_name = without(id, "app_service_");
      if (owner.empty()) owner = context_name(short_name);
      s.name = context_name(short_name) + "-application";
    } else {
      short_name = without(id, "service_");
      // service_<context>_<capability>: the context may be told by the id alone.
      if (owner.empty())
        for (const Context& c : model_.contexts)
          if (short_name.starts_with(c.name + "_") && c.name.size() > owner.size()) owner = c.name;
      s.name = without(short_name, owner + "_");
    }
    service_context_[id] = owner;
    s.at = d_.span(node);
    s.about = d_.text_of(node, "description");
    std::string type = enumerated(d_.text_of(node, "service_type"));
    constexpr std::string_view types[] = {"domain", "application", "infrastructure"};
    for (std::size_t i = 0; i < 3; ++i)
      if (type == types[i] || type == std::string(types[i]) + "_service")
        s.type = static_cast<ServiceType>(i + 1);
    s.capabilities = list(node, "business_capabilities");
    for (Named& talk : list(node, "communication_patterns"))
      s.talks.push_back({enumerated(talk.text), talk.at});
    if (std::string_view name = d_.text_of(node, "name"); !name.empty())
      s.aliases.push_back({std::string(name), s.at});
    if (NodeIndex slo = d_.find(node, "slo_requirements"); slo != no_node && d_[slo].kind == NodeKind::map) {
      s.slo.is_declared = true;
      s.slo.at = d_.span(slo);
      s.slo.availability = quantity(d_.text_of(slo, "availability"));
      s.slo.latency_p99_ms = quantity(d_.text_of(slo, "latency_p99", d_.text_of(slo, "latency-p99")));
      s.slo.error_rate = quantity(d_.text_of(slo, "error_rate", d_.text_of(slo, "error-rate")));
    }
    for (Named& dependency : list(node, "dependencies")) dependencies_.push_back({id, dependency});
    Context* context = find(owner);
    if (!context) {
      if (owner.empty()) {
        r_.error(s.at, fmt::format("service `{}` belongs to no context", id), "give its bounded_context", id);
        return;
      }
      Context made;
      made.name = owner;
      made.at = s.at;
      made.is_code_default = true;
      model_.contexts.push_back(std::move(made));
      context = &model_.contexts.back();
    }
    endpoints(node, context->publishes);
    context->services.push_back(std::move(s));
  }

  // "GET /orders", "/orders", or a map with path and method.
  void endpoints(NodeIndex service, Published& into) {
    NodeIndex node = d_.find(service, "api_endpoints");
    if (node == no_node) return;
    for (NodeIndex one : r_.elements(node)) {
      std::string_view method, path = d_.text(one);
      if (d_[one].kind == NodeKind::map) {
        method = d_.text_of(one, "method");
        path = d_.text_of(one, "path", d_.text_of(one, "endpoint"));
      }
      if (path.empty()) continue;
      bool has_method = path.find(' ') != std::string_view::npos;
      into.api.push_back(
          {has_method ? std::string(path) : fmt::format("{} {}", method.empty() ? "ANY" : method, path),
           d_.span(one)});
      if (!into.is_declared) into.at = d_.span(node);
      into.is_declared = into.has_api = true;
    }
  }

  // A dependency between services is one between their contexts.
  void depend(const std::string& from, const Named& to) {
    auto a = service_context_.find(from), b = service_context_.find(to.text);
    std::string user = a == service_context_.end() ? context_name(from) : a->second;
    std::string owner = b == service_context_.end() ? context_name(to.text) : b->second;
    Context* context = find(user);
    Context* other = find(owner);
    if (!context || !other || context == other || context->use_of(other->name)) return;
    Use use;
    use.to = other->name;
    use.at = to.at;
    context->uses.push_back(std::move(use));
    context->has_uses = true;
  }

  void capabilities(NodeIndex node) {
    if (node == no_node) return;
    for (std::string_view key : {"core_capabilities", "supporting_capabilities", "generic_capabilities"})
      for (Named& one : list(node, key)) model_.capabilities.push_back({one.text, one.at, {}});
  }

  // These parts have no defined shape: pairs of known names are read, the rest is told.
  void pairs(NodeIndex node) {
    bool read_any = false;
    auto add = [&](std::string_view from, const Named& to) {
      bool known = (service_context_.contains(std::string(from)) || find(context_name(from))) &&
                   (service_context_.contains(to.text) || find(context_name(to.text)));
      if (!known) return;
      depend(std::string(from), to);
      read_any = true;
    };
    if (d_[node].kind == NodeKind::map) {
      for (auto [from, value] : r_.entries(node)) {
        if (d_[value].kind == NodeKind::list) {
          for (NodeIndex to : r_.elements(value))
            if (r_.is_scalar(to)) add(d_.text(from), r_.named(to));
        } else if (r_.is_scalar(value)) {
          add(d_.text(from), r_.named(value));
        }
      }
    } else if (d_[node].kind == NodeKind::list) {
      for (NodeIndex one : r_.elements(node)) {
        if (d_[one].kind == NodeKind::map) {
          for (auto [a, b] : {std::pair{"source", "target"}, {"from", "to"}, {"upstream", "downstream"}}) {
            NodeIndex from = d_.find(one, a), to = d_.find(one, b);
            if (from == no_node || to == no_node || !r_.is_scalar(from) || !r_.is_scalar(to)) continue;
            // Upstream is the one that is used.
            bool turned = std::string_view(a) == "upstream";
            add(d_.text(turned ? to : from), r_.named(turned ? from : to));
          }
        } else if (std::vector<NodeIndex> two = r_.elements(one); two.size() == 2) {
          if (r_.is_scalar(two[0]) && r_.is_scalar(two[1])) add(d_.text(two[0]), r_.named(two[1]));
        }
      }
    }
    bool is_empty = d_[node].count == 0;
    if (!read_any && !is_empty) {
      model_.problems.push_back(
          {{d_.span(node), "the shape of this part is not known; it was not read", ""}, true, ""});
    }
  }

  const Document& d_;
  Reading r_;
  Model& model_;
  std::map<std::string, std::string> service_context_;
  std::vector<std::pair<std::string, Named>> dependencies_;
};

}  // namespace

Model import_design_result(const Document& document) {
  Model model;
  Design(document, model).run();
  return model;
}

}  // namespace demarc::model
