// Names the channels: an event bus carries one for each event type, a topic, queue or stream is one itself
// unless its messages have types.
#include <algorithm>
#include <functional>
#include <numeric>
#include <set>

#include "analyzer/link/exchanges.h"
#include "analyzer/link/message_fields.h"
#include "analyzer/link/topic_patterns.h"

namespace demarc::linking {
namespace {

bool is_managed(std::string_view source) { return source.starts_with("aws."); }

class Channels {
 public:
  explicit Channels(const Desk& desk) : desk_(desk), run_(desk.run), flows_(desk) {}

  void link() {
    for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r)
      if (is_one_of(run_.resource(r).kind,
                    {ResourceKind::queue, ResourceKind::topic, ResourceKind::stream, ResourceKind::bus}))
        desk_.names.entity(r);
    flows_.collect();
    std::vector<Publication*> bus_publications;
    std::vector<Subscription*> bus_subscriptions;
    Places by_place;
    for (Publication& p : flows_.publications) {
      if (p.node.transport == "eventbridge") bus_publications.push_back(&p);
      else if (p.node.key.empty()) leave_open(p.relation, p.service, RelationKind::publishes, p.node);
      else by_place[p.node.key].first.push_back(&p);
    }
    for (Subscription& s : flows_.subscriptions) {
      if (s.node.transport == "eventbridge") bus_subscriptions.push_back(&s);
      else if (s.node.key.empty()) leave_open(s.relation, s.service, RelationKind::consumes, s.node);
      else by_place[s.node.key].second.push_back(&s);
    }
    link_bus(bus_publications, bus_subscriptions);
    hear_patterns(by_place);
    link_exchanges(by_place);
    for (auto& [key, both] : by_place) link_place(both.first, both.second);
    link_forwards(desk_, flows_, letters_);
  }

 private:
  using Places = std::map<std::string, std::pair<std::vector<Publication*>, std::vector<Subscription*>>>;

  void leave_open(Relation relation, ServiceIndex service, RelationKind kind, const Node& node) {
    const std::string transport = node.transport.empty() ? "channel" : node.transport;
    std::string reason = node.open.empty() ? "the name is computed at run time" : node.open;
    Entity entity{EntityKind::channel,
                  transport + ":?",
                  {{"transport", transport}, {"open", "not known"}},
                  Certainty::certain,
                  {}};
    relation.kind = kind;
    relation.to = run_.facts.entity(std::move(entity));
    relation.attributes["open"] = reason;
    put_fields(run_, relation, {});
    Span place{};
    const Step site = relation.evidence.empty() ? Step{} : relation.evidence[0];
    if (!site.path.empty()) place = {run_.files.find(site.path), site.begin, site.end};
    run_.leave_open("events", service, std::string(to_string(kind)) + " " + transport + ":?", reason, place);
    run_.facts.relation(std::move(relation));
  }

  void relate(Relation relation, RelationKind kind, EntityId channel,
              Certainty at_best = Certainty::certain) {
    relation.kind = kind;
    relation.to = channel;
    relation.certainty = std::max(relation.certainty, at_best);
    put_fields(run_, relation, channel);
    const std::string& name = run_.facts.edit(channel).name;
    run_.channels[name.substr(name.find(':') + 1)].insert(channel);
    (kind == RelationKind::publishes ? run_.publishing : run_.consuming).emplace(relation.from, channel);
    ++run_.sites["events"].resolved;
    run_.facts.relation(std::move(relation));
  }

  // What a queue is left with is given and taken by nobody's code.
  void give(const Publication& p, Relation relation, EntityId channel, Certainty certainty) {
    if (p.letter == 0) relate(std::move(relation), RelationKind::publishes, channel, certainty);
    else letters_[p.letter].second.insert(channel);
  }
  void take(const Subscription& s, EntityId channel, Certainty certainty) {
    if (s.letter == 0) relate(s.relation, RelationKind::consumes, channel, certainty);
    else letters_[s.letter].first.insert(channel);
  }

  static std::string bus_text(const Node& node) {
    std::string_view key = node.key;
    return std::string(key.substr(key.find(':') + 1));
  }

  // ---- event buses

  static bool meet(const Publication& p, const Subscription& s) {
    if (!p.node.key.empty() && !s.node.key.empty() && p.node.key != s.node.key) return false;
    return std::all_of(s.filters.begin(), s.filters.end(),
                       [&](const Filter& f) { return sources_agree(f, p); });
  }
  static bool wants(const Subscription& s, const Name& type) {
    return std::all_of(s.filters.begin(), s.filters.end(),
                       [&](const Filter& f) { return lets_through(f, type); });
  }

  struct Event {
    std::vector<Publication*> publications;
    std::vector<std::pair<Subscription*, Certainty>> subscriptions;
  };

  void link_bus(const std::vector<Publication*>& publications,
                const std::vector<Subscription*>& subscriptions) {
    std::map<std::string, Event> events;
    std::vector<Publication*> patterns;
    for (Publication* p : publications) {
      if (p->type_is_open) continue;
      if (p->type_name.has_holes()) patterns.push_back(p);
      else events[p->type].publications.push_back(p);
    }
    std::vector<Subscription*> catch_all;
    for (Subscription* s : subscriptions) {
      std::set<std::string> types;
      bool asks = false, has_wildcard = false, has_source = false, is_foreign = false;
      for (const Filter& f : s->filters) {
        asks |= f.asks_for_types() || !f.except.empty();
        has_wildcard |= f.has_wildcard || (f.types.empty() && !f.except.empty());
        has_source |= !f.sources.empty();
        is_foreign |=
            !f.source_texts.empty() && std::all_of(f.source_texts.begin(), f.source_texts.end(), is_managed);
        for (const std::string& text : f.texts)
          if (wants(*s, name_of(text))) types.insert(text);
      }
      if (is_foreign &&
          (s->consumer == no_resource || !is_one_of(run_.resource(s->consumer).kind,
                                                    {ResourceKind::function, ResourceKind::state_machine})))
        continue;  // upkeep of the deployment itself
      for (const std::string& type : types) events[type].subscriptions.push_back({s, Certainty::certain});
      if (!asks && !has_source) {
        catch_all.push_back(s);
        continue;
      }
      if (!has_wildcard && asks) continue;
      // A pattern takes what is known to be published.
      bool takes_any = !types.empty();
      for (auto& [type, event] : events) {
        if (types.contains(type) || !wants(*s, name_of(type))) continue;
        bool is_met = false;
        for (Publication* p : event.publications) is_met |= meet(*p, *s);
        if (!is_met) continue;
        event.subscriptions.push_back({s, Certainty::certain});
        takes_any = true;
      }
      if (takes_any || is_variant_met(*s, subscriptions, events)) continue;
      std::string source;
      for (const Filter& f : s->filters)
        for (const std::string& text : f.source_texts) source = text;
      Entity any{EntityKind::channel,
                 "eventbridge:" + (source.empty() ? "*" : source + "/*"),
                 {{"transport", "eventbridge"}, {"pattern", "any"}},
                 Certainty::certain,
                 {}};
      Relation made = s->relation;
      made.attributes["pattern"] = "any";
      if (!source.empty()) made.attributes["source"] = source;
      if (is_foreign) made.attributes["external"] = yes;
      relate(std::move(made), RelationKind::consumes, run_.facts.entity(std::move(any)));
    }
    for (Publication* p : patterns) {
      bool is_placed = false;
      for (auto& [type, event] : events) {
        if (!covers(p->type_name, name_of(type))) continue;
        bool is_met = false;
        for (auto& [s, c] : event.subscriptions) is_met |= meet(*p, *s);
        if (!is_met) continue;
        p->relation.certainty = std::max(p->relation.certainty, Certainty::likely);
        event.publications.push_back(p);
        is_placed = true;
      }
      if (!is_placed) events[p->type].publications.push_back(p);
    }
    for (auto& [type, event] : events) link_event(type, event);
    for (Subscription* s : catch_all) link_catch_all(*s, publications);
    for (Publication* p : publications)
      if (p->type_is_open) {
        Node node = p->node;
        node.open = p->relation.attributes.contains("open") ? p->relation.attributes["open"] : "";
        leave_open(p->relation, p->service, RelationKind::publishes, node);
      }
  }

  // True when the same listener, followed back to another bus, takes something there.
  static bool is_variant_met(const Subscription& s, const std::vector<Subscription*>& all,
                             const std::map<std::string, Event>& events) {
    for (const Subscription* other : all) {
      if (other->origin != s.origin || other == &s) continue;
      for (const auto& [type, event] : events)
        for (const Publication* p : event.publications)
          if (meet(*p, *other) && wants(*other, name_of(type))) return true;
    }
    return false;
  }

  void link_event(const std::string& type, Event& event) {
    // Of one listener's places, those that some publisher reaches count; else its own.
    std::map<std::uint32_t, std::vector<std::pair<Subscription*, Certainty>>> by_origin;
    for (auto& one : event.subscriptions) by_origin[one.first->origin].push_back(one);
    event.subscriptions.clear();
    for (auto& [origin, variants] : by_origin) {
      std::vector<std::pair<Subscription*, Certainty>> met;
      for (auto& one : variants)
        for (Publication* p : event.publications)
          if (meet(*p, *one.first)) {
            met.push_back(one);
            break;
          }
      if (met.empty()) met.push_back(variants.front());
      event.subscriptions.insert(event.subscriptions.end(), met.begin(), met.end());
    }
    // Events of one name that never meet are different channels.
    const std::size_t n = event.publications.size(), m = event.subscriptions.size();
    std::vector<std::size_t> group(n + m);
    std::iota(group.begin(), group.end(), std::size_t{0});
    std::function<std::size_t(std::size_t)> root = [&](std::size_t i) {
      while (group[i] != i) i = group[i] = group[group[i]];
      return i;
    };
    bool is_split = n > 0 && m > 0;
    if (is_split) {
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < m; ++j)
          if (meet(*event.publications[i], *event.subscriptions[j].first)) group[root(n + j)] = root(i);
      // Publishers that nobody hears stay with the others: only a listener that hears nobody shows a
      // difference.
      for (std::size_t i = 1; i < n; ++i) group[root(i)] = root(0);
    }
    for (std::size_t i = 0; i < n; ++i)
      relate(event.publications[i]->relation, RelationKind::publishes,
             event_entity(type, *event.publications[i]));
    for (std::size_t j = 0; j < m; ++j) {
      const auto& [s, certainty] = event.subscriptions[j];
      Entity entity = described(type, s->node);
      Relation made = s->relation;
      put_first(made, asked_at(*s, type));
      bool is_foreign = false;
      for (const Filter& f : s->filters)
        for (const std::string& source : f.source_texts) {
          made.attributes["source"] = source;
          is_foreign |= is_managed(source);
        }
      if (is_foreign) made.attributes["external"] = yes;
      if (is_split && !is_foreign && root(n + j) != root(0)) {
        std::string apart = bus_text(s->node);
        if (!event.publications[0]->node.key.empty() && event.publications[0]->node.key == s->node.key &&
            made.attributes.contains("source"))
          apart = made.attributes["source"];
        entity.name += "@" + apart;
      }
      relate(std::move(made), RelationKind::consumes, run_.facts.entity(std::move(entity)), certainty);
    }
  }

  // Where a listener's patterns name this type; no place when only a wildcard lets it through.
  static Span asked_at(const Subscription& s, const std::string& type) {
    for (const Filter& f : s.filters)
      for (std::size_t i = 0; i < f.texts.size() && i < f.places.size(); ++i)
        if (f.texts[i] == type) return f.places[i];
    return {};
  }

  // The line that names the event is its place; the one before becomes a step on the way.
  void put_first(Relation& relation, Span at) {
    if (!at.file || relation.evidence.empty()) return;
    Step first = run_.step(at, "");
    const Step& known = relation.evidence[0];
    if (known.path == first.path && known.line == first.line) return;
    relation.evidence[0].what = "received here";
    relation.evidence.insert(relation.evidence.begin(), std::move(first));
  }

  Entity described(const std::string& type, const Node& node) {
    Entity entity{EntityKind::channel,
                  "eventbridge:" + type,
                  {{"transport", "eventbridge"}, {"kind", "event"}},
                  Certainty::certain,
                  {}};
    if (!node.key.empty()) entity.attributes["bus"] = bus_text(node);
    return entity;
  }

  EntityId event_entity(const std::string& type, Publication& p) {
    std::string sources;
    for (const std::string& text : p.source_texts) sources += (sources.empty() ? "" : " ") + text;
    if (!sources.empty()) p.relation.attributes["source"] = sources;
    if (!p.node.key.empty()) p.relation.attributes["bus"] = bus_text(p.node);
    return run_.facts.entity(described(type, p.node));
  }

  void link_catch_all(Subscription& s, const std::vector<Publication*>& publications) {
    Entity any{EntityKind::channel,
               "eventbridge:*",
               {{"transport", "eventbridge"}, {"pattern", "any"}},
               Certainty::certain,
               {}};
    const EntityId channel = run_.facts.entity(std::move(any));
    Relation taken = s.relation;
    taken.attributes["pattern"] = "any";
    relate(std::move(taken), RelationKind::consumes, channel);
    std::set<ServiceIndex> known;
    for (Publication* p : publications) {
      if (!meet(*p, s) || !known.insert(p->service).second) continue;
      Relation given = p->relation;
      given.attributes["pattern"] = "any";
      relate(std::move(given), RelationKind::publishes, channel);
    }
  }

  // ---- topics, queues, streams, change streams, notifications

  void link_place(std::vector<Publication*>& publications, std::vector<Subscription*>& subscriptions) {
    const Node& node = publications.empty() ? subscriptions[0]->node : publications[0]->node;
    std::set<std::string> types, published;
    for (Publication* p : publications)
      if (p->is_typed && !p->type_is_open && !p->type.empty()) published.insert(p->type);
    types = published;
    for (Subscription* s : subscriptions) types.insert(s->types.begin(), s->types.end());
    if (!types.empty()) {
      link_typed(node, types, published, publications, subscriptions);
      return;
    }
    if (stays_inside(node.transport, publications, subscriptions)) {
      run_.sites["events"].resolved += publications.size() + subscriptions.size();
      return;
    }
    const EntityId channel = place_entity(node);
    for (Publication* p : publications) give(*p, p->relation, channel, Certainty::certain);
    for (Subscription* s : subscriptions) take(*s, channel, Certainty::certain);
    if (subscriptions.empty() || node.resource == no_resource) return;
    if (node.transport == "dynamodb-stream") {
      const ServiceIndex owner = run_.service_of_resource(node.resource);
      if (owner == 0) return;
      Relation made;
      made.from = run_.services[owner].entity;
      made.attributes["payload"] = "row-image";
      made.attributes["from"] = "template";
      made.evidence.push_back(run_.step(run_.resource(node.resource).span, "the table's change stream"));
      relate(std::move(made), RelationKind::publishes, channel);
    } else if (node.transport == "s3-event") {
      for (const auto& [service, evidence] : run_.writers[node.resource]) {
        Relation made;
        made.from = run_.services[service].entity;
        made.evidence = evidence;
        relate(std::move(made), RelationKind::publishes, channel, Certainty::likely);
      }
    }
  }

  // A listener to `orders.*` takes what is published on places of such names.
  static void hear_patterns(Places& by_place) {
    std::vector<std::string> met;
    for (auto& [key, listened] : by_place) {
      if (listened.second.empty()) continue;
      const Node& node = listened.second.front()->node;
      const bool is_topic = node.transport == "kafka";
      if (node.resource != no_resource || node.is_exchange ||
          !(is_topic ? is_topic_pattern(node.text)
                     : has_subjects(node.transport) && is_key_pattern(node.text)))
        continue;
      bool is_met = false;
      for (auto& [other, published] : by_place) {
        if (other == key || published.first.empty()) continue;
        const Node& place = published.first.front()->node;
        if (place.transport != node.transport) continue;
        if (!(is_topic ? topic_passes(node.text, place.text) : key_passes(node.text, place.text))) continue;
        published.second.insert(published.second.end(), listened.second.begin(), listened.second.end());
        is_met = true;
      }
      if (is_met && listened.first.empty()) met.push_back(key);
    }
    for (const std::string& key : met) by_place.erase(key);
  }
  static bool has_subjects(std::string_view transport) {
    return transport == "nats" || transport == "mqtt" || transport == "redis-pubsub" || transport == "jms";
  }

  // What passes exchanges, apart by routing key; equal keys of two exchanges are two channels.
  void link_exchanges(Places& by_place) {
    std::vector<std::pair<std::string, KeyedChannel>> channels;  // with the exchange's name
    std::map<std::string, std::set<std::string>> exchanges;      // by key
    for (auto at = by_place.begin(); at != by_place.end();) {
      auto& [publications, subscriptions] = at->second;
      const Node& node = publications.empty() ? subscriptions[0]->node : publications[0]->node;
      if (!node.is_exchange) {
        ++at;
        continue;
      }
      for (KeyedChannel& one : part_by_key(publications, subscriptions)) {
        exchanges[one.key.empty() ? node.text : one.key].insert(node.text);
        channels.emplace_back(node.text, std::move(one));
      }
      at = by_place.erase(at);
    }
    for (auto& [exchange, one] : channels) {
      std::string name = one.key.empty() ? exchange : one.key;
      if (exchanges[name].size() > 1 && !one.key.empty()) name += "@" + exchange;
      Entity made{EntityKind::channel,
                  "rabbitmq:" + name,
                  {{"transport", "rabbitmq"}, {"bus", exchange}},
                  Certainty::certain,
                  {}};
      const EntityId channel = run_.facts.entity(std::move(made));
      for (auto& [p, certainty] : one.publications) {
        Relation given = p->relation;
        given.attributes.erase("open");
        give(*p, std::move(given), channel, certainty);
      }
      for (auto& [s, certainty] : one.subscriptions) take(*s, channel, certainty);
    }
  }

  // What one program tells itself is no edge of the architecture.
  static bool stays_inside(std::string_view transport, const std::vector<Publication*>& publications,
                           const std::vector<Subscription*>& subscriptions) {
    if (transport != "in-process" && transport != "axon") return false;
    std::set<ServiceIndex> all;
    for (const Publication* p : publications) all.insert(p->service);
    for (const Subscription* s : subscriptions) all.insert(s->service);
    const bool is_heard_only_here = all.size() < 2;
    // Nothing leaves a process by itself: a listener elsewhere hears events of its own.
    if (transport == "axon" || is_heard_only_here) return is_heard_only_here;
    return publications.empty() || subscriptions.empty();
  }

  EntityId place_entity(const Node& node) {
    if (node.resource == no_resource) {
      Entity made{EntityKind::channel,
                  node.transport + ":" + node.text,
                  {{"transport", node.transport}},
                  Certainty::certain,
                  {}};
      return run_.facts.entity(std::move(made));
    }
    if (node.transport != "dynamodb-stream" && node.transport != "s3-event")
      return desk_.names.channel(node.resource);
    const Entity& table = run_.facts.edit(desk_.names.table(node.resource));
    Entity made{EntityKind::channel,
                node.transport + ":" + table.name.substr(table.name.find(':') + 1),
                {{"transport", node.transport}, {"table", table.name}},
                Certainty::certain,
                table.evidence};
    for (const auto& [word, text] : table.attributes)
      if (word == "physical" || word == "id" || word == "owner") made.attributes[word] = text;
    return run_.facts.entity(std::move(made));
  }

  void link_typed(const Node& node, const std::set<std::string>& types,
                  const std::set<std::string>& published, std::vector<Publication*>& publications,
                  std::vector<Subscription*>& subscriptions) {
    std::map<std::string, EntityId> channels;
    for (const std::string& type : types) {
      Entity made{EntityKind::channel,
                  node.transport + ":" + type,
                  {{"transport", node.transport}, {"bus", bus_text(node)}, {"kind", "event"}},
                  Certainty::certain,
                  {}};
      channels[type] = run_.facts.entity(std::move(made));
    }
    for (Publication* p : publications) {
      if (p->is_typed && !p->type_is_open && !p->type.empty()) {
        relate(p->relation, RelationKind::publishes, channels[p->type]);
        continue;
      }
      // A publisher of unknown types gives what is asked for and nobody else is known to give.
      bool gives = false;
      for (const std::string& type : types)
        if (!published.contains(type)) {
          Relation made = p->relation;
          made.attributes.erase("open");
          relate(std::move(made), RelationKind::publishes, channels[type], Certainty::likely);
          gives = true;
        }
      if (!gives) {
        Node open = node;
        open.open = p->relation.attributes.contains("open") ? p->relation.attributes["open"] : "";
        leave_open(p->relation, p->service, RelationKind::publishes, open);
      }
    }
    for (Subscription* s : subscriptions) {
      for (const std::string& type : s->types) relate(s->relation, RelationKind::consumes, channels[type]);
      if (s->types.empty())
        for (const std::string& type : published)
          relate(s->relation, RelationKind::consumes, channels[type], Certainty::likely);
    }
  }

  const Desk& desk_;
  Run& run_;
  Flows flows_;
  // By number: the channels whose messages a queue may be left with, and those that it gives them to.
  LetterEnds letters_;
};

}  // namespace

void link_channels(const Desk& desk) { Channels(desk).link(); }

}  // namespace demarc::linking
