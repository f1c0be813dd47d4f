// data/shared-table: one unit of stored data is used by more than one context.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"level", "context",
     "context, or service: then two services of one context may not share a table either.",
     "context|service"},
    {"read-ok", "false", "Readers of a table that nobody owns are allowed."},
    {"ignore-names", "*outbox* *inbox* shedlock qrtz_* spring_session*",
     "Globs of tables that plumbing shares: between a writer and its relay, of schedulers, of sessions."},
};

struct Access {
  std::string user;  // context or service
  PartyId party = nobody;
  std::vector<RelationId> writes, reads;
};

// By user, sorted by name.
std::vector<Access> matrix(const Ground& ground, EntityId unit, bool by_service, RelationKind writing) {
  std::map<std::string, Access> users;
  for (RelationId id : ground.architecture().to(unit)) {
    const Relation& r = ground.facts()[id];
    bool writes = r.kind == writing, reads = r.kind == RelationKind::reads;
    if ((!writes && !reads) || !ground.accepts(r)) continue;
    PartyId party = ground.map.doer(r);
    if (!by_service && party == nobody) continue;
    Access& access = users[by_service ? ground.facts()[r.from].name : ground.map.name(party)];
    access.party = party;
    (writes ? access.writes : access.reads).push_back(id);
  }
  std::vector<Access> out;
  for (auto& [name, access] : users) {
    access.user = name;
    out.push_back(std::move(access));
  }
  return out;
}

std::string where(const Ground& ground, const std::vector<RelationId>& relations) {
  const std::vector<Step>& evidence = ground.facts()[relations[0]].evidence;
  return evidence.empty() || evidence[0].path.empty() ? "" : fmt::format(" ({})", place_text(evidence[0]));
}

// Kernel tables are shared by agreement.
bool is_agreed(const Ground& ground, EntityId unit, const std::vector<Access>& users) {
  PartyId owner = ground.map.owner_of(unit).party;
  if (owner == nobody || !ground.map.party(owner).kernel) return false;
  const auto& members = ground.map.party(owner).kernel->members;
  return std::all_of(users.begin(), users.end(), [&](const Access& a) {
    return a.party == owner || std::any_of(members.begin(), members.end(), [&](const model::Named& m) {
             return m.text == ground.map.name(a.party);
           });
  });
}

// Written by whoever publishes, read by the relay; locks of schedulers: tables of plumbing.
bool is_plumbing(const Entity& table, const std::vector<Glob>& ignored) {
  const std::string_view name = bare_name(table.name);
  const std::string_view last =
      name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
  return std::any_of(ignored.begin(), ignored.end(),
                     [&](const Glob& glob) { return glob.matches(name) || glob.matches(last); });
}

void check_table(const Ground& ground, EntityId id, bool by_service, const std::vector<Glob>& ignored,
                 std::vector<Finding>& out) {
  const Entity& table = ground.facts()[id];
  if (model::is_open(table) || !ground.accepts(table.certainty) || is_plumbing(table, ignored)) return;
  // A whole database is data/shared-database.
  if (attribute(table, "kind") == "database") return;
  std::vector<Access> users = matrix(ground, id, by_service, RelationKind::writes);
  if (users.size() < 2 || is_agreed(ground, id, users)) return;
  std::vector<const Access*> writers;
  std::vector<std::string> readers;
  for (const Access& user : users) {
    if (!user.writes.empty()) writers.push_back(&user);
    else readers.push_back(user.user);
  }
  const model::Owner& owner = ground.map.owner_of(id);
  bool is_unowned = owner.party == nobody && ground.map.is_declared();
  // Where it is known whose it is, the others' writes are told one by one by data/foreign-access.
  if (!by_service)
    std::erase_if(writers, [&](const Access* writer) { return ground.has_foreign_word(writer->party, id); });
  bool is_written_twice = writers.size() >= 2;
  if (!is_written_twice && (writers.empty() || !is_unowned || ground.flag("read-ok"))) return;

  Finding finding;
  finding.object = table.name;
  finding.label = fmt::format("table {}", spoken(table));
  std::vector<RelationId> relations;
  bool is_certain = true;
  for (const Access* writer : writers) {
    bool any = false;
    for (RelationId r : writer->writes) {
      relations.push_back(r);
      any = any || ground.facts()[r].certainty == Certainty::certain;
    }
    is_certain = is_certain && any;
  }
  // A third writer is another finding; a further reader is not.
  finding.from = writers[0]->user;
  if (writers.size() == 2) finding.to = writers[1]->user;
  if (is_written_twice) {
    std::vector<std::string> who;
    for (const Access* writer : writers)
      who.push_back(fmt::format("by {}{}", writer->user, where(ground, writer->writes)));
    finding.message = fmt::format("table {} is written {}.", spoken(table), and_list(who));
    finding.severity = Severity::error;
    if (owner.party == nobody || owner.by != model::Owner::By::owns)
      finding.help =
          fmt::format("Choose the owner of {}; the others use its interface or keep a copy that events feed.",
                      spoken(table));
    else
      finding.help = fmt::format("{} owns {}: the others use its interface or keep a copy that events feed.",
                                 ground.map.name(owner.party), spoken(table));
  } else {
    for (const Access& user : users)
      if (user.writes.empty()) relations.insert(relations.end(), user.reads.begin(), user.reads.end());
    finding.message = fmt::format("table {} is written by {} and read by {}, and nobody owns it.",
                                  spoken(table), writers[0]->user, and_list(readers));
    finding.severity = Severity::warning;
    finding.help =
        fmt::format("Add it to `owns` of {}; the others use its interface or keep a copy that events feed.",
                    writers[0]->user);
  }
  if (!is_certain) finding.severity = less(finding.severity);
  ground.place(finding, relations);
  finding.declared.assign(owner.by == model::Owner::By::owns ? owner.evidence.begin() : owner.evidence.end(),
                          owner.evidence.end());
  if (owner.party != nobody) finding.owner = ground.map.party(owner.party).team();
  out.push_back(std::move(finding));
}

// Two contexts that receive from one queue take each other's messages.
void check_queue(const Ground& ground, EntityId id, bool by_service, std::vector<Finding>& out) {
  const Entity& queue = ground.facts()[id];
  if (model::is_open(queue) || !model::is_queue(queue)) return;
  std::vector<Access> users = matrix(ground, id, by_service, RelationKind::consumes);
  std::erase_if(users, [](const Access& a) { return a.writes.empty(); });
  if (users.size() < 2) return;
  Finding finding;
  finding.severity = Severity::error;
  finding.object = queue.name;
  std::vector<std::string> who;
  std::vector<RelationId> relations;
  for (const Access& user : users) {
    who.push_back(user.user + where(ground, user.writes));
    relations.insert(relations.end(), user.writes.begin(), user.writes.end());
  }
  finding.message = fmt::format("queue {} is received from by {}: each takes messages from the other.",
                                spoken(queue), and_list(who));
  finding.help = "Give each its own queue behind a topic.";
  finding.label = fmt::format("queue {}", spoken(queue));
  ground.place(finding, relations);
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  bool by_service = ground.option("level") == "service";
  std::vector<Glob> ignored;
  for (const std::string& glob : ground.list("ignore-names")) ignored.emplace_back(glob, Glob::Case::folded);
  for (EntityId id : ground.architecture().entities(EntityKind::table))
    check_table(ground, id, by_service, ignored, out);
  for (EntityId id : ground.architecture().entities(EntityKind::channel))
    check_queue(ground, id, by_service, out);
}

constexpr Mutation mutations[] = {
    {Example::bad, "report writes", "report reads", "One writes."},
    {Example::bad, "report writes dynamodb:orders", "report writes dynamodb:reports",
     "The tables have names of their own."},
    {Example::bad, "orders", "outbox", "It is plumbing between a writer and its relay."},
    {Example::good, "report reads", "report writes", "Both write."},
};

}  // namespace

extern const Rule shared_table;
const Rule shared_table{
    .id = "data/shared-table",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::contexts,
    .what = "A table is written by more than one context, or read by others while nobody owns it.",
    .why =
        "Who shares a table shares its every column: no side can change what it stores without the other, "
        "and "
        "nobody guards what must always hold.",
    .fix = "Choose the owner; the others use its interface or keep a copy that events feed.",
    .options = options,
    .help_uri = "https://microservices.io/patterns/data/database-per-service.html",
    .bad = R"(service order root=services/order
service report root=services/report
order writes dynamodb:orders    # data/shared-table
report writes dynamodb:orders   # data/shared-table
)",
    .good = R"(service order root=services/order
service report root=services/report
order writes dynamodb:orders
report reads dynamodb:orders
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
