// Exchanges of message brokers and the bindings that pass their messages on, as code declares them.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/link/flows.h"

namespace demarc::linking {
namespace {

// The messages of an exchange that has no name go to the queue that their key names.
constexpr std::string_view nameless_exchange = "exchange without a name";

// True for "", also as the default of a setting that nobody sets.
bool is_nameless(const Values& values, ValueId v) {
  if (values[v].kind == ValueKind::setting && values[v].count > 1) v = values.child(v, 1);
  return values.is_literal(v) && values.text(v).empty();
}

}  // namespace

std::vector<Node> Flows::exchanges(ValueId value, const Scope& scope) {
  std::vector<Node> all;
  bool is_known = false;
  for (const Outcome& outcome : desk_.resolver.outcomes(value, scope)) {
    Node made;
    made.transport = "rabbitmq";
    made.trail = outcome.trail;
    if (is_nameless(run_.values, outcome.evaluated)) {
      made.key = nameless_exchange;
    } else {
      Target target = desk_.names.target(outcome, scope.service, {});
      made.certainty = target.certainty;
      made.open = target.open;
      if (target.name) {
        made.text = target.text;
        made.key = "exchange:" + target.text;
        made.is_exchange = true;
      }
    }
    is_known |= !made.key.empty();
    const bool is_new = std::none_of(all.begin(), all.end(),
                                     [&](const Node& n) { return n.key == made.key && n.open == made.open; });
    if (is_new) all.push_back(std::move(made));
  }
  // Where one branch is known, the other's hole says nothing new.
  if (is_known) std::erase_if(all, [](const Node& n) { return n.key.empty(); });
  return all;
}

std::optional<Node> Flows::own_queue(ValueId queue, std::string_view transport, const Effect& effect,
                                     const Actor& actor) {
  if (!queue || transport != "rabbitmq" || actor.scope.service == 0) return {};
  const std::vector<Outcome> outcomes = desk_.resolver.outcomes(queue, actor.scope);
  if (outcomes.empty() || !std::all_of(outcomes.begin(), outcomes.end(), [&](const Outcome& one) {
        return is_nameless(run_.values, one.evaluated);
      }))
    return {};
  Node made;
  made.transport = transport;
  made.key = fmt::format("own:{}:{}", actor.scope.service, effect.site.file.index);
  made.text = "its own queue";
  return made;
}

Filter Flows::key_filter(ValueId key, const Scope& scope) {
  Filter made;
  if (!key) return made;
  std::vector<ValueId> keys{key};
  if (run_.values[key].kind == ValueKind::list)
    keys.assign(run_.values.children(key).begin(), run_.values.children(key).end());
  std::vector<Outcome> all;
  for (ValueId one : keys)
    for (const Outcome& o : desk_.resolver.outcomes(one, scope)) all.push_back(o);
  for (const Outcome& o : all) {
    Name name = name_of(run_.values, o.evaluated);
    const std::string text = name.has_holes() ? "" : run_.values.display(o.evaluated);
    // An empty key is that of exchanges which do not look at keys.
    if (name.is_open() || text == "#" || (text.empty() && !name.has_holes())) return {};
    if (name.has_holes()) made.has_wildcard = true;
    else made.texts.push_back(text);
    made.types.push_back(std::move(name));
  }
  return made;
}

void Flows::read_bindings() {
  for (const Effect& effect : run_.effects.effects) {
    if (effect.object != EntityKind::channel || !effect.capture("bus")) continue;
    const ValueId queue = effect.capture("queue"), target = effect.capture("exchange");
    const bool binds =
        effect.kind == RelationKind::forwards || (effect.kind == RelationKind::consumes && queue);
    if (!binds || (!queue && !target)) continue;
    const std::string transport = text_of(run_, effect.capture("transport"));
    for (const Actor& actor : actors(desk_, effect)) {
      const Filter filter = key_filter(effect.capture("name"), actor.scope);
      std::vector<Node> to = queue ? nodes(queue, actor.scope, transport) : exchanges(target, actor.scope);
      if (std::optional<Node> own = own_queue(queue, transport, effect, actor)) to = {*std::move(own)};
      for (const Node& from : exchanges(effect.capture("bus"), actor.scope)) {
        if (!from.is_exchange) continue;
        for (const Node& one : to) {
          if (one.key.empty() || one.key == from.key || (queue && one.text.empty())) continue;
          std::vector<Forward>& known = incoming_[one.key];
          const bool is_known = std::any_of(known.begin(), known.end(), [&](const Forward& f) {
            return f.from.key == from.key && f.filter.texts == filter.texts &&
                   f.filter.types.size() == filter.types.size();
          });
          if (!is_known) known.push_back({from, filter, {{effect.site, "bound here"}}});
        }
      }
    }
  }
}

// Spring Cloud Stream, reactive messaging and the like leave the broker to a library: it is the one that the
// service, or else the whole tree, asks for.
std::string Flows::broker_of(std::string_view transport, ServiceIndex service) const {
  if (transport != "stream") return std::string(transport);
  std::set<std::string> own, all;
  for (const Dependency& d : run_.declared.dependencies) {
    if (d.name.find("stream") == std::string::npos && d.name.find("messaging") == std::string::npos) continue;
    std::string broker;
    for (std::string_view word : {"kafka", "rabbit", "kinesis", "pulsar", "solace"})
      if (d.name.find(word) != std::string::npos) broker = word == "rabbit" ? "rabbitmq" : word;
    if (broker.empty()) continue;
    all.insert(broker);
    if (service == 0) continue;
    const std::vector<ResourceIndex>& pieces = run_.services[service].pieces;
    if (std::find(pieces.begin(), pieces.end(), run_.resource_of(d.owner)) != pieces.end())
      own.insert(broker);
  }
  if (own.size() == 1) return *own.begin();
  return own.empty() && all.size() == 1 ? *all.begin() : std::string(transport);
}

}  // namespace demarc::linking
