// Collects publications and subscriptions, and follows forwards back to where messages come from.
#include "analyzer/link/flows.h"

#include <algorithm>
#include <set>

#include "analyzer/link/message_fields.h"

namespace demarc::linking {
namespace {

constexpr Kinds places = {ResourceKind::bus,    ResourceKind::topic, ResourceKind::queue,
                          ResourceKind::stream, ResourceKind::table, ResourceKind::bucket};
constexpr Kinds runners = {ResourceKind::function, ResourceKind::state_machine};

// Transports whose places templates declare.
bool is_declared(std::string_view transport) {
  for (std::string_view one : {"eventbridge", "sns", "sqs", "kinesis", "dynamodb-stream", "s3-event"})
    if (transport == one) return true;
  return false;
}

bool is_dead_letter(const Run& run, const Wiring& w) { return run.property(w, "dead-letter") != nullptr; }

bool matches(const std::vector<Name::Piece>& p, std::size_t i, const std::vector<Name::Piece>& n,
             std::size_t j, std::vector<signed char>& memo) {
  signed char& known = memo[i * (n.size() + 1) + j];
  if (known != 0) return known > 0;
  bool yes_it_does = false;
  if (i == p.size() && j == n.size()) yes_it_does = true;
  if (!yes_it_does && i < p.size() && p[i].letter == 0)
    yes_it_does = matches(p, i + 1, n, j, memo) || (j < n.size() && matches(p, i, n, j + 1, memo));
  if (!yes_it_does && j < n.size() && n[j].letter == 0)
    yes_it_does = matches(p, i, n, j + 1, memo) || (i < p.size() && matches(p, i + 1, n, j, memo));
  if (!yes_it_does && i < p.size() && j < n.size() && p[i].letter != 0 && p[i].letter == n[j].letter)
    yes_it_does = matches(p, i + 1, n, j + 1, memo);
  known = yes_it_does ? 1 : -1;
  return yes_it_does;
}

// A library chooses the broker.
bool is_left_open(const Run& run, const Effect& effect) {
  return text_of(run, effect.capture("transport")) == "stream";
}

// True where a name is that of an exchange, or of a queue or key behind one.
bool is_exchange(const Run& run, const Effect& effect, std::string_view transport) {
  // What is sent to a destination of Spring Cloud Stream goes to an exchange of that name.
  return transport == "rabbitmq" && (effect.capture("bus") || is_left_open(run, effect));
}

}  // namespace

bool covers(const Name& pattern, const Name& name) {
  std::vector<signed char> memo((pattern.pieces.size() + 1) * (name.pieces.size() + 1), 0);
  return matches(pattern.pieces, 0, name.pieces, 0, memo);
}

bool lets_through(const Filter& filter, const Name& type) {
  for (const Name& one : filter.except)
    if (covers(one, type) && !one.is_open()) return false;
  if (filter.types.empty()) return true;
  return std::any_of(filter.types.begin(), filter.types.end(),
                     [&](const Name& t) { return covers(t, type); });
}

bool sources_agree(const Filter& filter, const Publication& publication) {
  if (filter.sources.empty() || publication.sources.empty()) return true;
  for (const Name& want : filter.sources)
    for (const Name& have : publication.sources)
      if (covers(want, have)) return true;
  return false;
}

Flows::Flows(const Desk& desk) : desk_(desk), run_(desk.run) {}

void Flows::collect() {
  // What is passed on comes first: listeners are followed back through it, up to where code publishes.
  read_bindings();
  read_dead_letters();
  read_effects(RelationKind::publishes);
  read_wirings();
  read_effects(RelationKind::consumes);
  read_captures();
  leave_queues_to_owners();
  tell_types_apart();
}

std::vector<Node> Flows::nodes(ValueId value, const Scope& scope, std::string_view transport) {
  std::vector<Node> all;
  auto kinds = [&]() -> std::vector<Target> {
    if (transport == "eventbridge") return desk_.names.targets(value, scope, {ResourceKind::bus});
    if (transport == "sns") return desk_.names.targets(value, scope, {ResourceKind::topic});
    if (transport == "sqs") return desk_.names.targets(value, scope, {ResourceKind::queue});
    if (transport == "kinesis") return desk_.names.targets(value, scope, {ResourceKind::stream});
    // What nothing but code makes is its name.
    if (!transport.empty() && !is_declared(transport)) return desk_.names.targets(value, scope, {});
    return desk_.names.targets(value, scope, places);
  };
  for (Target& target : kinds()) {
    Node made;
    made.trail = std::move(target.trail);
    made.certainty = target.certainty;
    if (target.resource != no_resource) {
      made.resource = target.resource;
      const Resource& r = run_.resource(target.resource);
      made.key = "#" + std::to_string(target.resource);
      // Resources that share one physical name are one place.
      if (EntityId e = desk_.names.entity(target.resource)) made.key = "@" + run_.facts.edit(e).name;
      made.transport = r.kind == ResourceKind::table    ? "dynamodb-stream"
                       : r.kind == ResourceKind::bucket ? "s3-event"
                                                        : desk_.names.store_of(target.resource);
    } else if (target.name) {
      made.text = target.text;
      made.transport = transport;
      Arn arn;
      if (made.transport.empty())
        for (const Outcome& o : desk_.resolver.outcomes(value, scope))
          if (take_arn(run_.values, o.evaluated, arn))
            made.transport = arn.service == "events"     ? "eventbridge"
                             : arn.service == "dynamodb" ? "dynamodb-stream"
                                                         : arn.service;
      if (made.transport.empty() && made.text == "default") made.transport = "eventbridge";
      made.key = made.transport + ":" + made.text;
      if (made.transport == "eventbridge") made.key = "@eventbridge:" + made.text;
    } else {
      made.open = target.open;
      made.transport = transport;
    }
    all.push_back(std::move(made));
  }
  return all;
}

void Flows::names_of(ValueId value, std::vector<Name>& names, std::vector<std::string>& texts,
                     bool* wildcard) {
  for (const Outcome& o : desk_.resolver.outcomes(value)) {
    Name name = name_of(run_.values, o.evaluated);
    if (name.has_holes()) {
      if (wildcard) *wildcard = true;
    } else {
      texts.push_back(run_.values.display(o.evaluated));
    }
    names.push_back(std::move(name));
  }
}

Filter Flows::filter_of(const Wiring& wiring) {
  Filter made;
  for (const Property& p : wiring.properties) {
    if (p.name == "detail-type") {
      names_of(p.value, made.types, made.texts, &made.has_wildcard);
      made.places.resize(made.texts.size(), p.span);
    }
    if (p.name == "source") names_of(p.value, made.sources, made.source_texts, nullptr);
    std::vector<std::string> unused;
    if (p.name == "except") names_of(p.value, made.except, unused, nullptr);
  }
  // A source that is not known at all asks for nothing that could be held against anybody.
  for (const Name& source : made.sources)
    if (source.is_open()) {
      made.sources.clear();
      made.source_texts.clear();
      break;
    }
  return made;
}

void Flows::publish(const Publication& like, ValueId type, ValueId source, const Scope& scope) {
  Publication base = like;
  for (const Outcome& o : desk_.resolver.outcomes(source, scope)) {
    Name name = name_of(run_.values, o.evaluated);
    if (!source || name.is_open()) {
      base.sources.clear();
      base.source_texts.clear();
      break;
    }
    if (!name.has_holes()) base.source_texts.push_back(run_.values.display(o.evaluated));
    base.sources.push_back(std::move(name));
  }
  if (!base.is_typed) {
    publications.push_back(std::move(base));
    return;
  }
  bool is_known = false;
  for (const Outcome& o : desk_.resolver.outcomes(type, scope)) {
    Publication one = base;
    one.type_name = name_of(run_.values, o.evaluated);
    one.type_is_open = one.type_name.is_open();
    if (!one.type_is_open) {
      one.type = run_.values.display(o.evaluated);
      is_known = true;
    } else {
      one.relation.attributes["open"] = o.open.empty() ? "the event's type is computed at run time" : o.open;
    }
    for (const Step& s : run_.steps(o.trail)) one.relation.evidence.push_back(s);
    publications.push_back(std::move(one));
  }
  // Where one branch gives a type, the other's hole says nothing new.
  if (is_known)
    std::erase_if(publications, [&](const Publication& p) {
      return p.type_is_open && p.is_typed && p.service == base.service && !p.relation.evidence.empty() &&
             !base.relation.evidence.empty() && p.relation.evidence[0] == base.relation.evidence[0];
    });
}

void Flows::read_effects(RelationKind kind) {
  for (const Effect& effect : run_.effects.effects) {
    if (effect.object != EntityKind::channel && effect.object != EntityKind::bus) continue;
    if (effect.kind != kind) continue;
    const std::vector<Actor> who = actors(desk_, effect);
    if (who.empty())
      leave_unreached(
          desk_, "events", effect,
          std::string(to_string(effect.kind)) + " " + text_of(run_, effect.capture("transport")) + ":?");
    for (const Actor& actor : who) {
      if (is_offer(run_, effect, effect.capture("name"))) continue;
      if (kind == RelationKind::consumes) read_consuming(effect, actor);
      else read_publishing(effect, actor);
    }
  }
}

namespace {
// What an effect says of its channel. A stream of messages of many kinds: `name` is the stream, unless only
// the kind is known.
struct Said {
  Said(const Effect& effect, std::string_view transport)
      : name(effect.capture("name")),
        has_kind(transport == "kinesis" && effect.capture("type")),
        only_kind(has_kind && effect.capture("type") == name),
        type(has_kind ? effect.capture("type") : name),
        bus(has_kind && !only_kind ? name : effect.capture("bus")) {}
  ValueId name;
  bool has_kind, only_kind;
  ValueId type, bus;
};
}  // namespace

void Flows::read_consuming(const Effect& effect, const Actor& actor) {
  const std::string transport = broker_of(text_of(run_, effect.capture("transport")), actor.scope.service);
  const Said said(effect, transport);
  const ValueId queue = effect.capture("queue");
  if (is_exchange(run_, effect, transport)) {
    const auto take = [&](Node& node, const Filter* filter) {
      Subscription s;
      s.service = actor.scope.service;
      s.relation = relation_of(run_, effect, actor, node.trail, node.certainty);
      mark_read(run_, effect, s.relation);
      s.node = std::move(node);
      if (filter) s.filters.push_back(*filter);
      subscribe(std::move(s), 0);
    };
    // A queue of no name is the listener's own.
    bool is_named = false;
    for (Node& node : nodes(queue, actor.scope, transport)) {
      if (!queue || node.key.empty() || node.text.empty()) continue;
      is_named = true;
      take(node, nullptr);
    }
    if (is_named) return;
    const Filter filter = key_filter(said.name, actor.scope);
    for (Node& node : exchanges(said.bus ? said.bus : said.name, actor.scope))
      if (node.is_exchange || node.key.empty()) take(node, said.bus ? &filter : nullptr);
    return;
  }
  if (const std::optional<Node> own = own_queue(said.name, transport, effect, actor)) {
    if (!incoming_.contains(own->key)) return;  // nobody but who knows its made-up name puts anything in
    Subscription s;
    s.service = actor.scope.service;
    s.relation = relation_of(run_, effect, actor, {}, Certainty::certain);
    mark_read(run_, effect, s.relation);
    s.node = *own;
    subscribe(std::move(s), 0);
    return;
  }
  bool is_place = false;
  if (!transport.empty() && transport != "eventbridge" && !said.only_kind) {
    for (Node& node : nodes(said.bus ? said.bus : said.name, actor.scope, transport)) {
      if (node.resource == no_resource && node.key.empty()) continue;
      // A name that no resource bears may be the type of what a mapped stream brings.
      if (!said.bus && node.resource == no_resource && transport == "kinesis") continue;
      is_place = true;
      Subscription s;
      s.service = actor.scope.service;
      s.relation = relation_of(run_, effect, actor, node.trail, node.certainty);
      mark_read(run_, effect, s.relation);
      s.node = std::move(node);
      if (said.bus)
        for (const Outcome& o : desk_.resolver.outcomes(said.type, actor.scope))
          if (run_.values.is_literal(o.evaluated)) s.types.push_back(run_.values.display(o.evaluated));
      subscribe(std::move(s), 0);
    }
  }
  if (is_place) return;
  for (const Outcome& o : desk_.resolver.outcomes(said.name, actor.scope))
    if (run_.values.is_literal(o.evaluated))
      told_.push_back({actor.scope, transport, run_.values.display(o.evaluated),
                       relation_of(run_, effect, actor, o.trail, Certainty::certain)});
}

void Flows::read_publishing(const Effect& effect, const Actor& actor) {
  const std::string transport = broker_of(text_of(run_, effect.capture("transport")), actor.scope.service);
  const Said said(effect, transport);
  const auto put = [&](Node& node, bool is_typed, ValueId type) {
    Publication one;
    one.service = actor.scope.service;
    one.is_typed = is_typed;
    one.relation = relation_of(run_, effect, actor, node.trail, node.certainty);
    mark_written(effect, one.relation);
    if (node.transport.empty()) node.transport = transport;
    if (!node.key.empty()) fed_by_code_[node.key] = true;
    one.node = std::move(node);
    for (std::string_view word : {"payload", "entity"})
      if (std::string text = text_of(run_, effect.capture(word)); !text.empty())
        one.relation.attributes[std::string(word)] = text;
    publish(one, type, effect.capture("source"), actor.scope);
  };
  if (is_exchange(run_, effect, transport)) {
    for (Node& node : exchanges(said.bus ? said.bus : said.name, actor.scope)) {
      if (node.is_exchange || node.key.empty()) {
        put(node, node.is_exchange && said.bus, said.name);
        continue;
      }
      // The exchange without a name hands a message to the queue that its key names.
      for (Node& queue : nodes(said.name, actor.scope, transport)) put(queue, false, {});
    }
    return;
  }
  const bool is_typed = transport == "eventbridge" || static_cast<bool>(said.bus);
  ValueId place = is_typed ? said.bus : said.name;
  if (is_typed && !said.bus) place = run_.values.literal("default");
  for (Node& node : nodes(place, actor.scope, transport)) put(node, is_typed, said.type);
}

void Flows::read_wirings() {
  // Forwards first: subscriptions are followed back through them.
  struct Pending {
    const Wiring* wiring;
    ValueId from, to;
  };
  std::vector<Pending> consuming;
  for (const Wiring& w : run_.declared.wirings) {
    if (w.kind == WiringKind::consumes) consuming.push_back({&w, w.from, w.to});
    if (w.kind != WiringKind::forwards || is_dead_letter(run_, w)) continue;
    // A target that turns out to run code receives.
    bool runs = false;
    for (const Target& t : desk_.names.targets(w.to, {}, runners)) runs |= t.resource != no_resource;
    if (runs) {
      consuming.push_back({&w, w.to, w.from});
      continue;
    }
    if (const ResourceIndex r = run_.resource_of(w.from);
        r != no_resource && run_.resource(r).kind == ResourceKind::schedule)
      continue;
    for (const Node& to : nodes(w.to, {}, ""))
      for (const Node& from : nodes(w.from, {}, run_.property(w, "bus") ? "eventbridge" : "")) {
        if (to.key.empty() || from.key.empty() || to.key == from.key) continue;
        Trail trail{{w.span, "passed on here"}};
        trail.insert(trail.end(), w.chain.begin(), w.chain.end());
        incoming_[to.key].push_back({from, filter_of(w), std::move(trail)});
      }
  }
  for (const Wiring& w : run_.declared.wirings) {
    // A clock has nothing to pass on: its messages are its own.
    const ResourceIndex clock = w.kind == WiringKind::forwards ? run_.resource_of(w.from) : no_resource;
    const bool is_clock = clock != no_resource && run_.resource(clock).kind == ResourceKind::schedule;
    if ((w.kind != WiringKind::publishes && !is_clock) || is_dead_letter(run_, w)) continue;
    const Side from = side(desk_, w.from, w.unit);
    if (from.service == 0) continue;
    if (is_clock)
      if (const auto all = desk_.names.targets(w.to, {}, runners);
          std::any_of(all.begin(), all.end(), [](const Target& t) { return t.resource != no_resource; }))
        continue;
    const Property *type = run_.property(w, "detail-type"), *source = run_.property(w, "source");
    for (Node& node : nodes(w.to, {from.service, {}}, type ? "eventbridge" : "")) {
      Publication made;
      made.service = from.service;
      made.is_typed = type || node.transport == "eventbridge";
      made.relation = relation_of(desk_, w, from, RelationKind::publishes, node.trail);
      if (is_clock) made.relation.attributes["trigger"] = "schedule";
      made.relation.certainty = node.certainty;
      if (!node.key.empty()) fed_by_code_[node.key] = true;
      made.node = std::move(node);
      publish(made, type ? type->value : ValueId{}, source ? source->value : ValueId{}, {from.service, {}});
    }
  }
  for (const Pending& p : consuming) {
    const Wiring& w = *p.wiring;
    const Side who = side(desk_, p.from, w.unit);
    if (who.service == 0) continue;
    const ResourceIndex source = run_.resource_of(p.to);
    const Property* told = run_.property(w, "transport");
    if (told && text_of(run_, told->value) == "cognito") continue;  // a pool of users asks
    if (source != no_resource && run_.resource(source).kind == ResourceKind::schedule) {
      start_by_clock(w, who, source);
      continue;
    }
    if (source != no_resource && !is_one_of(run_.resource(source).kind, places)) continue;
    const std::string transport = told                      ? text_of(run_, told->value)
                                  : run_.property(w, "bus") ? "eventbridge"
                                                            : "";
    for (Node& node : nodes(p.to, {who.service, {}}, transport)) {
      Subscription made;
      made.service = who.service;
      made.consumer = who.resource;
      made.relation = relation_of(desk_, w, who, RelationKind::consumes, node.trail);
      made.relation.certainty = node.certainty;
      mark_read(desk_, who.resource, made.relation);
      if (node.transport == "eventbridge" || run_.property(w, "detail-type") || run_.property(w, "pattern"))
        made.filters.push_back(filter_of(w));
      made.node = std::move(node);
      subscribe(std::move(made), 0);
    }
  }
}

// The clock of one service that starts code of another.
void Flows::start_by_clock(const Wiring& w, const Side& who, ResourceIndex clock) {
  const ServiceIndex owner = run_.service_of_resource(clock);
  if (owner == 0 || owner == who.service || who.resource == no_resource) return;
  Node node;
  node.transport = "eventbridge-schedule";
  node.text = desk_.names.evaluated_name(clock);
  if (node.text.empty()) node.text = desk_.names.generated_name(clock);
  node.key = node.transport + ":" + node.text;
  node.trail = {{run_.resource(clock).span, "the schedule"}};
  Publication made;
  made.service = owner;
  made.relation = relation_of(desk_, w, {owner, clock}, RelationKind::publishes, node.trail);
  made.relation.attributes["trigger"] = "schedule";
  made.node = node;
  fed_by_code_[node.key] = true;
  publish(made, {}, {}, {owner, {}});
  Subscription taken;
  taken.service = who.service;
  taken.consumer = who.resource;
  taken.relation = relation_of(desk_, w, who, RelationKind::consumes, node.trail);
  taken.node = std::move(node);
  subscribe(std::move(taken), 0);
}

void Flows::subscribe(Subscription subscription, int depth) {
  if (depth > 6) return;
  if (depth == 0) subscription.origin = ++origins_;
  if (depth == 0) received_.insert(subscription.node.key);
  if (depth == 0) mark_way(subscription.node.transport, subscription.relation);
  const std::string& key = subscription.node.key;
  std::vector<const Forward*> fed;
  if (const auto known = key.empty() ? incoming_.end() : incoming_.find(key); known != incoming_.end())
    for (const Forward& f : known->second)
      if (passes(f, subscription)) fed.push_back(&f);
  const bool is_bus = subscription.node.transport == "eventbridge";
  if (is_bus || fed.empty() || fed_by_code_.contains(key)) subscriptions.push_back(subscription);
  for (const Forward* way : fed) {
    const Forward& f = *way;
    Subscription back = subscription;
    back.node = f.from;
    // A key that is given anew says nothing of the one that the message had before.
    if (f.is_letter && f.filter.asks_for_types()) back.filters.clear();
    // A queue's own filter looks into the message, not at its type; only buses and exchanges add theirs.
    if (f.from.transport == "eventbridge" || f.from.is_exchange) back.filters.push_back(f.filter);
    for (const Step& s : run_.steps(f.trail)) back.relation.evidence.push_back(s);
    for (const Step& s : run_.steps(f.from.trail)) back.relation.evidence.push_back(s);
    mark_way(f.from.transport, back.relation);
    subscribe(std::move(back), depth + 1);
  }
}

// A queue that is fed and that nothing in the tree reads was made for its owner to read.
void Flows::leave_queues_to_owners() {
  for (const Wiring& w : run_.declared.wirings) {
    if (w.kind != WiringKind::forwards || is_dead_letter(run_, w)) continue;
    const ResourceIndex queue = run_.resource_of(w.to);
    if (queue == no_resource || run_.resource(queue).kind != ResourceKind::queue) continue;
    const ServiceIndex owner = run_.service_of_resource(queue);
    if (owner == 0) continue;
    for (Node& node : nodes(w.to, {owner, {}}, "")) {
      if (node.key.empty() || received_.contains(node.key)) continue;
      Subscription made;
      made.service = owner;
      made.consumer = queue;
      made.relation = relation_of(desk_, w, side(desk_, w.to, w.unit), RelationKind::consumes, node.trail);
      made.relation.certainty = std::max(node.certainty, Certainty::likely);
      made.node = std::move(node);
      subscribe(std::move(made), 0);
    }
  }
}

// Code that compares an event's type with texts says what it takes from the stream that feeds it.
void Flows::tell_types_apart() {
  for (const Told& told : told_) {
    std::set<ResourceIndex> functions;
    for (std::uint32_t f : told.scope.functions) functions.insert(run_.deployed[f - 1].resource);
    for (Subscription& s : subscriptions) {
      if (s.service != told.scope.service) continue;
      if (!functions.empty() && !functions.contains(s.consumer)) continue;
      const bool is_stream =
          s.node.transport == "kinesis" || s.node.transport == "sqs" || s.node.transport == "sns";
      if (!is_stream || (!told.transport.empty() && told.transport != s.node.transport)) continue;
      if (std::find(s.types.begin(), s.types.end(), told.type) == s.types.end()) s.types.push_back(told.type);
      for (const Step& step : told.relation.evidence)
        if (std::find(s.relation.evidence.begin(), s.relation.evidence.end(), step) ==
            s.relation.evidence.end())
          s.relation.evidence.push_back(step);
    }
  }
}

}  // namespace demarc::linking
