// data/resource-declared-twice: the same physical name is created by more than one template.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::data {
namespace {

constexpr RuleOption options[] = {
    {"stages",
     "dev devel development test testing int integration qa uat stage staging preprod prod production live "
     "sandbox local",
     "Names of folders or parts of file names that tell stages apart: templates that differ in these alone "
     "are one."},
};

// Filled per stack, so equal texts are different names.
bool is_per_stack(std::string_view name) {
  for (std::string_view hole : {"${AWS::StackName}", "${AWS::StackId}", "${self:service}", "${sls:"})
    if (name.find(hole) != std::string_view::npos) return true;
  return false;
}

// A hole that tells where it is deployed is the same in every template; of others nothing is known.
bool has_unknown_hole(std::string_view name) {
  for (std::size_t at = name.find("${"); at != std::string_view::npos; at = name.find("${", at + 1)) {
    std::size_t end = name.find('}', at);
    std::string hole;
    for (const std::string& word : model::words_in(name.substr(at, end - at))) hole += word;
    bool is_place = false;
    for (std::string_view word : {"stage", "env", "region", "accountid", "account", "partition"})
      is_place = is_place || hole.find(word) != std::string::npos;
    if (!is_place) return true;
  }
  return false;
}

// The path without what tells stages apart: envs/dev/app.yaml and envs/prod/app.yaml are one template, and so
// are app.yaml and app.prod.yaml, which is laid over it.
std::string without_stage(std::string_view path, const std::set<std::string>& stages) {
  std::string out, word;
  const std::size_t name = path.rfind('/') + 1;
  auto flush = [&](bool is_in_name) {
    std::string folded;
    for (char c : word) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    word.swap(folded);
    const bool is_stage = stages.contains(word);
    word.clear();
    if (!is_stage) {
      out += folded;
      return;
    }
    if (is_in_name && !out.empty() && out.back() != '/') out.pop_back();
    else out += '*';
  };
  for (std::size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    if (c == '/' || c == '.' || c == '-' || c == '_') {
      flush(at >= name);
      out += c;
    } else {
      word += c;
    }
  }
  flush(path.size() >= name);
  return out;
}

std::string kind_word(const Entity& entity) {
  if (entity.kind == EntityKind::setting) return std::string(model::prefix_of(entity.name));
  if (entity.kind == EntityKind::channel) return model::is_queue(entity) ? "queue" : "topic";
  if (entity.kind == EntityKind::table) {
    std::string_view kind = attribute(entity, "kind");
    return std::string(kind.empty() ? "table" : kind);
  }
  return std::string(to_string(entity.kind));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::set<std::string> stages;
  for (std::string& stage : ground.list("stages")) stages.insert(std::move(stage));
  for (const Entity& entity : ground.facts().entities()) {
    bool can_clash = entity.kind == EntityKind::table || entity.kind == EntityKind::channel ||
                     entity.kind == EntityKind::bus || entity.kind == EntityKind::setting;
    if (!can_clash || model::is_open(entity) || !ground.accepts(entity.certainty) ||
        is_per_stack(entity.name))
      continue;
    if (entity.kind == EntityKind::setting && model::prefix_of(entity.name) == "env") continue;
    std::map<std::string, std::vector<RelationId>> templates;
    for (RelationId r : ground.architecture().to(ground.facts().id_of(entity))) {
      const Relation& relation = ground.facts()[r];
      bool creates = relation.kind == RelationKind::declares || relation.kind == RelationKind::provides;
      const Entity& unit = ground.facts()[relation.from];
      if (!creates || unit.kind != EntityKind::unit || !ground.accepts(relation)) continue;
      if (attribute(relation, "conditional") == "yes" || attribute(relation, "external") == "yes") continue;
      templates[without_stage(unit.name, stages)].push_back(r);
    }
    if (templates.size() < 2) continue;
    Finding finding;
    finding.severity = has_unknown_hole(entity.name) ? Severity::warning : Severity::error;
    std::string kind = kind_word(entity);
    finding.object = fmt::format("{} {}", kind, bare_name(entity.name));
    std::vector<std::string> list;
    std::vector<RelationId> relations;
    for (auto& [key, some] : templates) {
      list.push_back(ground.facts()[ground.facts()[some[0]].from].name);
      relations.insert(relations.end(), some.begin(), some.end());
    }
    if (templates.size() == 2) {
      finding.from = ground.map.name(ground.map.of_entity(ground.facts()[relations.front()].from));
      finding.to = ground.map.name(ground.map.of_entity(ground.facts()[relations.back()].from));
      if (finding.from == finding.to) finding.to.clear();
    }
    std::size_t n = list.size();
    if (n > 4) {
      list.resize(3);
      list.push_back(fmt::format("{} more", n - 3));
    }
    finding.message = fmt::format(
        "{} {} is created in {} templates ({}); the second deployment fails or two stacks fight over it.",
        kind, spoken(entity), n, fmt::join(list, ", "));
    finding.help = "Create it in the stack of its owner, and import it elsewhere.";
    finding.label = fmt::format("{} {}", kind, spoken(entity));
    ground.place(finding, relations);
    if (PartyId owner = ground.map.owner_of(ground.facts().id_of(entity)).party; owner != nobody)
      finding.owner = ground.map.party(owner).team();
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "services/cart/template.yaml declares eventbridge:shop-events",
     "services/cart/template.yaml declares eventbridge:cart-events", "The names differ."},
    {Example::bad, "services/cart/template.yaml", "services/order/template.yaml",
     "One template declares it."},
    {Example::bad, "services/cart/template.yaml", "services/order/template.prod.yaml",
     "The templates are one in two stages."},
    {Example::good, " external=yes", "", "The second template makes it too."},
};

}  // namespace

extern const Rule resource_declared_twice;
const Rule resource_declared_twice{
    .id = "data/resource-declared-twice",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::facts,
    .what =
        "A table, bus, topic, queue, bucket or export of the same physical name is created by more than one "
        "template.",
    .why =
        "Physical names are unique in an account and region: the second deployment fails, or two stacks "
        "overwrite "
        "each other's settings.",
    .fix = "Create it in the stack of its owner, and import it elsewhere.",
    .options = options,
    .help_uri = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
    .bad = R"(unit services/order/template.yaml
unit services/cart/template.yaml
bus eventbridge:shop-events
services/order/template.yaml declares eventbridge:shop-events   # data/resource-declared-twice
services/cart/template.yaml declares eventbridge:shop-events    # data/resource-declared-twice
)",
    .good = R"(unit services/order/template.yaml
unit services/cart/template.yaml
bus eventbridge:shop-events
services/order/template.yaml declares eventbridge:shop-events
services/cart/template.yaml declares eventbridge:shop-events external=yes
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::data
