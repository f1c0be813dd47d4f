// model/contradictory-roles: roles that contradict each other, and relations that are not lived as declared.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/base/files.h"
#include "rules/ground.h"

namespace demarc::rules::model {
namespace {

namespace declared = demarc::model;

constexpr RuleOption options[] = {
    {"one-way-partners", "true", "A partnership that is used one way only is reported."},
    {"unused-kernels", "true", "Members that use nothing of their kernel are reported."},
};

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {}

  void run() {
    for (const declared::Context& context : ground_.model().contexts)
      for (const declared::Use& use : context.uses) entry(context, use);
    if (ground_.flag("one-way-partners")) partners();
    if (ground_.flag("unused-kernels")) kernels();
  }

 private:
  Finding& add(std::string from, std::string to, std::string object, Span at, std::string what,
               std::string message, std::string help) {
    Finding finding;
    finding.severity = ground_.severity();
    finding.from = std::move(from);
    finding.to = std::move(to);
    finding.object = std::move(object);
    finding.message = std::move(message);
    finding.help = std::move(help);
    finding.label = "contradicts";
    finding.places.push_back(ground_.model().step(at, std::move(what)));
    if (const declared::Context* context = ground_.model().context(finding.from))
      finding.owner = context->team.text;
    out_.push_back(std::move(finding));
    return out_.back();
  }

  static std::string_view word(const declared::Use& use) {
    return use.pattern ? declared::to_string(*use.pattern) : std::string_view("customer");
  }

  void entry(const declared::Context& context, const declared::Use& use) {
    const std::string said = fmt::format("{} uses {}", context.name, use.to);
    // One entry wants the other's model kept out, the other takes it as it is.
    for (const declared::Use& other : context.uses)
      if (&other > &use && other.to == use.to && other.pattern && use.pattern &&
          other.pattern != use.pattern) {
        Finding& finding =
            add(context.name, use.to, "roles", use.at, said,
                fmt::format("{} is both {} and {} of {}.", context.name, word(use), word(other), use.to),
                "Choose one: either the other's model is taken as it is, or it is translated.");
        ground_.declare(finding, other.at, said);
      }
    const declared::Context* owner = ground_.model().context(use.to);
    if (!owner) return;
    // Each below the other: then neither is.
    if (const declared::Use* turned = owner->use_of(context.name);
        turned && turned->pattern && use.pattern && context.name < owner->name) {
      Finding& finding =
          add(context.name, owner->name, "both below", use.at, said,
              fmt::format("{} is {} of {}, and {} is {} of {}: each stands below the other.", context.name,
                          word(use), owner->name, owner->name, word(*turned), context.name),
              fmt::format("Decide who follows whom, or declare `partners: [[{}, {}]]`.", context.name,
                          owner->name));
      ground_.declare(finding, turned->at, fmt::format("{} uses {}", owner->name, context.name));
    }
    // Partners stand side by side.
    for (const declared::Relationship& pair : ground_.model().partners)
      if (use.pattern && pair.holds(context.name, owner->name)) {
        Finding& finding = add(context.name, owner->name, "partner role", use.at, said,
                               fmt::format("{} is {} of {}, but the two are partners, which have no roles.",
                                           context.name, word(use), owner->name),
                               "Take `as` away, or end the partnership.");
        ground_.declare(finding, pair.at, fmt::format("{} and {} are partners", context.name, owner->name));
      }
    if (use.pattern && use.pattern != declared::Pattern::anticorruption_layer && !use.inside.empty())
      add(context.name, owner->name, "inside", use.inside[0].at, said,
          fmt::format("{} is {} of {} and names a layer (`inside`), which only an anticorruption layer has.",
                      context.name, word(use), owner->name),
          "Write `as: anticorruption-layer`, or take `inside` away.");
    if (use.pattern == declared::Pattern::conformist && owner->legacy)
      add(context.name, owner->name, "legacy", use.at, said,
          fmt::format("{} is conformist of {}, whose model is declared legacy.", context.name, owner->name),
          "Put an anticorruption layer between them, or stop calling it legacy.");
  }

  bool depends(std::string_view from, std::string_view to) const {
    return std::any_of(ground_.map.edges().begin(), ground_.map.edges().end(), [&](const Edge& edge) {
      return ground_.map.name(edge.from) == from && ground_.map.name(edge.to) == to;
    });
  }

  void partners() {
    for (const declared::Relationship& pair : ground_.model().partners)
      for (const declared::Named& a : pair.members)
        for (const declared::Named& b : pair.members) {
          if (a.text >= b.text || a.text == b.text) continue;
          const bool there = depends(a.text, b.text), back = depends(b.text, a.text);
          // That nothing at all is between them is for drift/declared-but-absent.
          if (there == back) continue;
          const std::string &user = there ? a.text : b.text, &owner = there ? b.text : a.text;
          add(user, owner, "one-way partners", pair.at, fmt::format("{} and {} are partners", a.text, b.text),
              fmt::format("{} and {} are declared partners, but only {} depends on {}.", a.text, b.text, user,
                          owner),
              fmt::format("Declare the use of one: `contexts.{}.uses.{}`.", user, owner));
        }
  }

  void kernels() {
    for (const declared::Kernel& kernel : ground_.model().kernels) {
      const PartyId id = ground_.map.find(kernel.name);
      bool is_seen = false;
      std::set<std::string> users;
      for (const Edge& edge : ground_.map.edges())
        if (edge.to == id) users.insert(ground_.map.name(edge.from));
      for (const std::string& path : ground_.map.paths())
        is_seen = is_seen || ground_.map.of_path(path) == id;
      for (const Entity& e : ground_.facts().entities())
        is_seen = is_seen || ground_.map.of_entity(ground_.facts().id_of(e)) == id;
      // Nobody is seen to use it: then its language or its package is not understood, or it is not there.
      if (!is_seen || users.empty()) continue;
      for (const declared::Named& member : kernel.members)
        if (!users.contains(member.text))
          add(member.text, kernel.name, "unused kernel", member.at, fmt::format("member of {}", kernel.name),
              fmt::format("{} is a member of the kernel {} and uses nothing of it.", member.text,
                          kernel.name),
              "Take it out of the members: who shares a kernel has a say in every change of it.");
    }
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, R"(, as: conformist }   # model/contradictory-roles
  catalog:
    code: services/catalog/**
    uses:
      ordering: { by: event, as: customer })",
     R"(}
  catalog:
    code: services/catalog/**
    uses:
      ordering: { by: event })",
     "Partners without roles."},
    {Example::good, "by: call, as: conformist",
     "by: call, as: conformist, inside: services/ordering/catalog/**", "Who conforms has no layer."},
    {Example::good, "---", R"(partners: [[ordering, catalog]]
---)",
     "A partner conforms to nobody."},
};

}  // namespace

extern const Rule contradictory_roles;
const Rule contradictory_roles{
    .id = "model/contradictory-roles",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what =
        "Declared roles contradict each other, a partnership is used one way only, or a member uses nothing "
        "of "
        "its kernel.",
    .why =
        "Roles say who must adapt when something changes; where they contradict each other, nobody knows, "
        "and "
        "the "
        "louder team wins.",
    .fix = "Say who follows whom.",
    .options = options,
    .help_uri = "https://www.domainlanguage.com/ddd/reference/",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: { by: call, as: conformist }   # model/contradictory-roles
  catalog:
    code: services/catalog/**
    uses:
      ordering: { by: event, as: customer }   # model/contradictory-roles
partners: [[ordering, catalog]]
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog
catalog calls ordering
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: { by: call, as: conformist }
  catalog:
    code: services/catalog/**
    uses:
      ordering: event
---
service ordering root=services/ordering
service catalog root=services/catalog
ordering calls catalog
ordering publishes eventbridge:OrderPlaced
catalog consumes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::model
