// Queues of brokers that hand on what nobody takes in time, or what their receivers turn down.
#include <algorithm>

#include "analyzer/link/flows.h"

namespace demarc::linking {

// What was left in a queue reaches a listener whose bindings let its new key through; with its old key, all.
bool Flows::passes(const Forward& forward, const Subscription& to) {
  if (!forward.is_letter || forward.filter.types.empty()) return true;
  const auto takes = [&](const Name& key, const std::string& text) {
    return std::all_of(to.filters.begin(), to.filters.end(),
                       [&](const Filter& f) { return takes_key(f, key, text); });
  };
  std::size_t known = 0;
  for (const Name& key : forward.filter.types)
    if (key.has_holes() ? takes(key, "") : takes(key, forward.filter.texts[known++])) return true;
  return false;
}

// Keys of the queues that code receives from.
std::set<std::string> Flows::received_queues() {
  std::set<std::string> all;
  for (const Effect& effect : run_.effects.effects) {
    if (effect.kind != RelationKind::consumes || effect.object != EntityKind::channel) continue;
    const ValueId queue = effect.capture("queue");
    if (!queue && effect.capture("bus")) continue;
    if (text_of(run_, effect.capture("transport")) != "rabbitmq") continue;
    for (const Actor& actor : actors(desk_, effect))
      for (const Node& node : nodes(queue ? queue : effect.capture("name"), actor.scope, "rabbitmq"))
        if (!node.key.empty()) all.insert(node.key);
  }
  return all;
}

// A queue that nobody receives from only delays its messages: who takes them further on is their listener.
// What a receiver leaves is another matter: the two places stay two channels, one passing on to the other.
void Flows::read_dead_letters() {
  std::vector<const Effect*> all;
  for (const Effect& effect : run_.effects.effects)
    if (effect.kind == RelationKind::forwards && effect.object == EntityKind::channel &&
        effect.capture("letters") && effect.capture("bus"))
      all.push_back(&effect);
  if (all.empty()) return;
  const std::set<std::string> received = received_queues();
  for (const Effect* effect : all)
    for (const Actor& actor : actors(desk_, *effect)) {
      const ValueId key = effect->capture("name");
      const Filter keys = key_filter(key, actor.scope);
      std::vector<Node> to;
      for (Node& exchange : exchanges(effect->capture("bus"), actor.scope)) {
        if (exchange.is_exchange) to.push_back(std::move(exchange));
        else if (!exchange.key.empty() && key)  // the one without a name gives it to the queue of that name
          for (Node& queue : nodes(key, actor.scope, "rabbitmq")) to.push_back(std::move(queue));
      }
      for (const Node& queue : nodes(effect->capture("letters"), actor.scope, "rabbitmq"))
        for (const Node& one : to) {
          if (queue.key.empty() || queue.text.empty() || one.key.empty() || one.key == queue.key) continue;
          Trail trail{{effect->site, "what is left there goes on"}};
          trail.insert(trail.end(), queue.trail.begin(), queue.trail.end());
          trail.insert(trail.end(), one.trail.begin(), one.trail.end());
          const Filter given = one.is_exchange ? keys : Filter{};
          if (received.contains(queue.key))
            add_letters(queue, one, given, std::move(trail), actor.scope.service);
          else incoming_[one.key].push_back({queue, given, std::move(trail), true});
        }
    }
}

void Flows::add_letters(const Node& queue, const Node& to, const Filter& keys, Trail trail, ServiceIndex of) {
  letters.push_back({std::move(trail), std::max(queue.certainty, to.certainty)});
  const auto number = static_cast<std::uint32_t>(letters.size());
  Publication given;
  given.service = of;
  given.letter = number;
  given.node = to;
  given.is_typed = !keys.types.empty();
  if (keys.types.empty()) publications.push_back(given);
  std::size_t known = 0;
  for (const Name& key : keys.types) {
    given.type_name = key;
    given.type = key.has_holes() ? "" : keys.texts[known++];
    given.type_is_open = key.has_holes();
    publications.push_back(given);
  }
  Subscription left;
  left.service = of;
  left.letter = number;
  left.node = queue;
  subscribe(std::move(left), 0);
}

}  // namespace demarc::linking
