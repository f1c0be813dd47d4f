// From what code writes and reads to fields of channels: envelopes are opened on the way.
#include "analyzer/link/message_fields.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "analyzer/link/record_schemas.h"
#include "analyzer/observations/record_types.h"

namespace demarc::linking {
namespace {

constexpr std::string_view written = "@written", read = "@read", handed = "@handed", way = "@way";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (blank != 0) all.push_back(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return all;
}

std::size_t number(std::string_view text) {
  std::size_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

std::string taken(Attributes& attributes, std::string_view word) {
  const auto known = attributes.find(word);
  if (known == attributes.end()) return {};
  std::string text = std::move(known->second);
  attributes.erase(known);
  return text;
}

void append(Relation& relation, std::string_view word, std::string_view text) {
  std::string& all = relation.attributes[std::string(word)];
  if (!all.empty()) all += ' ';
  all += text;
}

// `path` below `above`; nothing when it is not there. A payload may come as a list: [] is passed over.
std::optional<std::string_view> below(std::string_view path, std::string_view above) {
  if (!path.starts_with(above)) return {};
  path.remove_prefix(above.size());
  if (path.starts_with("[]")) path.remove_prefix(2);
  if (!path.empty() && path[0] != '.') return {};
  if (!path.empty()) path.remove_prefix(1);
  return path;
}

class Maker {
 public:
  Maker(Run& run, const Relation& relation, EntityId channel)
      : run_(run), relation_(relation), channel_(run.facts.edit(channel).name) {}

  void make(RelationKind kind, const MessageField& field, std::string_view path, bool says_all = false) {
    Entity entity{EntityKind::field, channel_ + " " + std::string(path), {}, Certainty::certain, {}};
    entity.attributes["channel"] = channel_;
    entity.attributes["path"] = path;
    Relation made;
    made.kind = kind;
    made.from = relation_.from;
    made.to = run_.facts.entity(std::move(entity));
    made.by = relation_.by;
    made.certainty = relation_.certainty;
    if (auto function = relation_.attributes.find("function"); function != relation_.attributes.end())
      made.attributes["function"] = function->second;
    if (says_all) made.attributes["fields"] = "closed";
    if (!field.type.empty()) made.attributes["type"] = field.type;
    if (field.is_optional) made.attributes["optional"] = yes;
    if (field.is_closed) made.attributes["closed"] = yes;
    if (field.is_by_mapper) made.attributes["spelling"] = "mapper";
    made.evidence = run_.steps({{field.place, ""}});
    run_.facts.relation(std::move(made));
  }

 private:
  Run& run_;
  const Relation& relation_;
  std::string channel_;
};

const Envelope* envelope_of(const Run& run, std::string_view transport) {
  for (const Envelope& one : run.effects.envelopes)
    if (one.transport == transport) return &one;
  return nullptr;
}

// Where payloads lie in what the handler is handed: behind one envelope after the other. Nothing where the
// platform hands it over in a way that nobody knows.
std::vector<std::string> places_of_payload(const Run& run, const MessageReads& reads, bool is_listener,
                                           const std::vector<std::string_view>& transports) {
  if (transports.empty()) return {};
  std::vector<std::string> places;
  const auto joined = [](const std::string& a, const std::string& b) {
    return b.empty() ? a : a.empty() ? b : a + "." + b;
  };
  // A listener of a library is given the message itself.
  if (is_listener) {
    places.push_back(reads.content);
  } else {
    const Envelope* first = envelope_of(run, transports[0]);
    if (!first || first->handed.empty()) return {};
    places.push_back(joined("0", first->handed));
  }
  for (std::size_t i = 1; i < transports.size(); ++i) {
    const Envelope* next = envelope_of(run, transports[i]);
    if (!next || next->nested.empty()) continue;
    // A topic may be told to pass on what it was given as it is.
    if (transports[i] == "sns") places.insert(places.begin(), joined(places[0], next->nested));
    else
      for (std::string& one : places) one = joined(one, next->nested);
  }
  return places;
}

// A field of a contract, with whether a reader can do without it.
MessageField said_field(const Run& run, const Property& said) {
  MessageField made;
  made.path = said.name;
  made.is_optional = made.is_closed = true;
  for (std::string_view word : words(run.values.text(said.value)))
    if (word == "required") made.is_optional = false;
    else if (word == "open") made.is_closed = false;
    else made.type = word;
  made.place = said.span;
  return made;
}

// What code says nothing of, the schema of its records does.
void put_record(Run& run, Relation& relation, EntityId channel) {
  if (relation.kind != RelationKind::publishes && relation.kind != RelationKind::consumes) return;
  const Entity& entity = run.facts.edit(channel);
  if (entity.attributes.contains("open") || entity.attributes.contains("pattern")) return;
  const std::string_view name = std::string_view(entity.name).substr(entity.name.find(':') + 1);
  const ContractEvent* record = record_of(run, relation, name);
  if (!record) return;
  const bool writes = relation.kind == RelationKind::publishes;
  relation.attributes["fields"] = writes ? "closed" : "read";
  run.facts.edit(channel).attributes.try_emplace("contract", run.files.path(record->contract));
  Maker maker(run, relation, channel);
  for (const Property& said : record->fields) {
    if (said.name.empty()) continue;
    MessageField field = said_field(run, said);
    // Whoever writes a record writes all of it.
    if (writes) field.is_optional = false;
    maker.make(writes ? RelationKind::puts : RelationKind::takes, field, said.name);
  }
}

}  // namespace

void link_contract_fields(const Desk& desk) {
  Run& run = desk.run;
  for (const ContractEvent& event : run.declared.events) {
    if (event.source == of_class || event.source == of_topic) continue;  // their publishers say it
    const ServiceIndex service = run.service_of(event.contract);
    const auto known = run.channels.find(event.name);
    if (service == 0 || known == run.channels.end()) continue;
    const EntityId who = run.services[service].entity;
    for (EntityId channel : known->second) {
      const bool publishes = run.publishing.contains({who, channel});
      const bool consumes = run.consuming.contains({who, channel});
      const std::string path(run.files.path(event.contract));
      if (publishes && !event.is_received) run.facts.edit(channel).attributes.try_emplace("contract", path);
      // A consumer's copy of somebody else's contract says what it expects.
      const bool is_promise = publishes && !event.is_received;
      if (event.fields.empty() || (!is_promise && !consumes)) continue;
      Entity contract{EntityKind::contract, path, {}, Certainty::certain, {}};
      Relation from;
      from.from = run.facts.entity(std::move(contract));
      bool is_closed = false;
      Maker maker(run, from, channel);
      for (const Property& field : event.fields) {
        const MessageField made = said_field(run, field);
        if (field.name.empty()) {
          is_closed = made.is_closed;
          continue;
        }
        maker.make(is_promise ? RelationKind::puts : RelationKind::takes, made, field.name, is_closed);
      }
    }
  }
}

void mark_written(const Effect& effect, Relation& relation) {
  if (effect.payload != 0) append(relation, written, std::to_string(effect.payload));
}

void mark_read(const Run& run, const Effect& effect, Relation& relation) {
  const FunctionRef f = effect.handler.file ? effect.handler : effect.where;
  for (std::size_t i = 0; i < run.effects.reads.size(); ++i)
    if (run.effects.reads[i].handler == f && !run.effects.reads[i].content.empty())
      append(relation, read, std::to_string(i + 1));
}

void mark_read(const Desk& desk, ResourceIndex function, Relation& relation) {
  const auto known = desk.run.deployed_of.find(function);
  if (known == desk.run.deployed_of.end()) return;
  std::vector<FunctionRef> handlers = desk.reach.handlers(known->second - 1);
  std::sort(handlers.begin(), handlers.end());
  for (std::size_t i = 0; i < desk.run.effects.reads.size(); ++i)
    if (std::binary_search(handlers.begin(), handlers.end(), desk.run.effects.reads[i].handler))
      append(relation, handed, std::to_string(i + 1));
}

void mark_way(std::string_view transport, Relation& relation) {
  if (!transport.empty()) append(relation, way, transport);
}

void put_fields(Run& run, Relation& relation, EntityId channel) {
  const std::string writes = taken(relation.attributes, written), heard = taken(relation.attributes, read),
                    given = taken(relation.attributes, handed), through = taken(relation.attributes, way);
  if (!channel) return;
  if (writes.empty() && heard.empty() && given.empty()) return put_record(run, relation, channel);
  const Entity& entity = run.facts.edit(channel);
  if (entity.attributes.contains("open") || entity.attributes.contains("pattern")) return;
  Maker maker(run, relation, channel);
  for (std::string_view word : words(writes)) {
    const std::size_t n = number(word);
    if (n == 0 || n > run.effects.payloads.size()) continue;
    const Payload& payload = run.effects.payloads[n - 1];
    // Of several payloads that one line sends, the smaller word stays.
    std::string& known = relation.attributes["fields"];
    if (known.empty() || !payload.is_closed) known = payload.is_closed ? "closed" : "and-more";
    for (const MessageField& field : payload.fields) maker.make(RelationKind::puts, field, field.path);
  }
  const auto take = [&](std::string_view word, bool is_listener) {
    const std::size_t n = number(word);
    if (n == 0 || n > run.effects.reads.size()) return;
    const MessageReads& all = run.effects.reads[n - 1];
    for (const std::string& place : places_of_payload(run, all, is_listener, words(through))) {
      bool is_there = false;
      for (const MessageField& field : all.fields) {
        const auto path = below(field.path, place);
        if (!path) continue;
        is_there = true;
        if (path->empty()) continue;
        relation.attributes["fields"] = "read";
        maker.make(RelationKind::takes, field, *path);
      }
      if (is_there) return;
    }
  };
  for (std::string_view word : words(heard)) take(word, true);
  for (std::string_view word : words(given)) take(word, false);
  if (!relation.attributes.contains("fields")) put_record(run, relation, channel);
}

}  // namespace demarc::linking
