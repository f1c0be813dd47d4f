// Gathers the relations of fields into what each side of a channel does.
#include "rules/message_sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/model/naming.h"
#include "rules/ground.h"

namespace demarc::rules {
namespace {

std::string without_lists(std::string_view path) {
  std::string out;
  for (char c : path)
    if (c != '[' && c != ']') out += c;
  return out;
}

// order_id, orderId and OrderID.
std::string folded(std::string_view name) {
  std::string out;
  for (char c : name)
    if (c != '_' && c != '-') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

using Key = std::pair<EntityId, std::string>;

struct Gathered {
  std::map<Key, MessageSide> puts, takes;
  std::vector<RelationId> publishes, consumes;
};

void add(MessageSide& side, const Facts& facts, RelationId id) {
  const Relation& r = facts[id];
  MessageField& field = side.fields[without_lists(attribute(facts[r.to], "path"))];
  const bool is_first = field.relations.empty();
  const std::string_view type = attribute(r, "type");
  if (is_first) field.type = type;
  else if (field.type != type) field.type.clear();
  field.is_optional |= attribute(r, "optional") == "yes";
  const bool is_closed = attribute(r, "closed") == "yes";
  field.is_closed = is_first ? is_closed : field.is_closed && is_closed;
  field.is_by_mapper |= attribute(r, "spelling") == "mapper";
  field.relations.push_back(id);
  side.is_sure &= r.certainty != Certainty::guessed;
}

std::vector<MessageSide> of_services(std::map<Key, MessageSide>&& sides, const Facts& facts, bool contracts) {
  std::vector<MessageSide> out;
  for (auto& [key, side] : sides)
    if ((facts[key.first].kind == EntityKind::contract) == contracts) {
      side.who = key.first;
      side.function = key.second;
      out.push_back(std::move(side));
    }
  return out;
}

// True when all that a service says of a channel in this function is known to be all that there is.
void weigh(MessageSide& side, const Facts& facts, const std::vector<RelationId>& sites) {
  bool has_own = false;
  for (RelationId id : sites)
    has_own |= facts[id].from == side.who && attribute(facts[id], "function") == side.function;
  bool is_closed = true;
  for (RelationId id : sites) {
    const Relation& r = facts[id];
    if (r.from != side.who || (has_own && attribute(r, "function") != side.function)) continue;
    side.sites.push_back(id);
    is_closed &= attribute(r, "fields") == "closed";
    side.is_sure &= r.certainty != Certainty::guessed;
  }
  side.is_closed = is_closed && !side.sites.empty();
}

}  // namespace

std::map<std::string, Messages> messages_of(const Facts& facts) {
  std::map<std::string, Gathered> found;
  for (const Relation& r : facts.relations()) {
    const RelationId id = facts.id_of(r);
    const Entity& to = facts[r.to];
    if (r.kind == RelationKind::puts || r.kind == RelationKind::takes) {
      Gathered& all = found[std::string(attribute(to, "channel"))];
      const Key key{r.from, std::string(attribute(r, "function"))};
      add((r.kind == RelationKind::puts ? all.puts : all.takes)[key], facts, id);
    } else if (to.kind == EntityKind::channel && !model::is_open(to)) {
      if (r.kind == RelationKind::publishes) found[to.name].publishes.push_back(id);
      if (r.kind == RelationKind::consumes) found[to.name].consumes.push_back(id);
    }
  }
  std::map<std::string, Messages> out;
  for (auto& [channel, all] : found) {
    if (all.puts.empty() && all.takes.empty()) continue;
    Messages& made = out[channel];
    std::map<Key, MessageSide> puts = all.puts, takes = all.takes;
    made.promised = of_services(std::move(puts), facts, true);
    made.expected = of_services(std::move(takes), facts, true);
    made.writers = of_services(std::move(all.puts), facts, false);
    made.readers = of_services(std::move(all.takes), facts, false);
    for (MessageSide& side : made.writers) weigh(side, facts, all.publishes);
    for (MessageSide& side : made.readers) weigh(side, facts, all.consumes);
    for (std::vector<MessageSide>* sides : {&made.promised, &made.expected})
      for (MessageSide& side : *sides)
        side.is_closed = std::all_of(side.fields.begin(), side.fields.end(), [&](const auto& field) {
          return attribute(facts[field.second.relations[0]], "fields") == "closed";
        });
    for (RelationId id : all.publishes) {
      const Relation& r = facts[id];
      const bool is_known =
          std::any_of(made.writers.begin(), made.writers.end(), [&](const MessageSide& side) {
            return std::find(side.sites.begin(), side.sites.end(), id) != side.sites.end();
          });
      made.has_unknown_writer |= !is_known || attribute(r, "fields") != "closed";
    }
  }
  return out;
}

Written look_up(const MessageSide& writer, std::string_view path, const MessageField& wanted) {
  std::string so_far;
  bool is_closed = writer.is_closed;
  Written out;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    const std::string above = so_far;
    so_far += (so_far.empty() ? "" : ".") + name;
    auto at = writer.fields.find(so_far);
    if (at == writer.fields.end()) {
      const std::string plain = folded(so_far);
      at = std::find_if(writer.fields.begin(), writer.fields.end(), [&](const auto& one) {
        return (wanted.is_by_mapper || one.second.is_by_mapper) && folded(one.first) == plain;
      });
    }
    if (at == writer.fields.end()) {
      if (!is_closed) return out;
      out.answer = Written::Answer::no;
      out.missing = so_far;
      return out;
    }
    so_far = at->first;
    out.field = &at->second;
    is_closed = at->second.is_closed;
  }
  out.answer = out.field ? Written::Answer::yes : Written::Answer::unknown;
  return out;
}

std::string names_beside(const MessageSide& writer, std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::string above =
      dot == std::string_view::npos ? std::string() : std::string(path.substr(0, dot)) + ".";
  std::vector<std::string> names;
  std::size_t more = 0;
  for (const auto& [name, field] : writer.fields) {
    if (!name.starts_with(above) || name.find('.', above.size()) != std::string::npos) continue;
    if (names.size() < 8) names.push_back(name.substr(above.size()));
    else ++more;
  }
  if (more > 0) names.push_back(fmt::format("{} more", more));
  return names.empty() ? "nothing" : and_list(names);
}

}  // namespace demarc::rules
