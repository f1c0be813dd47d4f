// data/over-broad-grant: a permission lets a context change another's data, and its code never does.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"reads", "off", "Severity of permissions that only read; off for none."},
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (blank != 0) out.push_back(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
  }
  return out;
}

enum class Reach { none, read, write };

// What an action lets one do with stored data or a queue: "dynamodb:PutItem", "s3:*", "INSERT".
Reach reach_of(std::string_view action) {
  std::string_view verb =
      action.substr(action.find(':') == std::string_view::npos ? 0 : action.find(':') + 1);
  if (verb.find_first_not_of('*') == std::string_view::npos || verb == "ALL") return Reach::write;
  // About the thing itself, for those who look after it.
  for (std::string_view upkeep : {"Describe", "List", "GetBucket", "GetQueue", "TagResource", "UntagResource",
                                  "GetEncryption", "GetLifecycle", "GetAccelerate", "GetReplication"})
    if (verb.starts_with(upkeep)) return Reach::none;
  for (std::string_view reading : {"Get", "BatchGet", "Query", "Scan", "Head", "Select", "ConditionCheck",
                                   "PartiQLSelect", "TransactGet", "SELECT"})
    if (verb.starts_with(reading)) return Reach::read;
  return Reach::write;
}

// What code does, as sites of its own or of the templates that act for it.
struct Doing {
  bool reads = false, writes = false;
};

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {}

  void run() {
    see_doings();
    for (const Relation& r : ground_.facts().relations())
      if (r.kind == RelationKind::grants && ground_.accepts(r)) see(r);
    for (auto& [key, group] : groups_) report(key, group);
  }

 private:
  struct Key {
    PartyId from;
    std::string object;  // the unit, or "<store>:<pattern>" of a wildcard
    bool is_wildcard;
    bool operator<(const Key& other) const {
      return std::tie(from, object, is_wildcard) < std::tie(other.from, other.object, other.is_wildcard);
    }
  };
  struct Group {
    std::vector<RelationId> relations;
    std::set<std::string> actions, who;
    std::map<EntityId, PartyId> units;
    bool writes = false;
  };

  void see_doings() {
    for (const Relation& r : ground_.facts().relations()) {
      const bool reads = r.kind == RelationKind::reads || r.kind == RelationKind::consumes;
      const bool writes = r.kind == RelationKind::writes || r.kind == RelationKind::publishes;
      if (!reads && !writes) continue;
      const Entity& target = ground_.facts()[r.to];
      // Somewhere on this store, nobody knows where: the permission may be for that.
      if (model::is_open(r) || model::is_open(target) || r.certainty == Certainty::guessed)
        open_.insert({r.from, std::string(model::prefix_of(target.name))});
      Doing& doing = doings_[{r.from, r.to}];
      doing.reads = doing.reads || reads;
      doing.writes = doing.writes || writes;
    }
  }

  bool uses(const Relation& grant, Reach reach) const {
    const std::string store(model::prefix_of(ground_.facts()[grant.to].name));
    if (open_.contains({grant.from, store})) return true;
    auto known = doings_.find({grant.from, grant.to});
    if (known == doings_.end()) return false;
    // Who sends to a queue or receives from it needs more than one permission for that.
    if (ground_.facts()[grant.to].kind == EntityKind::channel) return true;
    return reach == Reach::write ? known->second.writes : true;
  }

  void see(const Relation& grant) {
    const Entity& unit = ground_.facts()[grant.to];
    const bool is_queue = unit.kind == EntityKind::channel && model::is_queue(unit);
    if (unit.kind != EntityKind::table && !is_queue) return;
    const PartyId from = ground_.map.doer(grant), to = ground_.map.owner_of(grant.to).party;
    if (from == nobody || to == nobody || from == to || ground_.map.party(to).kernel) return;
    std::set<std::string> unused;
    bool writes = false;
    for (std::string_view action : split(attribute(grant, "actions"))) {
      const Reach reach = reach_of(action);
      if (reach == Reach::none || uses(grant, reach)) continue;
      if (reach == Reach::read && ground_.option("reads") == "off") continue;
      unused.emplace(action);
      writes = writes || reach == Reach::write;
    }
    if (unused.empty()) return;
    const std::string_view wildcard = attribute(grant, "wildcard");
    Key key{from, wildcard.empty() ? unit.name : fmt::format("{}:{}", model::prefix_of(unit.name), wildcard),
            !wildcard.empty()};
    Group& group = groups_[key];
    group.relations.push_back(ground_.facts().id_of(grant));
    group.actions.insert(unused.begin(), unused.end());
    group.units[grant.to] = to;
    group.writes = group.writes || writes;
    const std::string_view function = attribute(grant, "function");
    group.who.insert(function.empty() ? ground_.facts()[grant.from].name : std::string(function));
  }

  void report(const Key& key, const Group& group) {
    std::set<PartyId> owners;
    for (const auto& [unit, owner] : group.units) owners.insert(owner);
    const Entity& first = ground_.facts()[group.units.begin()->first];
    const Severity own = group.writes ? ground_.severity() : ground_.severity("reads", Severity::note);
    Finding finding =
        ground_.about(group.relations, key.from, owners.size() == 1 ? *owners.begin() : nobody, first, own);
    finding.object = key.object;
    std::vector<std::string> names, units;
    for (PartyId owner : owners) names.push_back(ground_.map.name(owner));
    std::sort(names.begin(), names.end());
    for (const auto& [unit, owner] : group.units) units.push_back(spoken(ground_.facts()[unit]));
    std::vector<std::string> who(group.who.begin(), group.who.end());
    if (who.size() > 3) {
      const std::size_t more = who.size() - 2;
      who.resize(2);
      who.push_back(fmt::format("{} more", more));
    }
    const std::string actions = fmt::format("{}", fmt::join(group.actions, ", "));
    const bool is_one = units.size() == 1;
    finding.message =
        key.is_wildcard
            ? fmt::format("{} of {} may {} on {}, which lets {} in to {} ({}), but {} code does not use {}.",
                          and_list(who), ground_.map.name(key.from), actions, bare_name(key.object),
                          group.who.size() == 1 ? "it" : "them",
                          is_one ? units[0] : fmt::format("{} units", units.size()), and_list(names),
                          group.who.size() == 1 ? "its" : "their", is_one ? "it" : "them")
            : fmt::format("{} of {} may {} on {} ({}), but {} code does not use it.", and_list(who),
                          ground_.map.name(key.from), actions, units[0], and_list(names),
                          group.who.size() == 1 ? "its" : "their");
    finding.help = key.is_wildcard ? "Name the resources that the code uses."
                                   : "Take the permission away, or narrow it to what the code does.";
    finding.label = fmt::format("may {}", actions);
    out_.push_back(std::move(finding));
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::map<std::pair<EntityId, EntityId>, Doing> doings_;
  std::set<std::pair<EntityId, std::string>> open_;
  std::map<Key, Group> groups_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, " dynamodb:PutItem", "", "Only reading is allowed."},
    {Example::bad, "ordering writes dynamodb:orders", "billing writes dynamodb:orders",
     "The code does what it may."},
    {Example::bad, "billing grants", "ordering grants", "The owner may write."},
    {Example::good, "actions=dynamodb:GetItem", "actions=dynamodb:*", "Everything is allowed."},
};

}  // namespace

extern const Rule over_broad_grant;
const Rule over_broad_grant{
    .id = "data/over-broad-grant",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what =
        "A permission lets a context write to another's data, or to everything, and its code does not use "
        "it.",
    .why =
        "A permission is a dependency that waits to happen: nothing but good will keeps the context out, and "
        "whoever takes over the function has the other's data too.",
    .fix = "Allow what the code does, on the resources it does it to.",
    .options = options,
    .help_uri = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering writes dynamodb:orders
billing grants dynamodb:orders actions="dynamodb:GetItem dynamodb:PutItem"   # data/over-broad-grant
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, owns: { tables: orders } }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
ordering writes dynamodb:orders
billing grants dynamodb:orders actions=dynamodb:GetItem
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
