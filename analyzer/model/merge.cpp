// Field by field: taken, equal, or a conflict. Nothing is resolved in silence.
#include "analyzer/model/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace demarc::model {
namespace {

class Merge {
 public:
  explicit Merge(Model& into) : into_(into) {}

  void run(Model from, bool by_look) {
    if (by_look) adopt_names(from);
    for (auto& [file, path] : from.paths) into_.paths.emplace(file, path);
    text(into_.system, from.system, from.at, "system");
    for (Context& context : from.contexts) add_context(std::move(context));
    for (Kernel& kernel : from.kernels)
      if (!into_.kernel(kernel.name)) into_.kernels.push_back(std::move(kernel));
    append(into_.partners, from.partners);
    append(into_.separate, from.separate);
    append(into_.external, from.external);
    append(into_.groups, from.groups);
    append(into_.capabilities, from.capabilities);
    append(into_.rules, from.rules);
    append(into_.exclude, from.exclude);
    append(into_.config, from.config);
    append(into_.packs, from.packs);
    append(into_.legacy, from.legacy);
    for (auto& [what, pattern] : from.names) {
      auto [place, is_new] = into_.names.emplace(what, pattern);
      if (!is_new && place->second.text != pattern.text)
        conflict(place->second.at, pattern.at, fmt::format("names.{}", what), place->second.text,
                 pattern.text);
    }
    append(into_.problems, from.problems);
    if (!into_.is_declared) into_.at = from.at;
    into_.is_declared = into_.is_declared || from.is_declared;
  }

 private:
  // The name without the word for what it is.
  static std::string bare(std::string_view name) {
    std::string folded = folded_name(name);
    for (std::string_view word : {"boundedcontext", "context", "subdomain", "domain", "microservice",
                                  "service", "system", "application"})
      if (folded.size() > word.size() && folded.ends_with(word)) {
        folded.resize(folded.size() - word.size());
        break;
      }
    return folded;
  }

  // Contexts of `from` get the names that they have already.
  void adopt_names(Model& from) const {
    std::map<std::string, std::string, std::less<>> names;
    std::set<std::string, std::less<>> taken;
    for (const bool is_exact : {true, false})
      for (const Context& theirs : from.contexts) {
        if (names.contains(theirs.name)) continue;
        const Context* same = nullptr;
        std::size_t found = 0;
        for (const Context& ours : into_.contexts) {
          const bool is_same = is_exact ? folded_name(ours.name) == folded_name(theirs.name)
                                        : bare(ours.name) == bare(theirs.name) && !taken.contains(ours.name);
          if (is_same) same = &ours, ++found;
        }
        if (found != 1) continue;
        names.emplace(theirs.name, same->name);
        taken.insert(same->name);
      }
    const auto rename = [&](std::string& name) {
      if (const auto known = names.find(name); known != names.end()) name = known->second;
    };
    for (Context& context : from.contexts) {
      rename(context.name);
      for (Use& use : context.uses) rename(use.to);
    }
    for (Kernel& kernel : from.kernels)
      for (Named& member : kernel.members) rename(member.text);
    for (std::vector<Relationship>* list : {&from.partners, &from.separate})
      for (Relationship& relationship : *list)
        for (Named& member : relationship.members) rename(member.text);
    for (Group& group : from.groups)
      for (Named& member : group.members) rename(member.text);
  }

  template <class T>
  static void append(std::vector<T>& into, std::vector<T>& from) {
    std::move(from.begin(), from.end(), std::back_inserter(into));
  }

  void conflict(Span kept, Span other, const std::string& what, std::string_view a, std::string_view b) {
    Step where = into_.step(kept, "");
    into_.problems.push_back({{other,
                               fmt::format("{} is `{}` here and `{}` in {}", what, b, a,
                                           where.path.empty() ? "an earlier source" : where.path),
                               "make the sources agree, or remove one"},
                              true,
                              what});
  }

  void text(std::string& into, const std::string& from, Span at, const std::string& what) {
    if (into.empty()) into = from;
    else if (!from.empty() && from != into) conflict(into_.at, at, what, into, from);
  }

  static std::string joined(const NamedList& list) {
    std::vector<std::string> texts;
    for (const Named& one : list) texts.push_back(one.text);
    std::sort(texts.begin(), texts.end());
    return fmt::format("{}", fmt::join(texts, ", "));
  }

  static void unite(NamedList& into, const NamedList& from) {
    for (const Named& one : from) {
      bool known = std::any_of(into.begin(), into.end(), [&](const Named& n) { return n.text == one.text; });
      if (!known) into.push_back(one);
    }
  }

  void add_context(Context from) {
    auto same = std::find_if(into_.contexts.begin(), into_.contexts.end(), [&](const Context& c) {
      return c.name == from.name || folded_name(c.name) == folded_name(from.name);
    });
    if (same == into_.contexts.end()) {
      into_.contexts.push_back(std::move(from));
      return;
    }
    Context& into = *same;
    if (into.kind == ContextKind::unknown) {
      into.kind = from.kind;
      into.kind_at = from.kind_at;
    } else if (from.kind != ContextKind::unknown && from.kind != into.kind) {
      conflict(into.kind_at, from.kind_at, fmt::format("the kind of context `{}`", into.name),
               to_string(into.kind), to_string(from.kind));
    }
    if (into.about.empty()) into.about = from.about;
    if (into.group.empty()) into.group = from.group;
    if (into.team.text.empty()) {
      into.team = from.team;
    } else if (!from.team.text.empty() &&
               PathOwners::team_of(from.team.text) != PathOwners::team_of(into.team.text)) {
      conflict(into.team.at, from.team.at, fmt::format("the team of context `{}`", into.name), into.team.text,
               from.team.text);
    }
    if (into.code.empty()) {
      into.code = from.code;
      into.is_code_default = from.is_code_default;
    } else if (!from.code.empty() && !from.is_code_default && joined(into.code) != joined(from.code)) {
      conflict(into.code[0].at, from.code[0].at, fmt::format("the code of context `{}`", into.name),
               joined(into.code), joined(from.code));
    }
    for (NamedList Owned::*list : {&Owned::tables, &Owned::schemas, &Owned::databases, &Owned::collections,
                                   &Owned::buckets, &Owned::caches, &Owned::topics, &Owned::queues,
                                   &Owned::entities, &Owned::secrets, &Owned::parameters})
      unite(into.owns.*list, from.owns.*list);
    add_published(into.publishes, from.publishes);
    into.has_uses = into.has_uses || from.has_uses;
    for (Use& use : from.uses) add_use(into, std::move(use));
    for (Term& term : from.language) add_term(into, std::move(term));
    for (DeclaredService& service : from.services) add_service(into, std::move(service));
    unite(into.capabilities, from.capabilities);
    add_objective(into.slo, from.slo, fmt::format("context `{}`", into.name));
    into.strict = into.strict || from.strict;
    into.optional = into.optional || from.optional;
    into.legacy = into.legacy || from.legacy;
  }

  static void add_published(Published& into, const Published& from) {
    if (!from.is_declared) return;
    if (!into.is_declared) {
      into = from;
      return;
    }
    unite(into.api, from.api);
    unite(into.events, from.events);
    unite(into.code, from.code);
    unite(into.tables, from.tables);
    into.has_api = into.has_api || from.has_api;
    into.has_events = into.has_events || from.has_events;
    into.has_code = into.has_code || from.has_code;
  }

  void add_use(Context& into, Use from) {
    for (Use& use : into.uses) {
      if (use.to != from.to) continue;
      bool differs = (use.by.bits != from.by.bits && !use.by.empty() && !from.by.empty()) ||
                     (use.pattern && from.pattern && *use.pattern != *from.pattern);
      if (differs)
        conflict(use.at, from.at, fmt::format("{}.uses.{}", into.name, use.to), ways(use), ways(from));
      unite(use.read, from.read);
      unite(use.inside, from.inside);
      if (!use.pattern) use.pattern = from.pattern;
      return;
    }
    into.uses.push_back(std::move(from));
  }

  static std::string ways(const Use& use) {
    std::string out;
    for (EdgeClass c :
         {EdgeClass::call, EdgeClass::event, EdgeClass::import, EdgeClass::data, EdgeClass::schema})
      if (use.by.has(c)) out += fmt::format("{}{}", out.empty() ? "" : ", ", to_string(c));
    if (use.pattern) out += fmt::format("{}as {}", out.empty() ? "" : " ", to_string(*use.pattern));
    return out;
  }

  void add_term(Context& into, Term from) {
    for (Term& term : into.language) {
      if (folded_name(term.name) != folded_name(from.name)) continue;
      if (term.means.empty()) term.means = from.means;
      else if (!from.means.empty() && from.means != term.means)
        conflict(term.at, from.at, fmt::format("the meaning of `{}` in context `{}`", term.name, into.name),
                 term.means, from.means);
      unite(term.forbidden, from.forbidden);
      return;
    }
    into.language.push_back(std::move(from));
  }

  void add_service(Context& into, DeclaredService from) {
    for (DeclaredService& service : into.services) {
      if (folded_name(service.name) != folded_name(from.name)) continue;
      if (service.type == ServiceType::unknown) service.type = from.type;
      if (service.about.empty()) service.about = from.about;
      unite(service.aliases, from.aliases);
      unite(service.capabilities, from.capabilities);
      unite(service.talks, from.talks);
      unite(service.code, from.code);
      add_objective(service.slo, from.slo, fmt::format("service `{}`", service.name));
      return;
    }
    into.services.push_back(std::move(from));
  }

  void add_objective(Objective& into, const Objective& from, const std::string& of) {
    if (!from.is_declared) return;
    if (!into.is_declared) {
      into = from;
      return;
    }
    auto field = [&](std::optional<double>& a, const std::optional<double>& b, std::string_view name) {
      if (!a) a = b;
      else if (b && *a != *b)
        conflict(into.at, from.at, fmt::format("the {} of {}", name, of), fmt::format("{}", *a),
                 fmt::format("{}", *b));
    };
    field(into.availability, from.availability, "availability");
    field(into.latency_p99_ms, from.latency_p99_ms, "latency-p99");
    field(into.error_rate, from.error_rate, "error-rate");
  }

  Model& into_;
};

}  // namespace

void merge(Model& into, Model from, bool by_look) { Merge(into).run(std::move(from), by_look); }

}  // namespace demarc::model
