// Collects the names of a context from types, routes, events, tables and the fields of messages.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/names.h"

namespace demarc::rules::language {
namespace {

std::string singular(std::string_view word) {
  if (word.size() > 3 && word.ends_with("ies")) return std::string(word.substr(0, word.size() - 3)) + "y";
  if (word.size() > 3 && word.ends_with("ses")) return std::string(word.substr(0, word.size() - 2));
  if (word.size() > 2 && word.ends_with('s') && !word.ends_with("ss"))
    return std::string(word.substr(0, word.size() - 1));
  return std::string(word);
}

// Inside a layer of its context against somebody else.
bool in_layer(const Ground& ground, PartyId party, std::string_view path) {
  const model::Context* context = ground.map.party(party).context;
  if (!context) return false;
  for (const model::Use& use : context->uses)
    for (const model::Named& glob : use.inside)
      if (Glob(has_wildcard(glob.text) ? glob.text : glob.text + "/**").matches(path)) return true;
  return false;
}

std::vector<Step> sites(const Ground& ground, EntityId id, std::initializer_list<RelationKind> kinds,
                        PartyId party) {
  std::vector<Step> out;
  for (RelationId r : ground.architecture().to(id)) {
    const Relation& relation = ground.facts()[r];
    if (std::find(kinds.begin(), kinds.end(), relation.kind) == kinds.end() || relation.evidence.empty())
      continue;
    if (ground.map.doer(relation) == party || relation.kind == RelationKind::declares)
      out.push_back(relation.evidence[0]);
  }
  const std::vector<Step>& own = ground.facts()[id].evidence;
  if (out.empty() && !own.empty()) out.push_back(own[0]);
  return out;
}

// Literal parts of a path; holes are parameters, not language of the route.
std::vector<std::string> words_of_path(std::string_view path) {
  std::string plain;
  bool in_hole = false;
  for (char c : path) {
    in_hole = c == '{' || (in_hole && c != '}');
    plain += in_hole || c == '}' ? '/' : c;
  }
  return model::words_in(plain);
}

}  // namespace

std::vector<Name> names_of(const Ground& ground) {
  std::vector<Name> out;
  for (const Entity& e : ground.facts().entities()) {
    EntityId id = ground.facts().id_of(e);
    if (model::is_open(e) || !ground.accepts(e.certainty)) continue;
    Name name;
    name.text = spoken(e);
    name.object = e.name;
    switch (e.kind) {
      case EntityKind::entity: {
        name.scope = "types";
        name.words = model::words_in(e.name);
        // One name may be defined in several contexts: each has its own.
        std::map<PartyId, std::vector<Step>> by_party;
        for (const Step& step : e.evidence) {
          PartyId party = step.path.empty() ? nobody : ground.map.of_path(step.path);
          by_party[party == nobody ? ground.map.of_entity(id) : party].push_back(step);
        }
        if (by_party.empty()) by_party[ground.map.of_entity(id)];
        for (auto& [party, steps] : by_party) {
          bool had_places = !steps.empty();
          if (party == nobody) continue;
          std::erase_if(steps, [&, &user = party](const Step& s) { return in_layer(ground, user, s.path); });
          if (had_places && steps.empty()) continue;
          name.party = party;
          name.places = steps;
          out.push_back(name);
        }
        continue;
      }
      case EntityKind::operation: {
        name.scope = "routes";
        name.party = ground.map.of_entity(id);
        std::string_view path = attribute(e, "path");
        name.words = path.empty() ? model::words_in(name.text) : words_of_path(path);
        if (name.party != nobody)
          name.places = sites(ground, id, {RelationKind::exposes, RelationKind::handles}, name.party);
        break;
      }
      case EntityKind::channel:
        name.scope = "events";
        name.party = ground.map.owner_of(id).party;
        // A change stream has its table's name.
        if (!attribute(e, "table").empty()) continue;
        name.words = model::words_in(name.text);
        if (name.party != nobody) name.places = sites(ground, id, {RelationKind::publishes}, name.party);
        break;
      case EntityKind::table:
        name.scope = "tables";
        name.party = ground.map.owner_of(id).party;
        name.words = model::words_in(name.text);
        if (name.party != nobody)
          name.places = sites(ground, id, {RelationKind::declares, RelationKind::writes}, name.party);
        break;
      case EntityKind::field: {
        name.scope = "fields";
        const EntityId channel = ground.facts().find(EntityKind::channel, attribute(e, "channel"));
        if (!channel) continue;
        name.party = ground.map.owner_of(channel).party;
        const std::string_view path = attribute(e, "path");
        name.text = fmt::format("{}.{}", spoken(ground.facts()[channel]), path);
        name.words = model::words_in(path.substr(path.rfind('.') + 1));
        if (name.party != nobody) name.places = sites(ground, id, {RelationKind::puts}, name.party);
        break;
      }
      default: continue;
    }
    if (name.party == nobody) continue;
    std::erase_if(name.places, [&](const Step& s) { return in_layer(ground, name.party, s.path); });
    if (name.places.empty() && !e.evidence.empty()) continue;  // only the layer says it
    out.push_back(std::move(name));
  }
  return out;
}

bool holds(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
  if (wanted.empty() || wanted.size() > words.size()) return false;
  for (std::size_t at = 0; at + wanted.size() <= words.size(); ++at) {
    bool all = true;
    for (std::size_t i = 0; i < wanted.size() && all; ++i) {
      bool is_last = i + 1 == wanted.size();
      all = words[at + i] == wanted[i] || (is_last && singular(words[at + i]) == singular(wanted[i]));
    }
    if (all) return true;
  }
  return false;
}

}  // namespace demarc::rules::language
