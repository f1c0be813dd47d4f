// boundary/shared-domain-library: a library that several contexts use holds domain content and has no owner.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/files.h"
#include "rules/names.h"

namespace demarc::rules::boundary {
namespace {

constexpr RuleOption options[] = {
    {"technical-libs", "", "Names or folders (globs) of libraries that hold nothing of the domain."},
};

// One thing in a library that belongs to the domain.
struct Content {
  std::string what;  // "table orders", "event OrderPlaced", "Order, a term of ordering"
  Step place;
};

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {
    for (const std::string& glob : ground.list("technical-libs")) technical_.push_back(Glob(glob));
  }

  void run() {
    for (EntityId id : ground_.architecture().entities(EntityKind::service)) {
      const Entity& library = ground_.facts()[id];
      if (attribute(library, "kind") != "library" || !ground_.accepts(library.certainty)) continue;
      // What a context or a kernel owns is judged by boundary/internal-import.
      if (ground_.map.of_entity(id) != nobody || is_technical(library)) continue;
      look_at(id, library);
    }
  }

 private:
  bool is_technical(const Entity& library) const {
    return std::any_of(technical_.begin(), technical_.end(), [&](const Glob& glob) {
      return glob.matches(library.name) || glob.matches(attribute(library, "root"));
    });
  }

  // Made to be shared: the library, or this file of it, is what some context publishes.
  bool is_published(std::string_view path) const {
    return std::any_of(
        ground_.model().contexts.begin(), ground_.model().contexts.end(), [&](const model::Context& context) {
          return context.publishes.has_code && ground_.map.publishes_code(context, path) == true;
        });
  }

  void look_at(EntityId id, const Entity& library) {
    std::map<PartyId, std::vector<RelationId>> users;
    for (RelationId r : ground_.architecture().to(id)) {
      const Relation& relation = ground_.facts()[r];
      if (relation.kind != RelationKind::imports || !ground_.accepts(relation)) continue;
      const PartyId party = ground_.map.doer(relation);
      if (party != nobody && !ground_.map.party(party).kernel) users[party].push_back(r);
    }
    if (users.size() < 2) return;
    const std::vector<Content> contents = contents_of(id, library);
    if (contents.empty()) return;
    std::vector<std::string> who;
    std::vector<RelationId> imports;
    for (const auto& [party, some] : users) {
      who.push_back(ground_.map.name(party));
      imports.insert(imports.end(), some.begin(), some.end());
    }
    std::sort(who.begin(), who.end());
    std::vector<std::string> what;
    for (const Content& content : contents)
      if (what.size() < 4) what.push_back(content.what);
    if (contents.size() > what.size()) what.back() = fmt::format("{} more", contents.size() - 3);
    Finding finding;
    finding.severity = ground_.severity();
    finding.object = library.name;
    finding.from = who[0];
    if (who.size() == 2) finding.to = who[1];
    finding.message = fmt::format("{} is used by {} and contains {}; nobody is declared its owner.",
                                  library.name, and_list(who), and_list(what));
    finding.help =
        "Give it to one context, which offers it behind its interface, or declare a kernel with its members.";
    finding.label = "of the domain";
    for (const Content& content : contents) ground_.place(finding, std::span(&content.place, 1));
    ground_.place(finding, imports);
    // The imports are places too; those are lines of the users.
    out_.push_back(std::move(finding));
  }

  std::vector<Content> contents_of(EntityId id, const Entity& library) const {
    std::map<std::string, Content> found;
    const std::string_view root = attribute(library, "root");
    auto lies_here = [&](const Step& step) {
      return !step.path.empty() && !root.empty() && root != "." && is_below(step.path, root) &&
             !is_published(step.path);
    };
    for (const Relation& r : ground_.facts().relations()) {
      if (r.evidence.empty() || !ground_.accepts(r)) continue;
      if (r.from != id && !lies_here(r.evidence[0])) continue;
      if (is_published(r.evidence[0].path)) continue;
      const Entity& target = ground_.facts()[r.to];
      const bool is_data = r.kind == RelationKind::reads || r.kind == RelationKind::writes ||
                           (r.kind == RelationKind::declares && target.kind == EntityKind::table);
      if (is_data && target.kind == EntityKind::table && attribute(target, "kind") != "cache")
        add(found, fmt::format("table {}", spoken(target)), r.evidence[0]);
      if (r.kind == RelationKind::publishes && attribute(target, "pattern") != "any")
        add(found, fmt::format("event {}", spoken(target)), r.evidence[0]);
    }
    std::set<std::string, std::less<>> stored;
    for (EntityId t : ground_.architecture().entities(EntityKind::table))
      if (std::string_view type = attribute(ground_.facts()[t], "entity"); !type.empty())
        stored.emplace(type);
    for (EntityId e : ground_.architecture().entities(EntityKind::entity)) {
      const Entity& type = ground_.facts()[e];
      if (!ground_.accepts(type.certainty)) continue;
      for (const Step& step : type.evidence) {
        if (!lies_here(step)) continue;
        if (stored.contains(type.name)) add(found, fmt::format("entity {}", type.name), step);
        for (const model::Context& context : ground_.model().contexts) {
          for (const model::Named& owned : context.owns.entities)
            if (Glob(owned.text, Glob::Case::folded).matches(type.name))
              add(found, fmt::format("{}, an entity of {}", type.name, context.name), step);
          for (const model::Term& term : context.language)
            if (model::folded_name(term.name) == model::folded_name(type.name))
              add(found, fmt::format("{}, a term of {}", type.name, context.name), step);
        }
      }
    }
    std::vector<Content> out;
    for (auto& [what, content] : found) out.push_back(std::move(content));
    return out;
  }

  static void add(std::map<std::string, Content>& found, std::string what, const Step& place) {
    std::string key = what;
    found.try_emplace(std::move(key), Content{std::move(what), place});
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::vector<Glob> technical_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "billing imports common", "billing calls ordering", "One context uses it."},
    {Example::bad, "common writes postgresql:orders", "common calls common",
     "It holds nothing of the domain."},
    {Example::bad, "contexts:", R"(rules: { boundary/shared-domain-library: { technical-libs: common } }
contexts:)",
     "It is said to be technical."},
    {Example::bad, "billing: { code: services/billing/** }",
     "billing: { code: [services/billing/**, libs/common/**] }", "It belongs to one context."},
    {Example::good, R"(kernels:
  common: { code: libs/common/**, members: [ordering, billing] }
)",
     "", "Nobody has agreed to share it."},
};

}  // namespace

extern const Rule shared_domain_library;
const Rule shared_domain_library{
    .id = "boundary/shared-domain-library",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::contexts,
    .what =
        "A library of the tree that several contexts use holds stored entities, table names, events or "
        "terms, "
        "and is no declared kernel.",
    .why =
        "What is common to all belongs to nobody: every change of the shared model needs all its users at "
        "once.",
    .fix = "Give it to one context behind its interface, or declare a kernel.",
    .options = options,
    .help_uri = "https://www.domainlanguage.com/ddd/reference/",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
service common root=libs/common kind=library
ordering imports common   # boundary/shared-domain-library
billing imports common    # boundary/shared-domain-library
common writes postgresql:orders   # boundary/shared-domain-library
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
kernels:
  common: { code: libs/common/**, members: [ordering, billing] }
---
service ordering root=services/ordering
service billing root=services/billing
service common root=libs/common kind=library
ordering imports common
billing imports common
common writes postgresql:orders
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::boundary
