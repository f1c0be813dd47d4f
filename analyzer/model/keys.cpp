// The tables of keys. Reading, validation, suggestions, documentation and the schema all come from them.
#include "analyzer/model/keys.h"

#include <fmt/format.h>

namespace demarc::model {
namespace {

constexpr std::string_view kinds = "core|supporting|generic";
constexpr std::string_view ways = "call|event|import|data|schema";
constexpr std::string_view patterns = "customer|conformist|anticorruption-layer";
constexpr std::string_view service_types = "domain|application|infrastructure|gateway|frontend";
constexpr std::string_view talks = "synchronous|asynchronous|event_driven";
constexpr std::string_view severities = "off|note|warning|error";
constexpr std::string_view unclaimed = "ignore|warn|forbid";
constexpr std::string_view named_things = "table|bucket|queue|topic|event|bus|function|stack|path";

// Setters for the common cases.
template <auto Member, class T>
void set_texts(Reading& r, T& into, NodeIndex, NodeIndex value) {
  into.*Member = r.texts(value);
}
template <auto Member, class T>
void set_paths(Reading& r, T& into, NodeIndex, NodeIndex value) {
  into.*Member = r.path_list(value);
}
template <auto Member, class T>
void set_text(Reading& r, T& into, NodeIndex, NodeIndex value) {
  into.*Member = r.text(value);
}
template <auto Member, class T>
void set_flag(Reading& r, T& into, NodeIndex, NodeIndex value) {
  into.*Member = r.flag(value);
}
template <auto Member, class T>
void set_date(Reading& r, T& into, NodeIndex, NodeIndex value) {
  into.*Member = r.date(value);
}

void set_ways(Reading& r, Ways& into, NodeIndex value) {
  into = {};
  std::vector<NodeIndex> nodes =
      r.document()[value].kind == NodeKind::list ? r.elements(value) : std::vector<NodeIndex>{value};
  for (NodeIndex node : nodes)
    if (int word = r.choice(node, ways); word >= 0) into.add(static_cast<EdgeClass>(word));
}

void set_quantity(Reading& r, std::optional<double>& into, NodeIndex value) {
  std::string text = r.text(value);
  into = quantity(text);
  if (!into)
    r.error(r.span(value), fmt::format("`{}` is no quantity", text), "write it like 99.9%, 500ms or 0.1%");
}

void set_member_list(Reading& r, NamedList& into, NodeIndex value) {
  // A list of names, or a map from names to what they mean.
  if (r.document()[value].kind != NodeKind::map) {
    into = r.texts(value);
    return;
  }
  for (auto [key, about] : r.entries(value)) into.push_back(r.named(key));
}

constexpr Key<Objective> slo_keys[] = {
    {{"availability", Shape::number, "", "Share of requests that are answered: 99.9%."},
     [](Reading& r, Objective& o, NodeIndex, NodeIndex v) { set_quantity(r, o.availability, v); }},
    {{"latency-p99", Shape::number, "", "The slowest hundredth of answers takes at least this long: 500ms."},
     [](Reading& r, Objective& o, NodeIndex, NodeIndex v) { set_quantity(r, o.latency_p99_ms, v); }},
    {{"error-rate", Shape::number, "", "Share of requests that may fail: 0.1%."},
     [](Reading& r, Objective& o, NodeIndex, NodeIndex v) { set_quantity(r, o.error_rate, v); }},
};

template <class T>
void set_slo(Reading& r, T& into, NodeIndex key, NodeIndex value) {
  into.slo.is_declared = true;
  into.slo.at = r.span(key);
  r.section<Objective>(value, slo_keys, into.slo, "slo");
}

constexpr Key<Owned> owns_keys[] = {
    {{"tables", Shape::texts, "", "Tables, by name or glob; `dynamodb:orders-*` narrows by store."},
     set_texts<&Owned::tables, Owned>},
    {{"schemas", Shape::texts, "", "Database schemas with all their tables."},
     set_texts<&Owned::schemas, Owned>},
    {{"databases", Shape::texts, "", "Databases with all their tables."},
     set_texts<&Owned::databases, Owned>},
    {{"collections", Shape::texts, "", "Collections of document stores."},
     set_texts<&Owned::collections, Owned>},
    {{"buckets", Shape::texts, "", "Buckets of files."}, set_texts<&Owned::buckets, Owned>},
    {{"caches", Shape::texts, "", "Caches, by name or key prefix."}, set_texts<&Owned::caches, Owned>},
    {{"topics", Shape::texts, "", "Topics."}, set_texts<&Owned::topics, Owned>},
    {{"queues", Shape::texts, "", "Queues: work that is sent to this context."},
     set_texts<&Owned::queues, Owned>},
    {{"entities", Shape::texts, "", "Entities and aggregates, by type name."},
     set_texts<&Owned::entities, Owned>},
    {{"secrets", Shape::texts, "", "Secrets."}, set_texts<&Owned::secrets, Owned>},
    {{"parameters", Shape::texts, "", "Configuration parameters, by name or prefix glob."},
     set_texts<&Owned::parameters, Owned>},
};

constexpr Key<Published> publishes_keys[] = {
    {{"api", Shape::texts, "", "Contract files, or operations such as `GET /products/{id}`."},
     [](Reading& r, Published& p, NodeIndex, NodeIndex v) {
       p.has_api = true;
       p.api = r.texts(v);
       // "/orders/**" is an operation with any method; what else holds no blank is a contract file.
       for (Named& one : p.api) {
         if (one.text.starts_with('/')) one.text = "ANY " + one.text;
         else if (one.text.find(' ') == std::string::npos)
           if (std::optional<std::string> path = r.path(one.text, one.at)) one.text = *path;
       }
     }},
    {{"events", Shape::texts, "", "Events, by name or glob."},
     [](Reading& r, Published& p, NodeIndex, NodeIndex v) {
       p.has_events = true;
       p.events = r.texts(v);
     }},
    {{"code", Shape::path_list, "", "Code that others may import: a client package, types."},
     [](Reading& r, Published& p, NodeIndex, NodeIndex v) {
       p.has_code = true;
       p.code = r.path_list(v);
     }},
    {{"tables", Shape::texts, "", "Tables that others may read: made for them."},
     set_texts<&Published::tables, Published>},
};

constexpr Key<Use> use_keys[] = {
    {{"by", Shape::choices, ways, "The ways in which it is used."},
     [](Reading& r, Use& u, NodeIndex, NodeIndex v) { set_ways(r, u.by, v); }},
    {{"as", Shape::choice, patterns, "The role of the user towards the owner."},
     [](Reading& r, Use& u, NodeIndex, NodeIndex v) {
       if (int word = r.choice(v, patterns); word >= 0) u.pattern = static_cast<Pattern>(word);
     }},
    {{"inside", Shape::path_list, "", "The anticorruption layer: the only code that may know the other."},
     set_paths<&Use::inside, Use>},
    {{"read", Shape::texts, "", "Tables of the other context that may be read."}, set_texts<&Use::read, Use>},
    {{"until", Shape::date, "", "The day on which this permission ends."}, set_date<&Use::until, Use>},
    {{"why", Shape::text, "", "The reason."}, set_text<&Use::why, Use>},
};

constexpr Key<Term> term_keys[] = {
    {{"means", Shape::text, "", "What the term means here."}, set_text<&Term::means, Term>},
    {{"not", Shape::texts, "", "Words that are not to be used for it."}, set_texts<&Term::forbidden, Term>},
};

constexpr Key<DeclaredService> service_keys[] = {
    {{"type", Shape::choice, service_types, "What kind of service it is."},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) {
       if (int word = r.choice(v, service_types); word >= 0) s.type = static_cast<ServiceType>(word + 1);
     }},
    {{"about", Shape::text, "", "What it is responsible for."},
     set_text<&DeclaredService::about, DeclaredService>},
    {{"aliases", Shape::texts, "", "Other names of it: host names, function names."},
     set_texts<&DeclaredService::aliases, DeclaredService>},
    {{"capabilities", Shape::texts, "", "Business capabilities that it serves."},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) { set_member_list(r, s.capabilities, v); }},
    {{"talks", Shape::choices, talks, "How it communicates."},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) {
       s.talks = r.texts(v);
       if (r.document()[v].kind == NodeKind::list) {
         for (NodeIndex one : r.elements(v)) r.choice(one, talks);
       } else {
         r.choice(v, talks);
       }
     }},
    {{"code", Shape::path_list, "", "Where its code lies."},
     set_paths<&DeclaredService::code, DeclaredService>},
    {{"slo", Shape::section, "slo", "What it promises."}, set_slo<DeclaredService>},
};

void set_services(Reading& r, Context& c, NodeIndex value) {
  c.services.clear();
  if (r.document()[value].kind != NodeKind::map) {
    for (Named& one : r.texts(value)) {
      DeclaredService service;
      service.name = one.text;
      service.at = one.at;
      c.services.push_back(std::move(service));
    }
    return;
  }
  for (auto [key, body] : r.entries(value)) {
    DeclaredService service;
    service.name = r.text(key);
    service.at = r.span(key);
    r.section<DeclaredService>(body, service_keys, service, fmt::format("service `{}`", service.name));
    c.services.push_back(std::move(service));
  }
}

void set_uses(Reading& r, Context& c, NodeIndex value) {
  c.has_uses = true;
  c.uses.clear();
  if (r.document()[value].kind != NodeKind::map) {
    for (Named& one : r.texts(value)) {
      Use use;
      use.to = one.text;
      use.at = one.at;
      c.uses.push_back(std::move(use));
    }
    return;
  }
  for (auto [key, body] : r.entries(value)) {
    Use use;
    use.to = r.text(key);
    use.at = r.span(key);
    if (r.document()[body].kind == NodeKind::map) {
      r.section<Use>(body, use_keys, use, fmt::format("uses.{}", use.to));
    } else if (!r.is_null(body)) {
      set_ways(r, use.by, body);
    }
    if (!use.inside.empty() && !use.pattern) use.pattern = Pattern::anticorruption_layer;
    c.uses.push_back(std::move(use));
  }
}

void set_language(Reading& r, Context& c, NodeIndex value) {
  c.language.clear();
  if (!r.is_map(value, "language")) return;
  for (auto [key, body] : r.entries(value)) {
    Term term;
    term.name = r.text(key);
    term.at = r.span(key);
    if (r.is_scalar(body)) term.means = r.text(body);
    else r.section<Term>(body, term_keys, term, fmt::format("term `{}`", term.name));
    c.language.push_back(std::move(term));
  }
}

constexpr Key<Context> context_keys[] = {
    {{"kind", Shape::choice, kinds, "Core: why the business exists; supporting; or generic."},
     [](Reading& r, Context& c, NodeIndex key, NodeIndex v) {
       if (int word = r.choice(v, kinds); word >= 0) c.kind = static_cast<ContextKind>(word + 1);
       c.kind_at = r.span(key);
     }},
    {{"about", Shape::text, "", "What it is for, in one sentence."}, set_text<&Context::about, Context>},
    {{"team", Shape::text, "", "Who owns it."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { c.team = r.named(v); }},
    {{"code", Shape::path_list, "", "Where its code lies: folders and globs; `!` takes away."},
     set_paths<&Context::code, Context>},
    {{"owns", Shape::section, "owns", "Data and channels that belong to it."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { r.section<Owned>(v, owns_keys, c.owns, "owns"); }},
    {{"publishes", Shape::section, "publishes", "What other contexts may use; closes the context."},
     [](Reading& r, Context& c, NodeIndex key, NodeIndex v) {
       c.publishes.is_declared = true;
       c.publishes.at = r.span(key);
       r.section<Published>(v, publishes_keys, c.publishes, "publishes");
     }},
    {{"uses", Shape::named_short, "use", "Contexts it depends on, and how; closes the context."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { set_uses(r, c, v); }},
    {{"language", Shape::named_short, "term", "Its terms: a meaning, or means and not."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { set_language(r, c, v); }},
    {{"services", Shape::named_short, "service", "Its services, where folders do not tell."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { set_services(r, c, v); }},
    {{"capabilities", Shape::texts, "", "Business capabilities that it serves."},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { set_member_list(r, c.capabilities, v); }},
    {{"slo", Shape::section, "slo", "What it promises to those who use it."}, set_slo<Context>},
    {{"strict", Shape::flag, "", "Closed even before it says what it uses; no baseline."},
     set_flag<&Context::strict, Context>},
    {{"optional", Shape::flag, "", "It may match no file."}, set_flag<&Context::optional, Context>},
    {{"legacy", Shape::flag, "", "A big ball of mud: its inside is not checked."},
     set_flag<&Context::legacy, Context>},
    {{"group", Shape::text, "", "The group it is shown in."}, set_text<&Context::group, Context>},
};

constexpr Key<Kernel> kernel_keys[] = {
    {{"code", Shape::path_list, "", "Where the shared code lies."}, set_paths<&Kernel::code, Kernel>},
    {{"members", Shape::texts, "", "The contexts that share it."}, set_texts<&Kernel::members, Kernel>},
    {{"tables", Shape::texts, "", "Tables that the members share."}, set_texts<&Kernel::tables, Kernel>},
};

constexpr Key<ExternalSystem> external_keys[] = {
    {{"names", Shape::texts, "", "Other names of it."}, set_texts<&ExternalSystem::names, ExternalSystem>},
    {{"hosts", Shape::texts, "", "Host names or globs."}, set_texts<&ExternalSystem::hosts, ExternalSystem>},
    {{"topics", Shape::texts, "", "Topics and events that it publishes or consumes."},
     set_texts<&ExternalSystem::topics, ExternalSystem>},
};

constexpr Key<Exception> ignore_keys[] = {
    {{"paths", Shape::path_list, "", "Files, as globs."}, set_paths<&Exception::paths, Exception>},
    {{"contexts", Shape::texts, "", "Contexts at either end."}, set_texts<&Exception::contexts, Exception>},
    {{"objects", Shape::texts, "", "Tables, events, operations: names or globs."},
     set_texts<&Exception::objects, Exception>},
    {{"until", Shape::date, "", "The day on which this exception ends."},
     set_date<&Exception::until, Exception>},
    {{"why", Shape::text, "", "The reason."}, set_text<&Exception::why, Exception>},
};

void set_ignore(Reading& r, RuleSetting& rule, NodeIndex value) {
  rule.ignore.clear();
  std::vector<NodeIndex> nodes =
      r.document()[value].kind == NodeKind::list ? r.elements(value) : std::vector<NodeIndex>{value};
  for (NodeIndex node : nodes) {
    Exception exception;
    exception.at = r.span(node);
    if (r.document()[node].kind == NodeKind::map)
      r.section<Exception>(node, ignore_keys, exception, "ignore");
    else exception.anything = r.texts(node);
    bool says_nothing = exception.paths.empty() && exception.contexts.empty() && exception.objects.empty() &&
                        exception.anything.empty();
    if (says_nothing)
      r.error(exception.at, "this exception says nothing to ignore", "give paths, contexts or objects");
    else rule.ignore.push_back(std::move(exception));
  }
}

// Keys that every rule knows. Others are the rule's own options and are checked where the rules are known.
constexpr Key<RuleSetting> rule_keys[] = {
    {{"severity", Shape::choice, severities, "How much a finding weighs; off silences the rule."},
     [](Reading& r, RuleSetting& s, NodeIndex, NodeIndex v) {
       if (int word = r.choice(v, severities); word >= 0) s.severity = static_cast<SeverityWord>(word);
     }},
    {{"message", Shape::text, "", "A sentence added to every message."},
     set_text<&RuleSetting::message, RuleSetting>},
    {{"ignore", Shape::listed, "ignore", "Exceptions."},
     [](Reading& r, RuleSetting& s, NodeIndex, NodeIndex v) { set_ignore(r, s, v); }},
    {{"query", Shape::text, "", "A rule of one's own: a SELECT over the architecture, a finding a row."},
     [](Reading& r, RuleSetting& s, NodeIndex, NodeIndex v) {
       if (r.is_scalar(v)) s.options["query"] = r.texts(v);
       else r.error(r.span(v), "`query` is one text", "write a SELECT");
     }},
    {{"help", Shape::text, "", "Of a rule of one's own: what to do about a finding."},
     [](Reading& r, RuleSetting& s, NodeIndex, NodeIndex v) {
       if (r.is_scalar(v)) s.options["help"] = r.texts(v);
       else r.error(r.span(v), "`help` is one text", "write a sentence");
     }},
};

void set_option(Reading& r, RuleSetting& s, const std::string& name, NodeIndex value, int depth) {
  if (r.document()[value].kind == NodeKind::map && depth < 4) {
    for (auto [key, below] : r.entries(value)) set_option(r, s, name + "." + r.text(key), below, depth + 1);
  } else {
    s.options[name] = r.texts(value);
  }
}

void set_rules(Reading& r, Model& m, NodeIndex value) {
  if (!r.is_map(value, "rules")) return;
  for (auto [key, body] : r.entries(value)) {
    RuleSetting setting;
    setting.rule = r.text(key);
    setting.at = r.span(key);
    if (r.is_scalar(body)) {
      if (int word = r.choice(body, severities); word >= 0)
        setting.severity = static_cast<SeverityWord>(word);
    } else if (r.is_map(body, fmt::format("rules.{}", setting.rule))) {
      for (auto [option, option_value] : r.entries(body)) {
        const Key<RuleSetting>* known = nullptr;
        for (const Key<RuleSetting>& k : rule_keys)
          if (k.info.name == r.document().text(option)) known = &k;
        if (known) known->read(r, setting, option, option_value);
        else set_option(r, setting, r.text(option), option_value, 0);
      }
    }
    m.rules.push_back(std::move(setting));
  }
}

// A list of lists of names, or one list of names.
void set_relationships(Reading& r, std::vector<Relationship>& into, NodeIndex value) {
  into.clear();
  std::vector<NodeIndex> elements = r.elements(value);
  bool is_nested = !elements.empty() && r.document()[elements[0]].kind == NodeKind::list;
  if (!is_nested) elements = {value};
  for (NodeIndex node : elements) {
    Relationship relationship;
    relationship.at = r.span(node);
    relationship.members = r.texts(node);
    if (relationship.members.size() < 2)
      r.error(relationship.at, "at least two contexts are wanted here", "write [one, other]");
    else into.push_back(std::move(relationship));
  }
}

void set_groups(Reading& r, std::vector<Group>& into, NodeIndex value, std::string_view what) {
  into.clear();
  if (r.document()[value].kind != NodeKind::map) {
    for (Named& one : r.texts(value)) into.push_back({one.text, one.at, {}});
    return;
  }
  if (!r.is_map(value, what)) return;
  for (auto [key, body] : r.entries(value)) into.push_back({r.text(key), r.span(key), r.texts(body)});
}

Context read_context(Reading& r, std::string name, NodeIndex key, NodeIndex body) {
  Context context;
  context.name = std::move(name);
  context.at = r.span(key);
  r.section<Context>(body, context_keys, context, fmt::format("context `{}`", context.name));
  if (context.team.text == "unassigned") context.team = {};
  return context;
}

constexpr Key<Model> file_keys[] = {
    {{"version", Shape::choice, "1", "Version of this format."},
     [](Reading& r, Model&, NodeIndex, NodeIndex v) { r.choice(v, "1"); }},
    {{"system", Shape::text, "", "Name of the system; ${system} in names."}, set_text<&Model::system, Model>},
    {{"contexts", Shape::named, "context", "The bounded contexts."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) {
       if (!r.is_map(v, "contexts")) return;
       for (auto [key, body] : r.entries(v)) m.contexts.push_back(read_context(r, r.text(key), key, body));
     }},
    {{"kernels", Shape::named, "kernel", "Shared kernels: code and tables of several contexts."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) {
       if (!r.is_map(v, "kernels")) return;
       for (auto [key, body] : r.entries(v)) {
         Kernel kernel;
         kernel.name = r.text(key);
         kernel.at = r.span(key);
         r.section<Kernel>(body, kernel_keys, kernel, fmt::format("kernel `{}`", kernel.name));
         m.kernels.push_back(std::move(kernel));
       }
     }},
    {{"partners", Shape::name_lists, "", "Contexts that succeed or fail together: both ways are allowed."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { set_relationships(r, m.partners, v); }},
    {{"separate", Shape::name_lists, "", "Contexts that go separate ways: nothing between them is allowed."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { set_relationships(r, m.separate, v); }},
    {{"external", Shape::named_short, "external", "Systems that are not ours."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) {
       if (r.document()[v].kind != NodeKind::map) {
         for (Named& one : r.texts(v)) m.external.push_back({one.text, one.at, {}, {}, {}});
         return;
       }
       for (auto [key, body] : r.entries(v)) {
         ExternalSystem system;
         system.name = r.text(key);
         system.at = r.span(key);
         if (r.document()[body].kind == NodeKind::map)
           r.section<ExternalSystem>(body, external_keys, system, fmt::format("external `{}`", system.name));
         else system.hosts = r.texts(body);
         m.external.push_back(std::move(system));
       }
     }},
    {{"groups", Shape::text_map, "", "Groups of contexts, for pictures and reports."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { set_groups(r, m.groups, v, "groups"); }},
    {{"capabilities", Shape::text_map, "", "Business capabilities of the system."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { set_groups(r, m.capabilities, v, "capabilities"); }},
    {{"legacy", Shape::texts, "", "Contexts that are big balls of mud."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { m.legacy = r.texts(v); }},
    {{"names", Shape::text_map, named_things, "Patterns of names, by what they name."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) {
       if (!r.is_map(v, "names")) return;
       const std::vector<std::string_view> known = words_of(named_things);
       for (auto [key, body] : r.entries(v)) {
         const std::string what = r.text(key);
         if (std::find(known.begin(), known.end(), what) == known.end()) r.unknown(key, known, "`names`");
         else m.names[what] = r.named(body);
       }
     }},
    {{"rules", Shape::named_short, "rule", "Severity and options of rules, by id or glob of ids."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { set_rules(r, m, v); }},
    {{"exclude", Shape::path_list, "", "Files that are no evidence."}, set_paths<&Model::exclude, Model>},
    {{"unclaimed", Shape::choice, unclaimed, "What code outside every context is worth."},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) {
       if (int word = r.choice(v, unclaimed); word >= 0) m.unclaimed = static_cast<Unclaimed>(word);
     }},
    {{"import", Shape::path_list, "", "Other model files to take in."}, set_paths<&Model::imports, Model>},
    {{"config", Shape::path_list, "",
      "Folders of the tree that configuration servers hand out; `--config-checkout` gives those from "
      "elsewhere."},
     set_paths<&Model::config, Model>},
    {{"packs", Shape::path_list, "", "Rows of framework knowledge of this project."},
     set_paths<&Model::packs, Model>},
};

template <class T>
std::vector<KeyInfo> infos(std::span<const Key<T>> keys) {
  std::vector<KeyInfo> out;
  for (const Key<T>& k : keys) out.push_back(k.info);
  return out;
}

}  // namespace

const std::vector<SectionInfo>& sections() {
  static const std::vector<SectionInfo> all = {
      {"file", "The declared model of a system.", infos<Model>(file_keys)},
      {"context", "A bounded context.", infos<Context>(context_keys)},
      {"owns", "Data and channels that belong to a context.", infos<Owned>(owns_keys)},
      {"publishes", "What other contexts may use.", infos<Published>(publishes_keys)},
      {"use", "A declared dependency on another context.", infos<Use>(use_keys)},
      {"term", "A word of the context's language.", infos<Term>(term_keys)},
      {"service", "A service of a context.", infos<DeclaredService>(service_keys)},
      {"slo", "A service-level objective.", infos<Objective>(slo_keys)},
      {"kernel", "A shared kernel.", infos<Kernel>(kernel_keys)},
      {"external", "A system that is not ours.", infos<ExternalSystem>(external_keys)},
      {"rule", "Settings of a rule; further keys are its options.", infos<RuleSetting>(rule_keys)},
      {"ignore", "An exception of a rule: everything given must fit.", infos<Exception>(ignore_keys)},
  };
  return all;
}

void read_file(Reading& r, NodeIndex root, Model& into) {
  r.section<Model>(root, file_keys, into, "the model");
}

void read_overlay(Reading& r, NodeIndex root, std::string_view name, Model& into) {
  if (!r.is_map(root, "a context")) return;
  // The name first: messages and merging need it.
  NodeIndex said = r.document().find(root, "context");
  Context context;
  context.name = said == no_node ? std::string(name) : r.text(said);
  context.at = r.span(said == no_node ? root : said);
  for (auto [key, value] : r.entries(root)) {
    std::string_view word = r.document().text(key);
    if (word == "context") continue;
    const Key<Context>* known = nullptr;
    for (const Key<Context>& k : context_keys)
      if (k.info.name == word) known = &k;
    if (known) {
      known->read(r, context, key, value);
    } else {
      std::vector<std::string_view> names{"context"};
      for (const Key<Context>& k : context_keys) names.push_back(k.info.name);
      r.unknown(key, names, fmt::format("context `{}`", context.name));
    }
  }
  if (context.team.text == "unassigned") context.team = {};
  into.contexts.push_back(std::move(context));
}

}  // namespace demarc::model
