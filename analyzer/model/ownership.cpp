// To whom tables, channels, buses and settings belong: the steps of the order of ownership, each recorded.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/model/context_map.h"

namespace demarc::model {
namespace {

std::string words_of_kind(const Entity& entity) {
  return fmt::format("{} {}", to_string(entity.kind), bare_name(entity.name));
}

}  // namespace

std::string_view to_string(Owner::By by) {
  constexpr std::string_view words[] = {"nothing",   "owns",       "creation", "tag",       "name",
                                        "migration", "publishing", "source",   "receiving", "code"};
  return words[static_cast<std::size_t>(by)];
}

bool ContextMap::by_list(EntityId id, const std::vector<NamedList Owned::*>& lists, std::string_view what,
                         Owner& into) const {
  const Entity& entity = architecture_[id];
  PartyId found = nobody;
  bool is_literal = false;
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    auto look = [&](const NamedList& list) {
      int n = listed(list, entity.name, attribute(entity, "physical"), attribute(entity, "id"));
      if (n < 0) return;
      const Named& entry = list[static_cast<std::size_t>(n)];
      // A name is more exact than a glob of another context.
      bool literal = !has_wildcard(entry.text);
      if (found != nobody && (!literal || is_literal)) return;
      found = static_cast<PartyId>(i);
      is_literal = literal;
      into.evidence = {model_.step(entry.at, fmt::format("{} owns {}", parties_[i].name, entry.text))};
    };
    if (const Context* context = parties_[i].context) {
      for (NamedList Owned::*list : lists) look(context->owns.*list);
      // A database or schema is owned with everything in it.
      auto within = [&](std::string_view word, const NamedList& list) {
        std::string_view name = attribute(entity, word);
        int n = name.empty() ? -1 : listed(list, name, "", "");
        if (n < 0 || found != nobody) return;
        found = static_cast<PartyId>(i);
        into.evidence = {model_.step(list[static_cast<std::size_t>(n)].at,
                                     fmt::format("{} owns the {} {}", parties_[i].name, word, name))};
      };
      within("database", context->owns.databases);
      within("schema", context->owns.schemas);
      // So is a table by what is stored in it.
      within("entity", context->owns.entities);
    } else if (parties_[i].kernel && entity.kind == EntityKind::table) {
      look(parties_[i].kernel->tables);
    }
  }
  if (found == nobody) {
    into.tried.push_back(fmt::format("no context lists it under {}", what));
    return false;
  }
  into.party = found;
  into.by = Owner::By::owns;
  return true;
}

bool ContextMap::by_creation(EntityId id, Owner& into) const {
  PartyId found = nobody;
  std::set<EntityId> creators;
  std::vector<Step> evidence;
  for (RelationId r : architecture_.to(id)) {
    const Relation& relation = architecture_[r];
    bool creates = relation.kind == RelationKind::declares || relation.kind == RelationKind::provides;
    if (!creates || attribute(relation, "external") == "yes") continue;
    std::string_view mode = attribute(relation, "mode");
    if (mode == "migration" || mode == "mapping") continue;
    creators.insert(relation.from);
    found = places_[relation.from.index];
    evidence = relation.evidence;
  }
  if (creators.size() == 1 && found != nobody) {
    into.party = found;
    into.by = Owner::By::creation;
    into.evidence = std::move(evidence);
    return true;
  }
  into.tried.push_back(creators.empty()       ? "no template creates it"
                       : creators.size() == 1 ? "the template that creates it belongs to no single context"
                                              : fmt::format("{} templates create it", creators.size()));
  return false;
}

bool ContextMap::by_tag(EntityId id, Owner& into) const {
  const Entity& entity = architecture_[id];
  for (std::string_view tag :
       {"tag:Domain", "tag:Context", "tag:Service", "tag:domain", "tag:context", "tag:service"}) {
    std::string_view value = attribute(entity, tag);
    PartyId party = party_named(value);
    if (party == nobody) {
      EntityId service = value.empty() ? EntityId{} : architecture_.service(value);
      if (service) party = places_[service.index];
    }
    if (party == nobody) continue;
    into.party = party;
    into.by = Owner::By::tag;
    into.evidence = entity.evidence;
    return true;
  }
  into.tried.push_back("no tag Domain, Context or Service names a context");
  return false;
}

bool ContextMap::by_name(EntityId id, std::string_view what, Owner& into) const {
  const Entity& entity = architecture_[id];
  auto pattern = names_.find(what);
  if (pattern != names_.end())
    for (std::string_view name : {bare_name(entity.name), attribute(entity, "physical")})
      if (int context = name.empty() ? -1 : pattern->second.context_of(name); context >= 0) {
        into.party = context;
        into.by = Owner::By::name;
        const Named& declared = model_.names.find(what)->second;
        into.evidence = {model_.step(declared.at, fmt::format("names.{}: {}", what, declared.text))};
        return true;
      }
  into.tried.push_back(pattern == names_.end() ? fmt::format("no pattern names.{} is declared", what)
                                               : fmt::format("its name does not fit names.{}", what));
  return false;
}

bool ContextMap::by_doers(const std::vector<RelationId>& relations, Owner::By by, std::string_view what,
                          Owner& into) const {
  PartyId found = nobody;
  std::vector<Step> evidence;
  for (RelationId r : relations) {
    PartyId party = doer(architecture_[r]);
    if (party == nobody || party == found) continue;
    if (found != nobody) {
      into.tried.push_back(fmt::format("more than one context {} it", what));
      return false;
    }
    found = party;
    evidence = architecture_[r].evidence;
  }
  if (found == nobody) {
    into.tried.push_back(fmt::format("no context {} it", what));
    return false;
  }
  into.party = found;
  into.by = by;
  into.evidence = std::move(evidence);
  return true;
}

Owner ContextMap::own_table(EntityId id) const {
  Owner owner;
  std::string_view kind = attribute(architecture_[id], "kind");
  std::vector<NamedList Owned::*> lists = {&Owned::tables, &Owned::collections};
  if (kind == "bucket" || prefix_of(architecture_[id].name) == "s3") lists.push_back(&Owned::buckets);
  if (kind == "cache" || prefix_of(architecture_[id].name) == "redis") lists.push_back(&Owned::caches);
  if (by_list(id, lists, "owns", owner) || by_creation(id, owner) || by_tag(id, owner) ||
      by_name(id, kind == "bucket" ? "bucket" : "table", owner))
    return owner;
  std::vector<RelationId> migrations;
  for (RelationId r : architecture_.to(id)) {
    const Relation& relation = architecture_[r];
    if (relation.kind == RelationKind::declares && attribute(relation, "mode") == "migration")
      migrations.push_back(r);
  }
  by_doers(migrations, Owner::By::migration, "migrates", owner);
  return owner;
}

Owner ContextMap::own_channel(EntityId id) const {
  const Entity& channel = architecture_[id];
  Owner owner;
  // A table's change stream goes with its table.
  std::string_view table = attribute(channel, "table");
  if (EntityId t = table.empty() ? EntityId{} : architecture_.facts().find(EntityKind::table, table)) {
    owner = owners_[t.index];
    if (owner.party != nobody) return owner;
  }
  if (is_queue(channel)) {
    if (by_list(id, {&Owned::queues}, "owns.queues", owner)) return owner;
    std::vector<RelationId> receivers;
    for (RelationId r : architecture_.to(id))
      if (architecture_[r].kind == RelationKind::consumes) receivers.push_back(r);
    if (by_doers(receivers, Owner::By::receiving, "receives from", owner)) return owner;
    if (by_creation(id, owner) || by_tag(id, owner)) return owner;
    by_name(id, "queue", owner);
    return owner;
  }
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    if (!parties_[i].context) continue;
    const NamedList& events = parties_[i].context->publishes.events;
    int n = listed(events, channel.name, attribute(channel, "physical"), attribute(channel, "id"));
    if (n < 0) continue;
    owner.party = static_cast<PartyId>(i);
    owner.by = Owner::By::owns;
    const Named& entry = events[static_cast<std::size_t>(n)];
    owner.evidence = {model_.step(entry.at, fmt::format("{} publishes {}", parties_[i].name, entry.text))};
    return owner;
  }
  owner.tried.push_back("no context lists it under publishes.events");
  if (by_list(id, {&Owned::topics}, "owns.topics", owner)) return owner;
  if (EntityId contract = architecture_.facts().find(EntityKind::contract, attribute(channel, "contract")))
    if (places_[contract.index] != nobody) {
      owner.party = places_[contract.index];
      owner.by = Owner::By::code;
      owner.evidence = architecture_[contract].evidence;
      return owner;
    }
  bool is_event = prefix_of(channel.name) == "eventbridge" || attribute(channel, "kind") == "event";
  if (by_name(id, is_event ? "event" : "topic", owner)) return owner;
  // A source says who publishes: shop.sales, com.shop.sales.
  std::vector<RelationId> publishing;
  PartyId by_source = nobody;
  bool sources_agree = true;
  Step source_step;
  auto see = [&](std::string_view source, const std::vector<Step>& evidence) {
    std::size_t dot = source.rfind('.');
    PartyId party = party_named(dot == std::string_view::npos ? source : source.substr(dot + 1));
    if (party == nobody) return;
    if (by_source != nobody && by_source != party) sources_agree = false;
    by_source = party;
    if (!evidence.empty()) source_step = evidence[0];
  };
  see(attribute(channel, "source"), channel.evidence);
  for (RelationId r : architecture_.to(id)) {
    const Relation& relation = architecture_[r];
    if (relation.kind != RelationKind::publishes) continue;
    publishing.push_back(r);
    see(attribute(relation, "source"), relation.evidence);
  }
  if (by_source != nobody && sources_agree && is_declared()) {
    owner.party = by_source;
    owner.by = Owner::By::source;
    owner.evidence = {source_step};
    return owner;
  }
  owner.tried.push_back("no source names one context");
  if (by_doers(publishing, Owner::By::publishing, "publishes", owner)) return owner;
  if (publishing.empty() && !is_event && by_creation(id, owner)) return owner;
  if (publishing.empty()) by_tag(id, owner);
  return owner;
}

Owner ContextMap::own_setting(EntityId id) const {
  Owner owner;
  std::string_view space = prefix_of(architecture_[id].name);
  if (space == "secret" && by_list(id, {&Owned::secrets}, "owns.secrets", owner)) return owner;
  if (space != "secret" && by_list(id, {&Owned::parameters}, "owns.parameters", owner)) return owner;
  by_creation(id, owner);
  return owner;
}

void ContextMap::find_owners() {
  const Facts& facts = architecture_.facts();
  owners_.assign(facts.entities().size() + 1, {});
  // Tables first: streams ask for their owner.
  for (EntityKind kind : {EntityKind::table, EntityKind::channel, EntityKind::bus, EntityKind::setting})
    for (const Entity& e : facts.entities()) {
      if (e.kind != kind || is_open(e)) continue;
      EntityId id = facts.id_of(e);
      if (kind == EntityKind::table) {
        owners_[id.index] = own_table(id);
      } else if (kind == EntityKind::channel) {
        owners_[id.index] = own_channel(id);
      } else if (kind == EntityKind::setting) {
        owners_[id.index] = own_setting(id);
      } else {
        Owner owner;
        if (!by_creation(id, owner) && !by_tag(id, owner)) by_name(id, "bus", owner);
        owners_[id.index] = std::move(owner);
      }
    }
  for (std::size_t i = 1; i < places_.size(); ++i)
    if (places_[i] != nobody && owners_[i].party == nobody) {
      owners_[i].party = places_[i];
      owners_[i].by = Owner::By::code;
      owners_[i].evidence = facts[EntityId{static_cast<std::uint32_t>(i)}].evidence;
    }
  for (std::size_t i = 1; i < owners_.size(); ++i)
    if (owners_[i].party == nobody && owners_[i].tried.empty())
      owners_[i].tried.push_back(fmt::format("{} lies in no context's code",
                                             words_of_kind(facts[EntityId{static_cast<std::uint32_t>(i)}])));
}

// Follows what forwards to a channel (for its publishers) or what it forwards to (for its consumers).
std::vector<RelationId> ContextMap::flow(EntityId channel, RelationKind kind) const {
  std::vector<RelationId> out;
  std::set<EntityId> seen{channel};
  std::vector<EntityId> todo{channel};
  while (!todo.empty()) {
    EntityId at = todo.back();
    todo.pop_back();
    for (RelationId r : architecture_.to(at))
      if (architecture_[r].kind == kind) out.push_back(r);
    const std::vector<RelationId>& links =
        kind == RelationKind::publishes ? architecture_.to(at) : architecture_.from(at);
    for (RelationId r : links) {
      if (architecture_[r].kind != RelationKind::forwards) continue;
      EntityId next = kind == RelationKind::publishes ? architecture_[r].from : architecture_[r].to;
      if (seen.insert(next).second) todo.push_back(next);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<RelationId> ContextMap::publishers(EntityId channel) const {
  return flow(channel, RelationKind::publishes);
}
std::vector<RelationId> ContextMap::consumers(EntityId channel) const {
  return flow(channel, RelationKind::consumes);
}

}  // namespace demarc::model
