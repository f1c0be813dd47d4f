// Changes of tables that a connector publishes: whoever writes the table is the publisher.
#include <algorithm>

#include "analyzer/link/flows.h"
#include "analyzer/link/folders.h"

namespace demarc::linking {
namespace {

// True when "postgres:5432/orders" or "orders" is that database; what is not known may be.
bool may_be(std::string_view place, std::string_view database) {
  if (place.empty() || database.empty()) return true;
  return bare(place.substr(place.rfind('/') + 1)) == bare(database);
}

}  // namespace

void Flows::read_captures() {
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.resource(r);
    if (resource.type != "change-capture") continue;
    const Property *table = run_.property(resource, "table"), *topic = run_.property(resource, "topic"),
                   *database = run_.property(resource, "database");
    if (!table || !topic) continue;
    const std::string name = text_of(run_, table->value);
    const auto known = run_.changers.find(bare(std::string_view(name).substr(name.rfind('.') + 1)));
    if (known == run_.changers.end()) continue;
    const std::string wanted = database ? text_of(run_, database->value) : std::string();
    std::vector<const Run::Changer*> who;
    for (const Run::Changer& one : known->second)
      if (may_be(one.database, wanted)) who.push_back(&one);
    // Who is known to use that database comes before those who may.
    if (std::any_of(who.begin(), who.end(), [](const Run::Changer* one) { return !one->database.empty(); }))
      std::erase_if(who, [](const Run::Changer* one) { return one->database.empty(); });
    // Tables of one name in databases that nobody tells apart are not known to be this one.
    if (wanted.empty() && who.size() > 1) continue;
    for (const Run::Changer* one : who)
      for (Node& node : captured_topics(topic->value)) {
        Publication made;
        made.service = one->service;
        made.node = std::move(node);
        made.relation.from = run_.services[one->service].entity;
        made.relation.by = "debezium";
        made.relation.evidence.push_back(run_.step(resource.span, ""));
        made.relation.evidence.insert(made.relation.evidence.end(), one->evidence.begin(),
                                      one->evidence.end());
        publications.push_back(std::move(made));
      }
  }
}

// A topic with a hole is all those that somebody listens to and that it may be; else it stays a pattern.
std::vector<Node> Flows::captured_topics(ValueId topic) const {
  std::vector<Node> all;
  auto add = [&](const std::string& text) {
    Node made;
    made.transport = "kafka";
    made.text = text;
    made.key = "kafka:" + text;
    if (std::none_of(all.begin(), all.end(), [&](const Node& one) { return one.key == made.key; }))
      all.push_back(std::move(made));
  };
  const Name pattern = name_of(run_.values, topic);
  if (!pattern.has_holes()) {
    add(text_of(run_, topic));
    return all;
  }
  for (const Subscription& one : subscriptions)
    if (one.node.transport == "kafka" && !one.node.text.empty() && covers(pattern, name_of(one.node.text)))
      add(one.node.text);
  return all;
}

}  // namespace demarc::linking
