// Which party a file, service, function, operation or unit belongs to.
#include <algorithm>
#include <set>

#include "analyzer/base/day.h"
#include "analyzer/model/context_map.h"

namespace demarc::model {

std::string_view attribute(const Entity& entity, std::string_view word) {
  auto found = entity.attributes.find(word);
  return found == entity.attributes.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view attribute(const Relation& relation, std::string_view word) {
  auto found = relation.attributes.find(word);
  return found == relation.attributes.end() ? std::string_view{} : std::string_view(found->second);
}

bool is_open(const Entity& entity) {
  return entity.attributes.contains("open") || entity.name.ends_with(":?") || entity.name == "?";
}

bool is_open(const Relation& relation) { return relation.attributes.contains("open"); }

bool is_queue(const Entity& channel) {
  std::string_view kind = attribute(channel, "kind"), transport = attribute(channel, "transport");
  if (!kind.empty()) return kind == "queue";
  if (transport.empty()) transport = prefix_of(channel.name);
  return transport == "sqs" || transport == "queue" || transport == "jms-queue";
}

ContextMap::ContextMap(const Architecture& architecture, const Model& model, const Files* files,
                       std::string today)
    : architecture_(architecture), model_(model), today_(today.empty() ? day_of_run() : std::move(today)) {
  for (const auto& [what, pattern] : model.names) names_.emplace(what, NamePattern(model, pattern.text));
  find_parties();
  find_paths(files);
  place_entities();
  find_owners();
  find_edges();
}

void ContextMap::find_parties() {
  auto add_globs = [&](const NamedList& code) {
    Globs globs;
    for (const Named& one : code) {
      // A folder means all that is below it; a file is matched too.
      std::string_view text = one.text;
      bool is_plain = !has_wildcard(text.starts_with('!') ? text.substr(1) : text);
      globs.add(is_plain ? one.text + "/**" : one.text);
    }
    code_.push_back(std::move(globs));
  };
  for (const Context& context : model_.contexts) {
    parties_.push_back({context.name, &context, nullptr, {}});
    add_globs(context.code);
  }
  for (const Kernel& kernel : model_.kernels) {
    parties_.push_back({kernel.name, nullptr, &kernel, {}});
    add_globs(kernel.code);
  }
  if (is_declared()) return;
  for (EntityId id : architecture_.entities(EntityKind::service)) {
    const Entity& service = architecture_[id];
    std::string_view kind = attribute(service, "kind");
    // A library below a service's folder, which others import, is not the inside of that service.
    if (std::string_view root = attribute(service, "root"); kind == "library" && !root.empty())
      roots_.emplace_back(std::string(root), nobody);
    if (kind == "library" || kind == "infrastructure") continue;
    roots_.emplace_back(std::string(attribute(service, "root")), static_cast<PartyId>(parties_.size()));
    parties_.push_back({service.name, nullptr, nullptr, id});
    code_.emplace_back();
  }
  std::stable_sort(roots_.begin(), roots_.end(), [](const auto& a, const auto& b) {
    if (a.first.size() != b.first.size()) return a.first.size() > b.first.size();
    return a.second != nobody && b.second == nobody;
  });
}

void ContextMap::find_paths(const Files* files) {
  if (files) {
    for (std::uint32_t i = 1; i <= files->size(); ++i)
      if ((*files)[FileId{i}].file_class == FileClass::source) paths_.emplace_back(files->path(FileId{i}));
    return;
  }
  std::set<std::string> seen;
  auto add = [&](const std::vector<Step>& steps) {
    if (!steps.empty() && !steps[0].path.empty()) seen.insert(steps[0].path);
  };
  for (const Entity& e : architecture_.facts().entities()) {
    add(e.evidence);
    if (e.kind == EntityKind::unit) seen.insert(e.name);
  }
  for (const Relation& r : architecture_.facts().relations()) add(r.evidence);
  paths_.assign(seen.begin(), seen.end());
}

PartyId ContextMap::find(std::string_view name) const {
  for (std::size_t i = 0; i < parties_.size(); ++i)
    if (parties_[i].name == name) return static_cast<PartyId>(i);
  return nobody;
}

// A context by its name in any spelling, or by a service that it declares.
PartyId ContextMap::party_named(std::string_view name) const {
  if (name.empty()) return nobody;
  std::string wanted = folded_name(name);
  for (std::size_t i = 0; i < parties_.size(); ++i)
    if (folded_name(parties_[i].name) == wanted) return static_cast<PartyId>(i);
  PartyId found = nobody;
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    if (!parties_[i].context) continue;
    for (const DeclaredService& s : parties_[i].context->services) {
      bool is_it = folded_name(s.name) == wanted ||
                   std::any_of(s.aliases.begin(), s.aliases.end(),
                               [&](const Named& alias) { return folded_name(alias.text) == wanted; });
      if (!is_it) continue;
      if (found != nobody && found != static_cast<PartyId>(i)) return nobody;  // a name of two contexts
      found = static_cast<PartyId>(i);
    }
  }
  return found;
}

PartyId ContextMap::of_path(std::string_view path) const {
  for (std::size_t i = 0; i < code_.size(); ++i)
    if (code_[i].matches(path)) return static_cast<PartyId>(i);
  for (const auto& [root, party] : roots_)
    if (!root.empty() && (root == "." || is_below(path, root))) return party;
  return nobody;
}

std::vector<PartyId> ContextMap::all_of_path(std::string_view path) const {
  std::vector<PartyId> out;
  for (std::size_t i = 0; i < code_.size(); ++i)
    if (code_[i].matches(path)) out.push_back(static_cast<PartyId>(i));
  return out;
}

PartyId ContextMap::place_of_service(const Entity& service) const {
  if (!is_declared()) {
    for (std::size_t i = 0; i < parties_.size(); ++i)
      if (parties_[i].service == architecture_.facts().id_of(service)) return static_cast<PartyId>(i);
    return nobody;
  }
  // A name under `services` decides, unless its declaration says where the code lies: folders are surer.
  std::string name = folded_name(service.name);
  PartyId named = nobody;
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    if (!parties_[i].context) continue;
    for (const DeclaredService& s : parties_[i].context->services) {
      if (!s.code.empty()) continue;
      if (folded_name(s.name) == name) named = static_cast<PartyId>(i);
      for (const Named& alias : s.aliases)
        if (folded_name(alias.text) == name) named = static_cast<PartyId>(i);
    }
  }
  if (named != nobody) return named;
  std::string_view root = attribute(service, "root");
  if (!root.empty() && root != ".")
    if (PartyId party = of_path(root); party != nobody) return party;
  // Files below the root, when all that belong to somebody belong to one.
  if (!root.empty()) {
    PartyId found = nobody;
    bool is_mixed = false;
    auto first = root == "." ? paths_.begin() : std::lower_bound(paths_.begin(), paths_.end(), root);
    for (auto path = first; path != paths_.end() && !is_mixed; ++path) {
      if (root != "." && !is_below(*path, root)) {
        if (path->starts_with(root)) continue;
        break;
      }
      PartyId party = of_path(*path);
      if (party == nobody || party == found) continue;
      is_mixed = found != nobody;
      found = party;
    }
    if (found != nobody && !is_mixed) return found;
    if (is_mixed) return nobody;
  }
  for (std::string_view tag : {"tag:Domain", "tag:Context"})
    if (PartyId party = party_named(attribute(service, tag)); party != nobody) return party;
  if (!root.empty()) return nobody;
  return party_named(service.name);
}

PartyId ContextMap::place_of_unit(EntityId id) const {
  const Entity& unit = architecture_[id];
  if (PartyId party = of_path(unit.name); party != nobody) return party;
  // By the code of the functions it creates, if all of it lies in one place.
  PartyId found = nobody;
  for (RelationId r : architecture_.from(id)) {
    const Relation& relation = architecture_[r];
    if (relation.kind != RelationKind::declares) continue;
    EntityKind kind = architecture_[relation.to].kind;
    if (kind != EntityKind::function && kind != EntityKind::service) continue;
    PartyId party = places_[relation.to.index];
    if (party == nobody || party == found) continue;
    if (found != nobody) return nobody;
    found = party;
  }
  if (found != nobody) return found;
  for (std::string_view tag : {"tag:Domain", "tag:Context", "tag:Service"})
    if (PartyId party = party_named(attribute(unit, tag)); party != nobody) return party;
  if (auto pattern = names_.find("stack"); pattern != names_.end())
    if (int context = pattern->second.context_of(attribute(unit, "name")); context >= 0) return context;
  return nobody;
}

void ContextMap::place_entities() {
  const Facts& facts = architecture_.facts();
  places_.assign(facts.entities().size() + 1, nobody);
  auto each = [&](EntityKind kind, auto&& place) {
    for (const Entity& e : facts.entities())
      if (e.kind == kind) places_[facts.id_of(e).index] = place(e);
  };
  auto service_of = [&](const Entity& e) {
    EntityId service = facts.find(EntityKind::service, attribute(e, "service"));
    return service ? places_[service.index] : nobody;
  };
  each(EntityKind::service, [&](const Entity& e) { return place_of_service(e); });
  each(EntityKind::function, [&](const Entity& e) {
    PartyId party = attribute(e, "path").empty() ? nobody : of_path(attribute(e, "path"));
    if (party == nobody) party = service_of(e);
    auto pattern = names_.find("function");
    if (party != nobody || pattern == names_.end()) return party;
    const std::string_view physical = attribute(e, "physical");
    return physical.empty() ? nobody : pattern->second.context_of(physical);
  });
  // A host that a service is declared to stand behind.
  each(EntityKind::external, [&](const Entity& e) {
    for (std::size_t i = 0; i < parties_.size(); ++i)
      if (parties_[i].context)
        for (const DeclaredService& s : parties_[i].context->services)
          for (const Named& alias : s.aliases)
            if (Glob(alias.text, Glob::Case::folded).matches(e.name)) return static_cast<PartyId>(i);
    return nobody;
  });
  each(EntityKind::operation, service_of);
  each(EntityKind::entry, service_of);
  each(EntityKind::unit, [&](const Entity& e) { return place_of_unit(facts.id_of(e)); });
  for (EntityKind kind : {EntityKind::contract, EntityKind::entity, EntityKind::alarm})
    each(kind, [&](const Entity& e) {
      std::string_view path = kind == EntityKind::contract ? std::string_view(e.name) : attribute(e, "path");
      PartyId party = path.empty() ? nobody : of_path(path);
      return party != nobody ? party : service_of(e);
    });
}

namespace {

bool is_settings_file(std::string_view path) {
  for (std::string_view ending : {".yml", ".yaml", ".properties", ".json", ".toml", ".xml", ".conf", ".env"})
    if (path.ends_with(ending)) return true;
  return false;
}

}  // namespace

PartyId ContextMap::doer(const Relation& relation) const {
  PartyId place = places_[relation.from.index];
  if (relation.evidence.empty() || !is_declared()) return place;
  const std::string& path = relation.evidence[0].path;
  // A template speaks for the services it deploys, wherever it lies.
  if (path.empty() || architecture_.facts().find(EntityKind::unit, path)) return place;
  // So does a file of settings, which somebody else may hand out.
  const std::string_view root = attribute(architecture_[relation.from], "root");
  if (is_settings_file(path) && (root.empty() || (root != "." && !is_below(path, root)))) return place;
  PartyId by_file = of_path(path);
  return by_file != nobody && !party(by_file).kernel ? by_file : place;
}

const DeclaredService* ContextMap::declared_service(EntityId service) const {
  PartyId id = places_[service.index];
  if (id == nobody || !party(id).context) return nullptr;
  std::string name = folded_name(architecture_[service].name);
  std::string_view root = attribute(architecture_[service], "root");
  for (const DeclaredService& s : party(id).context->services) {
    if (folded_name(s.name) == name) return &s;
    for (const Named& alias : s.aliases)
      if (folded_name(alias.text) == name) return &s;
    for (const Named& code : s.code)
      if (!root.empty() && Glob(code.text).matches(root)) return &s;
  }
  return nullptr;
}

}  // namespace demarc::model
