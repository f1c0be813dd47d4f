// drift/declared-but-absent: the model says something that nothing in the tree does.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/nearest.h"
#include "analyzer/model/sites.h"
#include "analyzer/model/unread.h"
#include "rules/names.h"

namespace demarc::rules::drift {
namespace {

constexpr RuleOption options[] = {
    {"scopes", "uses publishes owns routes language capabilities",
     "Declarations that are judged: uses, publishes, owns, routes (of contracts), language, capabilities.",
     "uses|publishes|owns|routes|language|capabilities"},
    {"coverage", "80",
     "Share of resolved places, in percent, below which a context is only said to be not seen."},
};

using model::Context;
using model::Named;
using model::NamedList;

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out)
      : ground_(ground),
        out_(out),
        sites_(model::count_sites(ground.map)),
        unread_(model::unread_code(ground.map)) {
    for (std::string& scope : ground.list("scopes")) scopes_.insert(std::move(scope));
  }

  void run() {
    if (scopes_.contains("language")) names_ = language::names_of(ground_);
    for (std::size_t i = 0; i < ground_.map.parties().size(); ++i) {
      const auto id = static_cast<PartyId>(i);
      const Context* context = ground_.map.party(id).context;
      if (!context || context->optional || !has_code(id)) continue;
      share_ = 100 * model::coverage(sites_[i]);
      const std::string unread = model::unread_text(unread_[i]);
      is_sure_ = share_ >= ground_.number("coverage") && unread.empty();
      not_seen_ = unread.empty() ? fmt::format("not seen (coverage {:.0f} %)", share_)
                                 : fmt::format("not seen ({} could not be read)", unread);
      if (scopes_.contains("uses")) uses(id, *context);
      if (scopes_.contains("publishes")) publishes(id, *context);
      if (scopes_.contains("owns")) owns(*context);
      if (scopes_.contains("routes")) routes(id, *context);
      if (scopes_.contains("language")) terms(id, *context);
    }
    if (scopes_.contains("capabilities")) capabilities();
  }

 private:
  // Of a context without code model/invalid speaks.
  bool has_code(PartyId id) const {
    for (const Entity& e : ground_.facts().entities())
      if ((e.kind == EntityKind::service || e.kind == EntityKind::function) &&
          ground_.map.of_entity(ground_.facts().id_of(e)) == id)
        return true;
    return false;
  }

  void add(const Context& context, std::string to, std::string object, Span at, std::string_view declared,
           std::string_view absent, std::string help) {
    Finding finding;
    finding.severity = ground_.severity();
    finding.from = context.name;
    finding.to = std::move(to);
    finding.object = std::move(object);
    finding.owner = context.team.text;
    finding.message = is_sure_ ? fmt::format("{} declares that {}; {}.", context.name, declared, absent)
                               : fmt::format("{} declares that {}; {}.", context.name, declared, not_seen_);
    finding.help = is_sure_ ? std::move(help)
                            : "See first what was not understood: `demarc coverage`, model/low-coverage.";
    finding.label = is_sure_ ? "not found" : "not seen";
    finding.places.push_back(ground_.model().step(at, "declared here"));
    out_.push_back(std::move(finding));
  }

  void uses(PartyId id, const Context& context) {
    for (const model::Use& use : context.uses) {
      const PartyId to = ground_.map.find(use.to);
      if (to == nobody || !has_code(to)) continue;
      model::Ways found;
      for (const Edge& edge : ground_.map.edges())
        if (edge.from == id && edge.to == to) found.add(edge.cls);
      if (use.by.empty()) {
        if (found.empty())
          add(context, use.to, "uses", use.at, fmt::format("it uses {}", use.to), "nothing in the code does",
              "Remove the entry, so that the next dependency is a decision.");
        continue;
      }
      // Events for calls, or calls for events, is a mismatch, which drift/communication-mismatch tells.
      const bool says_call = use.by.has(EdgeClass::call), says_event = use.by.has(EdgeClass::event);
      const bool has_call = found.has(EdgeClass::call), has_event = found.has(EdgeClass::event);
      const bool is_mismatch = says_call != says_event && has_call != has_event && says_call != has_call;
      for (EdgeClass way :
           {EdgeClass::call, EdgeClass::event, EdgeClass::import, EdgeClass::data, EdgeClass::schema})
        if (use.by.has(way) && !found.has(way) &&
            !(is_mismatch && (way == EdgeClass::call || way == EdgeClass::event)))
          add(context, use.to, fmt::format("uses {}", to_string(way)), use.at,
              fmt::format("it uses {} by {}", use.to, to_string(way)), "nothing in the code does",
              fmt::format("Remove `{}` from `contexts.{}.uses.{}`.", to_string(way), context.name, use.to));
    }
  }

  template <class F>
  bool any(EntityKind kind, F&& fits) const {
    for (EntityId id : ground_.architecture().entities(kind))
      if (!model::is_open(ground_.facts()[id]) && fits(id, ground_.facts()[id])) return true;
    return false;
  }
  static bool is_listed(const Named& wanted, const Entity& entity) {
    return model::listed({wanted}, entity.name, attribute(entity, "physical"), attribute(entity, "id")) >= 0;
  }

  void publishes(PartyId id, const Context& context) {
    std::vector<std::string_view> published;
    for (EntityId channel : ground_.architecture().entities(EntityKind::channel))
      published.push_back(bare_name(ground_.facts()[channel].name));
    for (const Named& event : context.publishes.events) {
      // A file is a contract: it is read or it is not.
      if (event.text.find('/') != std::string::npos) continue;
      const bool is_there = any(EntityKind::channel, [&](EntityId channel, const Entity& entity) {
        if (!is_listed(event, entity)) return false;
        for (RelationId r : ground_.map.publishers(channel))
          if (ground_.facts()[r].certainty != Certainty::guessed) return true;
        return false;
      });
      if (is_there) continue;
      std::string_view near = nearest(event.text, published);
      if (near == event.text) near = {};
      add(context, "", fmt::format("event {}", event.text), event.at,
          fmt::format("it publishes {}", event.text),
          near.empty() ? "no code does" : fmt::format("no code does (closest: {})", near),
          near.empty() ? "Remove it, or publish it." : fmt::format("Correct the name: is it {}?", near));
    }
    for (const Named& api : context.publishes.api) {
      const bool is_file = api.text.find(' ') == std::string::npos;
      const Glob file(api.text);
      const bool is_there = any(EntityKind::operation, [&](EntityId operation, const Entity& entity) {
        if (is_file) return file.matches(attribute(entity, "contract"));
        if (ground_.map.of_entity(operation) != id) return false;
        if (api.text.starts_with("rpc ") || api.text.starts_with("invoke "))
          return Glob(api.text.substr(api.text.find(' ') + 1)).matches(last_word(entity.name));
        return model::operation_matches(api.text, attribute(entity, "method"), attribute(entity, "path"));
      });
      const bool is_known_file =
          is_file &&
          (any(EntityKind::contract, [&](EntityId, const Entity& e) { return file.matches(e.name); }) ||
           std::any_of(ground_.map.paths().begin(), ground_.map.paths().end(),
                       [&](const std::string& path) { return file.matches(path); }));
      if (is_there || is_known_file || (!is_file && api.text.starts_with("invoke "))) continue;
      add(context, "", fmt::format("api {}", api.text), api.at, fmt::format("it publishes {}", api.text),
          is_file ? "there is no such file" : "no code answers it",
          is_file ? "Correct the path." : "Remove it, or correct method and path.");
    }
  }

  static std::string_view last_word(std::string_view name) {
    const std::size_t blank = name.rfind(' ');
    return blank == std::string_view::npos ? name : name.substr(blank + 1);
  }

  void owns(const Context& context) {
    auto each = [&](const NamedList& list, std::string_view word, EntityKind kind) {
      for (const Named& owned : list)
        if (!any(kind, [&](EntityId, const Entity& entity) { return is_listed(owned, entity); }))
          add(context, "", fmt::format("{} {}", word, owned.text), owned.at,
              fmt::format("it owns the {} {}", word, owned.text), "nothing in the tree makes or uses it",
              "Remove it, or correct the name.");
    };
    each(context.owns.tables, "table", EntityKind::table);
    each(context.owns.collections, "collection", EntityKind::table);
    each(context.owns.buckets, "bucket", EntityKind::table);
    each(context.owns.caches, "cache", EntityKind::table);
    each(context.owns.topics, "topic", EntityKind::channel);
    each(context.owns.queues, "queue", EntityKind::channel);
    each(context.owns.secrets, "secret", EntityKind::setting);
    each(context.owns.parameters, "parameter", EntityKind::setting);
  }

  // What a contract lists and no code answers.
  void routes(PartyId id, const Context& context) {
    // A contract of which the code answers nothing at all is one whose code was not understood.
    std::map<std::string_view, std::vector<EntityId>> absent;
    std::set<std::string_view> answered;
    for (EntityId o : ground_.architecture().entities(EntityKind::operation)) {
      const Entity& operation = ground_.facts()[o];
      const std::string_view contract = attribute(operation, "contract");
      if (contract.empty() || ground_.map.of_entity(o) != id) continue;
      if (is_answered(o)) answered.insert(contract);
      else absent[contract].push_back(o);
    }
    for (const auto& [contract, operations] : absent)
      if (answered.contains(contract))
        for (EntityId o : operations) absent_route(context, contract, o);
  }

  void absent_route(const Context& context, std::string_view contract, EntityId o) {
    const Entity& operation = ground_.facts()[o];
    Finding finding;
    finding.severity = ground_.severity();
    finding.from = context.name;
    finding.object = fmt::format("route {}", operation.name);
    finding.owner = context.team.text;
    finding.message = fmt::format("{} lists {}; {}.", contract, spoken(operation),
                                  is_sure_ ? "no code answers it" : not_seen_);
    finding.help = "Remove it from the contract, or answer it.";
    finding.label = "not answered";
    ground_.place(finding, std::span(operation.evidence));
    if (finding.places.empty()) finding.places.push_back({std::string(contract), 0, 0, 0, 0, ""});
    out_.push_back(std::move(finding));
  }

  bool is_answered(EntityId operation) const {
    const Entity& wanted = ground_.facts()[operation];
    for (const Relation& r : ground_.facts().relations()) {
      if (r.kind != RelationKind::handles && r.kind != RelationKind::exposes) continue;
      // What only the contract offers is not answered by that.
      if (r.kind == RelationKind::exposes && !r.evidence.empty() &&
          r.evidence[0].path == attribute(wanted, "contract"))
        continue;
      if (r.to == operation) return true;
      const Entity& other = ground_.facts()[r.to];
      if (attribute(other, "service") != attribute(wanted, "service")) continue;
      const std::string_view path = attribute(wanted, "path");
      if (!path.empty() && model::operation_matches(fmt::format("{} {}", attribute(wanted, "method"), path),
                                                    attribute(other, "method"), attribute(other, "path")))
        return true;
      // A framework's own router stands behind it.
      const std::string_view theirs = attribute(other, "path");
      if (theirs.find("{proxy+}") != std::string_view::npos || theirs.find('*') != std::string_view::npos)
        return true;
    }
    return false;
  }

  void terms(PartyId id, const Context& context) {
    for (const model::Term& term : context.language) {
      const std::vector<std::string> wanted = model::words_in(term.name);
      const bool is_there = std::any_of(names_.begin(), names_.end(), [&](const language::Name& name) {
        return name.party == id && language::holds(name.words, wanted);
      });
      if (!is_there)
        add(context, "", fmt::format("term {}", term.name), term.at,
            fmt::format("{} is a word of its language", term.name), "no type, route, event or table says it",
            "Use the word where it is meant, or take it out of the glossary.");
    }
  }

  // What the system is for, and no context or service says that it serves it.
  void capabilities() {
    const auto serves = [](const NamedList& list, std::string_view wanted) {
      return std::any_of(list.begin(), list.end(), [&](const Named& one) {
        return model::folded_name(one.text) == model::folded_name(wanted);
      });
    };
    for (const model::Group& capability : ground_.model().capabilities) {
      if (!capability.members.empty()) continue;  // it names the contexts itself
      const bool is_served = std::any_of(
          ground_.model().contexts.begin(), ground_.model().contexts.end(), [&](const Context& context) {
            return serves(context.capabilities, capability.name) ||
                   std::any_of(context.services.begin(), context.services.end(),
                               [&](const auto& s) { return serves(s.capabilities, capability.name); });
          });
      if (is_served) continue;
      Finding finding;
      finding.severity = ground_.severity();
      finding.object = fmt::format("capability {}", capability.name);
      finding.message = fmt::format("{} is a capability of the system; no context and no service serves it.",
                                    capability.name);
      finding.help = "List it under `capabilities` of the context or service that serves it, or take it out.";
      finding.label = "served by nobody";
      finding.places.push_back(ground_.model().step(capability.at, "declared here"));
      out_.push_back(std::move(finding));
    }
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  const model::SiteCounts sites_;
  std::set<std::string> scopes_;
  std::vector<language::Name> names_;
  const model::UnreadCode unread_;
  double share_ = 100;
  bool is_sure_ = true;   // of the context that is looked at
  std::string not_seen_;  // why not
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, R"(      catalog: event   # drift/declared-but-absent
)",
     R"(      {}
)",
     "Nothing is declared."},
    {Example::bad, R"(service catalog root=services/catalog
)",
     R"(service catalog root=services/catalog
catalog publishes eventbridge:ProductPriced
ordering consumes eventbridge:ProductPriced
)",
     "It is there."},
    {Example::bad, "contexts:", R"(rules: { drift/declared-but-absent: { scopes: language } }
contexts:)",
     "Uses are not judged."},
    {Example::good, R"(ordering consumes eventbridge:ProductPriced
)",
     "", "The listener is gone."},
};

}  // namespace

extern const Rule declared_but_absent;
const Rule declared_but_absent{
    .id = "drift/declared-but-absent",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::model,
    .what =
        "Something that is declared (a use, a published event or operation, a table, a term, a documented "
        "route) "
        "is nowhere in the tree.",
    .why =
        "What is declared and not there permits what nobody decided today, and a model that is partly wrong "
        "is "
        "soon not read at all.",
    .fix = "Take it out of the model, or build it.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: event   # drift/declared-but-absent
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    uses:
      catalog: event
  catalog: { code: services/catalog/** }
---
service ordering root=services/ordering
service catalog root=services/catalog
catalog publishes eventbridge:ProductPriced
ordering consumes eventbridge:ProductPriced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::drift
