// data/resource-declared-twice: the same physical name is created by more than one template.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/files.h"
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

// Without a name in its template a thing gets one of its own in each stack: shop.OrdersTable.
bool is_named_by_platform(const Entity& entity) {
  const std::string_view id = attribute(entity, "id"), name = bare_name(entity.name);
  return !id.empty() && attribute(entity, "physical").empty() && name.size() > id.size() &&
         name.ends_with(id) && name[name.size() - id.size() - 1] == '.';
}

bool can_clash(const Ground& ground, const Entity& entity) {
  const bool is_of_kind = entity.kind == EntityKind::table || entity.kind == EntityKind::channel ||
                          entity.kind == EntityKind::bus || entity.kind == EntityKind::setting;
  return is_of_kind && !model::is_open(entity) && ground.accepts(entity.certainty) &&
         !is_per_stack(entity.name) && !is_named_by_platform(entity) &&
         !(entity.kind == EntityKind::setting && model::prefix_of(entity.name) == "env");
}

// What the templates that create a thing are called, those of one stack alike.
class Templates {
 public:
  Templates(const Ground& ground) : ground_(ground) {
    for (std::string& stage : ground.list("stages")) stages_.insert(std::move(stage));
    for (const Entity& entity : ground.facts().entities())
      if (can_clash(ground, entity))
        for (RelationId r : creations(entity)) creates_[unit_of(r)].insert(ground.facts().id_of(entity));
    // Two that create nearly the same are two versions of one stack: one of them is deployed.
    constexpr int most = 50;  // neighbours that a template is held against
    for (auto a = creates_.begin(); a != creates_.end(); ++a) {
      if (a->second.size() < 3) continue;
      int held = 0;
      for (auto b = std::next(a);
           b != creates_.end() && folder_of(b->first) == folder_of(a->first) && held < most; ++b, ++held) {
        std::size_t shared = 0;
        for (EntityId id : b->second) shared += a->second.contains(id);
        if (shared >= 3 && shared * 10 >= std::min(a->second.size(), b->second.size()) * 8)
          version_of_.try_emplace(b->first, stack_of(a->first));
      }
    }
  }

  std::map<std::string, std::vector<RelationId>> of(const Entity& entity) const {
    std::map<std::string, std::vector<RelationId>> out;
    for (RelationId r : creations(entity)) out[without_stage(stack_of(unit_of(r)), stages_)].push_back(r);
    return out;
  }

 private:
  const std::string& unit_of(RelationId r) const { return ground_.facts()[ground_.facts()[r].from].name; }
  const std::string& stack_of(const std::string& unit) const {
    const auto known = version_of_.find(unit);
    return known == version_of_.end() ? unit : known->second;
  }
  std::vector<RelationId> creations(const Entity& entity) const {
    std::vector<RelationId> out;
    for (RelationId r : ground_.architecture().to(ground_.facts().id_of(entity))) {
      const Relation& relation = ground_.facts()[r];
      const bool creates = relation.kind == RelationKind::declares || relation.kind == RelationKind::provides;
      const Entity& unit = ground_.facts()[relation.from];
      if (!creates || unit.kind != EntityKind::unit || !ground_.accepts(relation)) continue;
      if (attribute(relation, "conditional") == "yes" || attribute(relation, "external") == "yes") continue;
      out.push_back(r);
    }
    return out;
  }

  const Ground& ground_;
  std::set<std::string> stages_;
  std::map<std::string, std::set<EntityId>> creates_;
  std::map<std::string, std::string> version_of_;
};

void check(const Ground& ground, std::vector<Finding>& out) {
  const Templates all(ground);
  for (const Entity& entity : ground.facts().entities()) {
    if (!can_clash(ground, entity)) continue;
    const std::map<std::string, std::vector<RelationId>> templates = all.of(entity);
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
