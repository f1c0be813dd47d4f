// governance/no-owner: a context without a team.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::governance {
namespace {

constexpr RuleOption options[] = {
    {"require-docs", "false", "Each context needs a README, a contract or a docs folder too."},
    {"tags", "Owner owner Team team", "Tags of resources that name the team where the model does not."},
};

// The teams that tags of the context's own services, units and data name.
std::set<std::string> tagged_teams(const Ground& ground, PartyId party) {
  std::set<std::string> teams;
  std::vector<std::string> tags = ground.list("tags");
  for (const Entity& e : ground.facts().entities()) {
    if (ground.map.owner_of(ground.facts().id_of(e)).party != party) continue;
    for (const std::string& tag : tags)
      if (std::string_view team = attribute(e, "tag:" + tag); !team.empty() && team != "unassigned")
        teams.emplace(team);
  }
  return teams;
}

bool has_docs(const Ground& ground, PartyId party) {
  if (!ground.map.party(party).context->about.empty()) return true;
  for (const std::string& path : ground.map.paths()) {
    if (ground.map.of_path(path) != party) continue;
    std::string name;
    for (char c : path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1))
      name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    bool is_doc = name.starts_with("readme") || name.find("openapi") != std::string::npos ||
                  name.find("asyncapi") != std::string::npos || path.find("/docs/") != std::string::npos;
    if (is_doc) return true;
  }
  return false;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  for (std::size_t i = 0; i < ground.map.parties().size(); ++i) {
    auto id = static_cast<PartyId>(i);
    const model::Context* context = ground.map.party(id).context;
    if (!context) continue;
    auto add = [&](std::string object, std::string message, std::string help) {
      Finding finding;
      finding.severity = ground.severity();
      finding.from = context->name;
      finding.object = std::move(object);
      finding.owner = context->team.text;
      finding.message = std::move(message);
      finding.help = std::move(help);
      finding.label = "no owner";
      finding.places.push_back(ground.model().step(context->at, context->name));
      out.push_back(std::move(finding));
    };
    std::set<std::string> tagged = tagged_teams(ground, id);
    if (context->team.text.empty() && tagged.empty())
      add("team", fmt::format("{} has no team.", context->name),
          fmt::format("Write who owns it: `contexts.{}.team`.", context->name));
    if (context->team.text.empty() && tagged.size() > 1)
      add("team",
          fmt::format("{} belongs to {} by its tags; it has no one team.", context->name,
                      and_list({tagged.begin(), tagged.end()})),
          fmt::format("Write who owns it: `contexts.{}.team`.", context->name));
    if (ground.flag("require-docs") && !has_docs(ground, id))
      add("docs", fmt::format("{} is not described anywhere.", context->name),
          "Add a README, a contract, or the key `about`.");
  }
}

}  // namespace

extern const Rule no_owner;
const Rule no_owner{
    .id = "governance/no-owner",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "A context has no team, or several.",
    .why = "What belongs to nobody is changed by everybody; what breaks at night has nobody to call.",
    .fix = "Give the context one team.",
    .options = options,
    .help_uri = "https://teamtopologies.com/key-concepts",
    .bad = R"(contexts:
  ordering:   # governance/no-owner
    code: services/ordering/**
---
service ordering root=services/ordering
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    team: "@shop/ordering"
---
service ordering root=services/ordering
)",
    .check = check,
};

}  // namespace demarc::rules::governance
