// Groups relations by their ends and writes them as JSON.
#include "analyzer/architecture/json.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

namespace demarc {
namespace {

using Json = nlohmann::ordered_json;

std::string_view attribute(const Attributes& attributes, std::string_view word) {
  auto found = attributes.find(word);
  return found == attributes.end() ? std::string_view{} : std::string_view(found->second);
}

std::string place(const Step& step) {
  return step.line == 0 ? step.path : step.path + ":" + std::to_string(step.line);
}

// Evidence of one edge: the primary places first, then the chain, each line once.
struct Evidence {
  std::vector<std::string> primary, chain;
  void add(const Relation& r) {
    for (std::size_t i = 0; i < r.evidence.size(); ++i) {
      if (r.evidence[i].path.empty()) continue;
      std::string text = place(r.evidence[i]);
      auto& into = i == 0 ? primary : chain;
      if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(std::move(text));
    }
  }
  Json json() const {
    Json all = Json::array();
    for (const std::string& text : primary) all.push_back(text);
    for (const std::string& text : chain)
      if (std::find(primary.begin(), primary.end(), text) == primary.end()) all.push_back(text);
    return all;
  }
};

Json words(std::string_view text) {
  Json all = Json::array();
  while (!text.empty()) {
    std::size_t blank = text.find(' ');
    if (blank != 0) all.push_back(std::string(text.substr(0, blank)));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return all;
}

class Writer {
 public:
  explicit Writer(const Architecture& a) : a_(a), facts_(a.facts()) {}

  std::string write() {
    Json all;
    all["services"] = services();
    all["sync_calls"] = calls();
    all["events"] = events();
    all["data"] = data();
    all["code_imports"] = imports();
    all["operations"] = operations();
    all["entries"] = entries();
    all["needs"] = needs();
    all["unresolved"] = unresolved();
    all["coverage"] = coverage();
    return all.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  static bool counts(const Relation& r) {
    return r.certainty != Certainty::guessed && !r.attributes.contains("open");
  }

  // The service that an end stands for: itself, or the one that offers the operation or function.
  std::string service_name(EntityId id) const {
    const Entity& e = facts_[id];
    if (e.kind == EntityKind::service) return e.name;
    if (e.kind == EntityKind::operation || e.kind == EntityKind::function)
      return std::string(attribute(e.attributes, "service"));
    if (is_product(e)) return e.name;
    return {};
  }

  // A ready-made program that is asked, known by its role, and that nothing in the tree runs.
  static bool is_product(const Entity& e) {
    return e.kind == EntityKind::external && e.attributes.contains("role");
  }

  Json services() const {
    Json all = Json::array();
    for (const Entity& e : facts_.entities()) {
      if (e.kind != EntityKind::service && !is_product(e)) continue;
      Json one;
      one["name"] = e.name;
      const std::string_view root = attribute(e.attributes, "root");
      one["root"] = root.empty() ? Json() : Json(std::string(root));  // null: a ready-made image
      one["aliases"] = words(attribute(e.attributes, "aliases"));
      one["kind"] = is_product(e) ? "infrastructure" : std::string(attribute(e.attributes, "kind"));
      if (std::string_view role = attribute(e.attributes, "role"); !role.empty())
        one["role"] = std::string(role);
      all.push_back(std::move(one));
    }
    return all;
  }

  Json calls() const {
    struct Edge {
      Evidence evidence;
      bool is_implicit = true;  // only the platform asks, no code and no route does
    };
    std::map<std::tuple<std::string, std::string, std::string>, Edge> found;
    for (const Relation& r : facts_.relations()) {
      if (r.kind != RelationKind::calls || !counts(r)) continue;
      std::string from = service_name(r.from), to = service_name(r.to);
      if (from.empty() || to.empty() || from == to) continue;
      Edge& one = found[{from, to, std::string(attribute(r.attributes, "protocol"))}];
      one.evidence.add(r);
      one.is_implicit &= !attribute(r.attributes, "implicit").empty();
    }
    Json all = Json::array();
    for (const auto& [edge, found_edge] : found) {
      Json one;
      one["from"] = std::get<0>(edge);
      one["to"] = std::get<1>(edge);
      one["protocol"] = std::get<2>(edge);
      if (found_edge.is_implicit) one["implicit"] = true;
      one["evidence"] = found_edge.evidence.json();
      all.push_back(std::move(one));
    }
    return all;
  }

  // A name as people know it: the physical one with its holes, without the transport.
  static std::string shown(const Entity& e) {
    std::string_view physical = attribute(e.attributes, "physical");
    std::string name = e.name.substr(e.name.find(':') + 1);
    // Equal names in different units were told apart by their service; that stays visible.
    if (!physical.empty() && !(name.size() > physical.size() && name.ends_with(physical))) name = physical;
    return name;
  }

  Json events() const {
    struct Flow {
      std::set<std::string> publishers, consumers;
      Evidence evidence;
    };
    std::map<std::string, std::pair<Json, Json>, std::less<>> fields;  // written and read, by channel
    for (const Relation& r : facts_.relations()) {
      if ((r.kind != RelationKind::puts && r.kind != RelationKind::takes) || !counts(r)) continue;
      const Entity& field = facts_[r.to];
      auto& [written, read] = fields[std::string(attribute(field.attributes, "channel"))];
      Json& side = r.kind == RelationKind::puts ? written : read;
      side[facts_[r.from].name][std::string(attribute(field.attributes, "path"))] = field_of(r);
    }
    std::map<EntityId, Flow> found;
    for (const Relation& r : facts_.relations()) {
      if ((r.kind != RelationKind::publishes && r.kind != RelationKind::consumes) || !counts(r)) continue;
      std::string service = service_name(r.from);
      if (service.empty() || facts_[r.to].attributes.contains("open")) continue;
      Flow& flow = found[r.to];
      (r.kind == RelationKind::publishes ? flow.publishers : flow.consumers).insert(service);
      flow.evidence.add(r);
    }
    Json all = Json::array();
    for (const auto& [id, flow] : found) {
      const Entity& e = facts_[id];
      const std::string transport(attribute(e.attributes, "transport"));
      Json one;
      one["channel"] = shown(e) + (transport == "dynamodb-stream" ? " stream" : "");
      one["transport"] = transport;
      if (std::string_view bus = attribute(e.attributes, "bus"); !bus.empty()) one["bus"] = std::string(bus);
      one["publishers"] = flow.publishers;
      one["consumers"] = flow.consumers;
      one["evidence"] = flow.evidence.json();
      if (auto known = fields.find(e.name); known != fields.end()) {
        if (!known->second.first.is_null()) one["fields_written"] = std::move(known->second.first);
        if (!known->second.second.is_null()) one["fields_read"] = std::move(known->second.second);
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  static Json field_of(const Relation& r) {
    Json one = Json::object();
    if (std::string_view type = attribute(r.attributes, "type"); !type.empty())
      one["type"] = std::string(type);
    if (attribute(r.attributes, "optional") == "yes") one["optional"] = true;
    if (!r.evidence.empty()) one["place"] = place(r.evidence[0]);
    return one;
  }

  Json data() const {
    struct Use {
      bool reads = false, writes = false;
      Evidence evidence;
    };
    std::map<EntityId, std::map<std::string, Use>> found;
    for (const Entity& e : facts_.entities())
      if (e.kind == EntityKind::table && !e.attributes.contains("open")) found[facts_.id_of(e)];
    for (const Relation& r : facts_.relations()) {
      if ((r.kind != RelationKind::reads && r.kind != RelationKind::writes) || !counts(r)) continue;
      std::string service = service_name(r.from);
      auto table = found.find(r.to);
      if (service.empty() || table == found.end()) continue;
      Use& use = table->second[service];
      (r.kind == RelationKind::reads ? use.reads : use.writes) = true;
      use.evidence.add(r);
    }
    Json all = Json::array();
    for (const auto& [id, uses] : found) {
      const Entity& e = facts_[id];
      Json one;
      one["name"] = shown(e);
      one["store"] = std::string(attribute(e.attributes, "store"));
      one["unit"] = std::string(attribute(e.attributes, "kind"));
      std::string_view owner = attribute(e.attributes, "owner");
      one["owner"] = owner.empty() ? Json() : Json(std::string(owner));
      one["access"] = Json::array();
      for (const auto& [service, use] : uses) {
        Json access;
        access["service"] = service;
        access["mode"] = use.reads && use.writes ? "readwrite" : use.reads ? "read" : "write";
        access["evidence"] = use.evidence.json();
        one["access"].push_back(std::move(access));
      }
      all.push_back(std::move(one));
    }
    return all;
  }

  Json imports() const {
    std::map<std::pair<std::string, std::string>, Evidence> found;
    for (const Relation& r : facts_.relations())
      if (r.kind == RelationKind::imports && counts(r))
        found[{facts_[r.from].name, facts_[r.to].name}].add(r);
    Json all = Json::array();
    for (const auto& [edge, evidence] : found)
      all.push_back(Json{{"from", edge.first}, {"to", edge.second}, {"evidence", evidence.json()}});
    return all;
  }

  Json operations() const {
    Json all = Json::array();
    for (const Entity& e : facts_.entities()) {
      if (e.kind != EntityKind::operation) continue;
      Json one;
      for (std::string_view word : {"service", "method", "path", "version", "visibility", "contract"})
        if (std::string_view text = attribute(e.attributes, word); !text.empty())
          one[std::string(word)] = std::string(text);
      if (std::string_view handled = attribute(e.attributes, "handled"); !handled.empty())
        one["handled"] = words(handled);
      std::set<std::string> callers;
      for (RelationId r : a_.to(facts_.id_of(e)))
        if (facts_[r].kind == RelationKind::calls && counts(facts_[r]))
          callers.insert(service_name(facts_[r].from));
      callers.erase("");
      one["callers"] = callers;
      all.push_back(std::move(one));
    }
    return all;
  }

  // Where code starts without being asked.
  Json entries() const {
    Json all = Json::array();
    for (const Entity& e : facts_.entities()) {
      if (e.kind != EntityKind::entry) continue;
      Json one;
      one["name"] = e.name;
      for (std::string_view word : {"service", "trigger"})
        one[std::string(word)] = std::string(attribute(e.attributes, word));
      all.push_back(std::move(one));
    }
    return all;
  }

  // What operations and entries wait for.
  Json needs() const {
    Json all = Json::array();
    for (const Relation& r : facts_.relations()) {
      if (r.kind != RelationKind::needs || !counts(r)) continue;
      Json one;
      one["from"] = facts_[r.from].name;
      one["to"] = facts_[r.to].name;
      const std::string trips(attribute(r.attributes, "trips"));
      one["trips"] = trips.empty() ? 1 : std::atoi(trips.c_str());
      for (std::string_view word : {"unbounded", "parallel", "apart", "aside"})
        if (attribute(r.attributes, word) == "yes") one[std::string(word)] = true;
      Evidence evidence;
      evidence.add(r);
      one["evidence"] = evidence.json();
      all.push_back(std::move(one));
    }
    return all;
  }

  Json unresolved() const {
    Json all = Json::array();
    for (const Coverage::Open& o : a_.coverage().open)
      all.push_back(
          Json{{"service", o.service}, {"what", o.what}, {"reason", o.reason}, {"place", place(o.place)}});
    return all;
  }

  Json coverage() const {
    const Coverage& c = a_.coverage();
    Json one;
    one["files"] = c.files;
    one["read"] = c.read;
    one["with_errors"] = c.with_errors;
    one["left_out"] = c.left_out;
    one["by_language"] = c.by_language;
    Json sites = Json::object();
    for (const auto& [what, s] : c.sites) sites[what] = Json{{"resolved", s.resolved}, {"open", s.open}};
    one["sites"] = std::move(sites);
    Json notes = Json::array();
    for (const auto& [step, what] : c.notes) notes.push_back(Json{{"place", place(step)}, {"note", what}});
    one["notes"] = std::move(notes);
    return one;
  }

  const Architecture& a_;
  const Facts& facts_;
};

}  // namespace

std::string to_json(const Architecture& architecture) { return Writer(architecture).write(); }

}  // namespace demarc
