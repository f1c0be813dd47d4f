// model/invalid: the model contradicts itself, its sources, or what is there at all.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <map>
#include <set>

#include "analyzer/base/nearest.h"
#include "analyzer/model/reading.h"
#include "rules/ground.h"
#include "rules/own_rules.h"

namespace demarc::rules::model {
namespace {

namespace declared = demarc::model;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failed == std::errc{} && end == text.data() + text.size();
}

// What an option may hold, told by what it holds otherwise; "" when the value is such a thing.
std::string expected(std::string_view name, const RuleOption* option, std::string_view value) {
  if (name == "min-confidence") return is_one_of(value, {"certain", "likely"}) ? "" : "certain or likely";
  // Test code is never evidence, so that there is nothing to switch on.
  if (name == "tests")
    return is_one_of(value, {"false", "no", "off"}) ? "" : "false: test code is no evidence";
  if (!option) return "";
  if (const std::vector<std::string_view> words = declared::words_of(option->words); !words.empty())
    return std::find(words.begin(), words.end(), value) != words.end()
               ? ""
               : fmt::format("{}", fmt::join(words, ", "));
  const std::string_view otherwise = option->otherwise;
  if (is_one_of(otherwise, {"off", "note", "warning", "error"}) || name.starts_with("by-class."))
    return is_one_of(value, {"off", "note", "warning", "error"}) ? "" : "off, note, warning or error";
  if (is_one_of(otherwise, {"true", "false", "yes", "no"}))
    return is_one_of(value, {"true", "false", "yes", "no", "on", "off"}) ? "" : "true or false";
  if (is_number(otherwise)) return is_number(value) ? "" : "a number";
  return "";
}

class Validation {
 public:
  Validation(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {}

  void run() {
    for (const declared::ModelProblem& problem : ground_.model().problems)
      add(problem.error.where, problem.object.empty() ? problem.error.message : problem.object,
          problem.error.message, problem.error.hint,
          problem.is_conflict ? Severity::warning : Severity::error);
    nothing_there();
    empty_contexts();
    overlaps();
    owned_twice();
    tags();
    settings();
    kinds();
  }

 private:
  Finding& add(Span at, std::string object, std::string message, std::string help, Severity severity) {
    Finding finding;
    finding.severity = severity;
    finding.object = std::move(object);
    finding.message = std::move(message);
    if (!finding.message.empty() && finding.message.back() != '.') finding.message += '.';
    finding.help = help.empty() ? "Correct the model." : std::move(help);
    if (Step step = ground_.model().step(at, "declared here"); !step.path.empty())
      finding.places.push_back(std::move(step));
    out_.push_back(std::move(finding));
    return out_.back();
  }

  // Never a green run over nothing.
  void nothing_there() {
    bool has_facts = std::any_of(ground_.facts().entities().begin(), ground_.facts().entities().end(),
                                 [](const Entity& e) {
                                   return e.kind == EntityKind::service || e.kind == EntityKind::unit ||
                                          e.kind == EntityKind::function;
                                 });
    if (!has_facts)
      add(ground_.model().at, "tree", "no service and no template was found: there is nothing to check",
          "Run it at the root of the tree, and see `demarc coverage`.", Severity::error);
  }

  void empty_contexts() {
    const auto& parties = ground_.map.parties();
    std::vector<bool> seen(parties.size(), false);
    auto see = [&](PartyId id) {
      if (id != nobody) seen[static_cast<std::size_t>(id)] = true;
    };
    for (const std::string& path : ground_.map.paths())
      for (PartyId id : ground_.map.all_of_path(path)) see(id);
    for (const Entity& e : ground_.facts().entities()) see(ground_.map.of_entity(ground_.facts().id_of(e)));
    for (std::size_t i = 0; i < parties.size(); ++i) {
      if (seen[i] || parties[i].is_inferred()) continue;
      if (parties[i].context && parties[i].context->optional) continue;
      const declared::NamedList& code =
          parties[i].context ? parties[i].context->code : parties[i].kernel->code;
      std::vector<std::string> globs;
      for (const declared::Named& one : code) globs.push_back(one.text);
      std::string_view kind = parties[i].context ? "context" : "kernel";
      Finding& finding = add(
          code.empty() ? parties[i].at() : code[0].at, parties[i].name,
          globs.empty()
              ? fmt::format("{} {} has no code and none of its services was found", kind, parties[i].name)
              : fmt::format("{} {} matches no file ({})", kind, parties[i].name, fmt::join(globs, ", ")),
          parties[i].context ? "Correct `code`, or mark the context `optional: true`." : "Correct `code`.",
          Severity::error);
      finding.from = parties[i].name;
      finding.label = "matches no file";
    }
  }

  // A file has one context. One finding for two contexts, whatever the number of files.
  void overlaps() {
    if (!ground_.map.is_declared()) return;
    std::map<std::pair<PartyId, PartyId>, std::vector<std::string>> shared;
    for (const std::string& path : ground_.map.paths()) {
      std::vector<PartyId> all = ground_.map.all_of_path(path);
      for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = i + 1; j < all.size(); ++j) shared[{all[i], all[j]}].push_back(path);
    }
    for (auto& [pair, paths] : shared) {
      const declared::Party &a = ground_.map.party(pair.first), &b = ground_.map.party(pair.second);
      const declared::NamedList& code = b.context ? b.context->code : b.kernel->code;
      Finding& finding =
          add(code.empty() ? b.at() : code[0].at, fmt::format("overlap {} {}", a.name, b.name),
              fmt::format("{} and {} both claim {}{}", a.name, b.name, paths[0],
                          paths.size() > 1 ? fmt::format(" and {} more", paths.size() - 1) : ""),
              "Narrow one of them, or take files away with `!`.", Severity::error);
      finding.from = a.name;
      finding.to = b.name;
      finding.label = "overlaps";
      ground_.declare(finding, a.at(), a.name);
    }
  }

  // By globs: literal names that stand twice are the reader's finding.
  void owned_twice() {
    for (EntityId id : ground_.architecture().entities(EntityKind::table)) {
      const Entity& table = ground_.facts()[id];
      if (declared::is_open(table)) continue;
      const declared::Context* first = nullptr;
      const declared::Named* entry = nullptr;
      for (const declared::Context& context : ground_.model().contexts) {
        int n = declared::listed(context.owns.tables, table.name, attribute(table, "physical"),
                                 attribute(table, "id"));
        if (n < 0) continue;
        const declared::Named& now = context.owns.tables[static_cast<std::size_t>(n)];
        if (!first) {
          first = &context;
          entry = &now;
          continue;
        }
        // A name against a glob is an exception that somebody meant; two names are told already.
        if (has_wildcard(entry->text) != has_wildcard(now.text) ||
            (!has_wildcard(now.text) && now.text == entry->text))
          continue;
        Finding& finding = add(now.at, table.name,
                               fmt::format("{} is owned by {} (`{}`) and by {} (`{}`)", spoken(table),
                                           first->name, entry->text, context.name, now.text),
                               "A unit has one owner: narrow one of the globs.", Severity::error);
        finding.from = first->name;
        finding.to = context.name;
        ground_.declare(finding, entry->at, first->name);
        break;
      }
    }
  }

  // A tag says one context, the model another: two sources that contradict each other.
  void tags() {
    if (!ground_.map.is_declared()) return;
    for (const Entity& e : ground_.facts().entities()) {
      if (e.kind != EntityKind::table && e.kind != EntityKind::channel) continue;
      const declared::Owner& owner = ground_.map.owner_of(ground_.facts().id_of(e));
      if (owner.party == nobody || owner.by == declared::Owner::By::tag) continue;
      for (std::string_view tag : {"tag:Domain", "tag:Context"}) {
        std::string_view value = attribute(e, tag);
        PartyId said = nobody;
        for (std::size_t i = 0; i < ground_.map.parties().size() && !value.empty(); ++i)
          if (declared::folded_name(ground_.map.parties()[i].name) == declared::folded_name(value))
            said = static_cast<PartyId>(i);
        if (said == nobody || said == owner.party) continue;
        Finding& finding =
            add({}, e.name,
                fmt::format("{} is tagged {}={} and belongs to {} ({})", spoken(e), tag.substr(4), value,
                            ground_.map.name(owner.party), declared::to_string(owner.by)),
                "Correct the tag or the model.", Severity::warning);
        finding.from = ground_.map.name(owner.party);
        finding.to = std::string(value);
        finding.places = e.evidence;
        lead(finding, "tag " + std::string(tag.substr(4)));
        finding.declared = owner.evidence;
      }
    }
  }

  // Rules and options that do not exist: what is misspelt would silently do nothing.
  void settings() {
    std::vector<std::string_view> ids;
    for (const Rule* rule : all()) ids.push_back(rule->id);
    for (const declared::RuleSetting& setting : ground_.model().rules) {
      std::vector<const Rule*> meant;
      for (const Rule* rule : all())
        if (rule->id == setting.rule || (has_wildcard(setting.rule) && Glob(setting.rule).matches(rule->id)))
          meant.push_back(rule);
      if (setting.options.contains("query")) {
        if (std::string problem = own_rule_problem(setting); !problem.empty())
          add(setting.at, setting.rule, std::move(problem), "Rules of one's own: docs/query.md.",
              Severity::error);
        for (const auto& [name, value] : setting.options)
          if (!is_one_of(name, {"query", "help"}))
            no_option(setting, name, value, {"severity", "message", "ignore", "query", "help"});
        continue;
      }
      if (meant.empty()) {
        std::string_view near = nearest(setting.rule, ids);
        add(setting.at, setting.rule, fmt::format("there is no rule `{}`", setting.rule),
            near.empty() ? "See `demarc rules`." : fmt::format("Did you mean `{}`?", near), Severity::error);
        continue;
      }
      for (const auto& [name, value] : setting.options) {
        std::vector<std::string_view> known{"severity", "message", "ignore", "min-confidence", "tests"};
        for (const Rule* rule : meant)
          for (const RuleOption& option : rule->options) known.push_back(option.name);
        if (std::find(known.begin(), known.end(), name) != known.end()) {
          const RuleOption* meant_option = nullptr;
          for (const Rule* rule : meant)
            for (const RuleOption& option : rule->options)
              if (option.name == name) meant_option = &option;
          for (const declared::Named& one : value)
            if (std::string wanted = expected(name, meant_option, one.text); !wanted.empty())
              add(one.at, setting.rule + " " + name,
                  fmt::format("`{}` is no value for `{}` of {}", one.text, name, setting.rule),
                  fmt::format("It is {}.", wanted), Severity::error);
          continue;
        }
        no_option(setting, name, value, known);
      }
    }
  }

  void no_option(const declared::RuleSetting& setting, const std::string& name,
                 const declared::NamedList& value, const std::vector<std::string_view>& known) {
    const std::string_view near = nearest(name, known);
    add(value.empty() ? setting.at : value[0].at, setting.rule + " " + name,
        fmt::format("rule `{}` has no option `{}`", setting.rule, name),
        near.empty() ? fmt::format("Its options: {}.", fmt::join(known, ", "))
                     : fmt::format("Did you mean `{}`?", near),
        Severity::error);
  }

  // Which contexts matter most is the first thing a model should say; asked of those who have begun.
  void kinds() {
    const auto& contexts = ground_.model().contexts;
    bool any_kind = std::any_of(contexts.begin(), contexts.end(), [](const declared::Context& c) {
      return c.kind != declared::ContextKind::unknown;
    });
    bool any_closed = std::any_of(contexts.begin(), contexts.end(),
                                  [](const declared::Context& c) { return c.is_closed(); });
    if (contexts.size() < 3 || any_kind || !any_closed) return;
    add(contexts[0].at, "kind", "no context says whether it is core, supporting or generic",
        "Give each context a `kind`: it tells where an exception costs most.", Severity::note);
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Validation(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "servces", "services", "The folder is there."},
    {Example::bad, R"(  billing: { code: servces/billing/** }   # model/invalid
)",
     "", "The context is taken away."},
    {Example::bad, "code: servces/billing/**", "optional: true, code: servces/billing/**",
     "It may match nothing."},
    {Example::good, "code: services/billing/**", "cod: services/billing/**", "A key is misspelt."},
    {Example::good, "code: services/billing/** }", "code: services/billing/**, uses: { catalog: call } }",
     "It uses what does not exist."},
};

}  // namespace

extern const Rule invalid;
const Rule invalid{
    .id = "model/invalid",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::facts,
    .what =
        "The model cannot be meant: a key, name or word that does not exist, a context without code, code or "
        "data "
        "claimed twice, sources that contradict each other; or there is nothing to check.",
    .why = "A rule that looks at nothing is always green.",
    .fix = "Correct the model.",
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: servces/billing/** }   # model/invalid
---
service ordering root=services/ordering
service billing root=services/billing
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
  billing: { code: services/billing/** }
---
service ordering root=services/ordering
service billing root=services/billing
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::model
