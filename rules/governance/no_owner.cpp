// governance/no-owner: a context without a team, or with another one than CODEOWNERS or its catalog names.
#include <fmt/format.h>

#include <algorithm>
#include <map>
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

// What CODEOWNERS and catalogs say about the files of one context.
struct Said {
  // By owners as written, joined: the line that says so, an example and the number of files.
  struct Claim {
    const model::PathOwner* line = nullptr;
    std::string example;
    std::size_t files = 0;
  };
  std::map<std::string, Claim> claims;
  std::size_t files = 0, unclaimed = 0;
};

std::vector<Said> said_of_parties(const Ground& ground) {
  std::vector<Said> all(ground.map.parties().size());
  const model::PathOwners& owners = ground.model().path_owners;
  if (owners.empty()) return all;
  for (const std::string& path : ground.map.paths()) {
    const PartyId party = ground.map.of_path(path);
    if (party == nobody) continue;
    Said& said = all[static_cast<std::size_t>(party)];
    ++said.files;
    auto claim = [&](const model::PathOwner& line) {
      Said::Claim& claim = said.claims[fmt::format("{} {}", line.source, fmt::join(line.owners, " "))];
      if (claim.files++ == 0) {
        claim.line = &line;
        claim.example = path;
      }
    };
    const auto lines = owners.of_code(path);
    for (const model::PathOwner* line : lines) claim(*line);
    const model::PathOwner* catalog = owners.of_catalog(path);
    if (catalog) claim(*catalog);
    said.unclaimed += lines.empty() && !catalog;
  }
  return all;
}

bool names_team(const model::PathOwner& line, std::string_view team) {
  return std::any_of(line.owners.begin(), line.owners.end(), [&](const std::string& owner) {
    return model::PathOwners::team_of(owner) == model::PathOwners::team_of(team);
  });
}

// Teams that own at least one file, by their plain names.
std::map<std::string, std::string> teams_of(const Said& said) {
  std::map<std::string, std::string> teams;
  for (const auto& [owners, claim] : said.claims)
    for (const std::string& owner : claim.line->owners)
      teams.emplace(model::PathOwners::team_of(owner), owner);
  return teams;
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out)
      : ground_(ground), out_(out), said_(said_of_parties(ground)) {
    for (const Said& said : said_) any_claims_ = any_claims_ || !said.claims.empty();
  }

  void run() {
    for (std::size_t i = 0; i < ground_.map.parties().size(); ++i)
      if (const model::Context* context = ground_.map.parties()[i].context)
        if (is_there(static_cast<PartyId>(i))) look_at(static_cast<PartyId>(i), *context);
  }

 private:
  Finding& add(const model::Context& context, std::string object, std::string message, std::string help) {
    Finding finding;
    finding.severity = ground_.severity();
    finding.from = context.name;
    finding.object = std::move(object);
    finding.owner = context.team.text;
    finding.message = std::move(message);
    finding.help = std::move(help);
    finding.label = "no owner";
    finding.places.push_back(ground_.model().step(context.at, context.name));
    out_.push_back(std::move(finding));
    return out_.back();
  }

  // Nobody has to own what holds nothing; model/invalid asks whether it may.
  bool is_there(PartyId id) const {
    const auto& paths = ground_.map.paths();
    const auto& entities = ground_.facts().entities();
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& path) { return ground_.map.of_path(path) == id; }) ||
           std::any_of(entities.begin(), entities.end(), [&](const Entity& e) {
             return ground_.map.of_entity(ground_.facts().id_of(e)) == id;
           });
  }

  void look_at(PartyId id, const model::Context& context) {
    const Said& said = said_[static_cast<std::size_t>(id)];
    if (context.team.text.empty()) without_team(id, context, said);
    else compare(context, said);
    if (ground_.flag("require-docs") && !has_docs(ground_, id))
      add(context, "docs", fmt::format("{} is not described anywhere.", context.name),
          "Add a README, a contract, or the key `about`.");
  }

  void without_team(PartyId id, const model::Context& context, const Said& said) {
    const std::string help = fmt::format("Write who owns it: `contexts.{}.team`.", context.name);
    const std::set<std::string> tagged = tagged_teams(ground_, id);
    const std::map<std::string, std::string> claimed = teams_of(said);
    if (tagged.empty() && claimed.empty()) {
      add(context, "team", fmt::format("{} has no team.", context.name), help);
      return;
    }
    if (tagged.size() > 1)
      add(context, "team",
          fmt::format("{} belongs to {} by its tags; it has no one team.", context.name,
                      and_list({tagged.begin(), tagged.end()})),
          help);
    else if (claimed.size() > 1 && tagged.empty() && !has_common_owner(said)) {
      std::vector<std::string> who;
      for (const auto& [plain, team] : claimed) who.push_back(team);
      Finding& finding = add(context, "team",
                             fmt::format("{} belongs to {} by {}; it has no one team.", context.name,
                                         and_list(who), and_list(sources_of(said))),
                             help);
      for (const auto& [owners, claim] : said.claims) finding.declared.push_back(claim.line->at);
    }
  }

  // One owner that every line names: the others look on.
  static bool has_common_owner(const Said& said) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [owners, claim] : said.claims) {
      std::set<std::string> own;
      for (const std::string& owner : claim.line->owners) own.insert(model::PathOwners::team_of(owner));
      for (const std::string& owner : own) ++counts[owner];
    }
    return std::any_of(counts.begin(), counts.end(),
                       [&](const auto& one) { return one.second == said.claims.size(); });
  }

  static std::vector<std::string> sources_of(const Said& said) {
    std::set<std::string> sources;
    for (const auto& [owners, claim] : said.claims) sources.insert(claim.line->source);
    return {sources.begin(), sources.end()};
  }

  // The model names a team: whoever else names one names the same.
  void compare(const model::Context& context, const Said& said) {
    const std::string& team = context.team.text;
    for (const auto& [owners, claim] : said.claims) {
      const model::PathOwner& line = *claim.line;
      std::vector<std::string> others;
      for (const std::string& owner : line.owners)
        if (model::PathOwners::is_team(line, owner)) others.push_back(owner);
      if (others.empty() || names_team(line, team)) continue;
      const std::string what = line.pattern.empty() ? claim.example : line.pattern;
      Finding& finding =
          add(context, owners,
              fmt::format("{} belongs to {} ({}), but {} gives it to {}.", what, context.name, team,
                          line.source, and_list(others)),
              fmt::format("Correct {}, or `contexts.{}.team`: whoever reviews a change is who owns it.",
                          line.source, context.name));
      finding.label = fmt::format("not {}", team);
      finding.places.insert(finding.places.begin(), line.at);
      finding.places.resize(1);
      ground_.declare(finding, context.team.at.file ? context.team.at : context.at,
                      fmt::format("{} owns {}", team, context.name));
    }
    // Others are looked after there, this one is not.
    if (any_claims_ && said.claims.empty() && said.files > 0) {
      Finding& finding =
          add(context, "reviewers",
              fmt::format("{} belongs to {}, but CODEOWNERS and catalogs name nobody for its {} file{}.",
                          context.name, team, said.files, said.files == 1 ? "" : "s"),
              fmt::format("Add a line for {} there.", team));
      finding.severity = less(ground_.severity());
    }
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::vector<Said> said_;
  bool any_claims_ = false;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "code: services/ordering/**", R"(code: services/ordering/**
    team: "@shop/ordering")",
     "It has a team."},
    {Example::bad, "    code:", R"(    team: ordering
    code:)",
     "A team without an at sign is one too."},
    {Example::good, R"("@shop/ordering")", "unassigned", "The word for none stands there."},
    {Example::good, R"(    team: "@shop/ordering"
)",
     "", "The team is taken away."},
};

}  // namespace

extern const Rule no_owner;
const Rule no_owner{
    .id = "governance/no-owner",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "A context has no team, or several, or CODEOWNERS or a catalog names another than the model.",
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
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::governance
