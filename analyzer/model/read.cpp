// From documents to one model: sources in order of precedence, then the checks that need them all.
#include "analyzer/model/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/files.h"
#include "analyzer/base/glob.h"
#include "analyzer/base/nearest.h"
#include "analyzer/model/import.h"
#include "analyzer/model/keys.h"
#include "analyzer/model/merge.h"

namespace demarc::model {
namespace {

Model read_source(const Source& source, bool is_overlay) {
  Model model;
  const Document& document = *source.document;
  model.is_declared = true;
  model.paths[document.file()] = source.path;
  if (document.roots().empty()) return model;  // an empty file declares nothing
  NodeIndex root = document.roots()[0];
  model.at = document.span(root);
  std::string_view folder = folder_of(source.path);
  Reading reading(document, model, folder);
  if (is_overlay) {
    std::size_t slash = folder.rfind('/');
    read_overlay(reading, root, slash == std::string_view::npos ? folder : folder.substr(slash + 1), model);
    // A context.yaml that says nothing of code means the folder it stands in.
    for (Context& context : model.contexts)
      if (context.code.empty() && context.services.empty()) {
        context.code.push_back({folder.empty() ? "**" : fmt::format("{}/**", folder), context.at});
        context.is_code_default = true;
      }
  } else {
    read_file(reading, root, model);
  }
  return model;
}

// In the order in which they are believed.
constexpr std::string_view formats[] = {"domain-service-config",
                                        "design-result",
                                        "context-mapper",
                                        "event-catalog",
                                        "backstage",
                                        "structurizr",
                                        "nx"};

// All files of one format together: what one of them names may stand in another.
Model read_imports(const std::vector<Source>& sources, std::string_view format) {
  Model model;
  const Document& first = *sources[0].document;
  if (format == "domain-service-config")
    model = import_domain_service_config(first, folder_of(sources[0].path));
  if (format == "design-result") model = import_design_result(first);
  if (format == "context-mapper") model = import_context_mapper(first);
  if (format == "structurizr") model = import_structurizr(first);
  if (format == "event-catalog") model = import_event_catalog(sources);
  if (format == "backstage") model = import_backstage(sources);
  if (format == "nx") model = import_nx(sources);
  for (const Source& source : sources) model.paths[source.document->file()] = source.path;
  if (!first.roots().empty()) model.at = first.span(first.roots()[0]);
  model.is_declared = true;
  for (Context& context : model.contexts)
    for (Use& use : context.uses) use.is_imported = true;
  return model;
}

bool is_read_together(std::string_view format) {
  return format == "event-catalog" || format == "backstage" || format == "nx";
}

// Merges the sources format by format; a file in no known format is a problem where it was named.
void merge_imports(Model& into, const std::vector<Source>& imports) {
  std::map<std::string_view, std::vector<Source>> by_format;
  for (const Source& source : imports) {
    if (!source.document) continue;
    const std::string_view format = import_format(*source.document, source.path);
    if (format.empty()) {
      Span at;
      at.file = source.document->file();
      into.paths[at.file] = source.path;
      into.problems.push_back(
          {{at, fmt::format("{} is no model in a known format", source.path),
            "known are domain-service-config.json, the result of a domain-service designer, Context Mapper, "
            "EventCatalog, Backstage, Structurizr's JSON and Nx"},
           false,
           source.path});
    } else {
      by_format[format].push_back(source);
    }
  }
  for (std::string_view format : formats) {
    std::vector<Source>& sources = by_format[format];
    if (sources.empty()) continue;
    if (is_read_together(format)) merge(into, read_imports(sources, format), true);
    else
      for (const Source& source : sources) merge(into, read_imports({source}, format), true);
  }
}

// Names that must lead to a context, kernel or external system.
class References {
 public:
  explicit References(Model& model) : model_(model) {
    for (const Context& c : model.contexts) contexts_.push_back(c.name);
    all_ = contexts_;
    for (const Kernel& k : model.kernels) all_.push_back(k.name);
    for (const ExternalSystem& e : model.external) all_.push_back(e.name);
  }

  void check() {
    for (const Context& c : model_.contexts) {
      for (const Use& use : c.uses) check_use(c, use);
      if (c.name.empty()) error(c.at, "a context without a name", "", "");
    }
    for (const Kernel& k : model_.kernels) {
      members(k.members, fmt::format("kernel `{}`", k.name));
      if (k.members.empty())
        error(k.at, fmt::format("kernel `{}` has no members", k.name), "list the contexts that share it",
              k.name);
      if (model_.context(k.name))
        error(k.at, fmt::format("`{}` is a context and a kernel", k.name), "give the kernel another name",
              k.name);
    }
    for (const Relationship& r : model_.partners) members(r.members, "partners");
    for (const Relationship& r : model_.separate) members(r.members, "separate");
    members(model_.legacy, "legacy");
    for (const Group& g : model_.groups) members(g.members, fmt::format("group `{}`", g.name));
    twice_owned();
    twice_served();
    contradictions();
  }

 private:
  void error(Span at, std::string message, std::string hint, std::string object) {
    model_.problems.push_back({{at, std::move(message), std::move(hint)}, false, std::move(object)});
  }

  bool known(const std::vector<std::string_view>& names, const std::string& name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void unknown(const std::string& name, Span at, const std::string& where,
               const std::vector<std::string_view>& names) {
    std::string_view near = nearest(name, names);
    error(at, fmt::format("{} names `{}`, which is no context", where, name),
          near.empty() ? "declare it under contexts" : fmt::format("did you mean `{}`?", near), name);
  }

  void members(const NamedList& list, const std::string& where) {
    for (const Named& one : list)
      if (!known(contexts_, one.text)) unknown(one.text, one.at, where, contexts_);
  }

  void check_use(const Context& c, const Use& use) {
    if (use.to == c.name)
      error(use.at, fmt::format("context `{}` uses itself", c.name), "remove the entry", c.name);
    else if (!known(all_, use.to)) unknown(use.to, use.at, fmt::format("context `{}` uses", c.name), all_);
    if (use.pattern == Pattern::anticorruption_layer && use.inside.empty()) {
      error(use.at,
            fmt::format("`{}` has an anticorruption layer against `{}`, but nothing says where", c.name,
                        use.to),
            use.is_imported ? fmt::format("give its files under contexts.{}.uses.{}.inside of demarc.yaml",
                                          c.name, use.to)
                            : "give its files under `inside`",
            c.name);
      // Other formats have no word for it.
      model_.problems.back().is_conflict = use.is_imported;
    }
  }

  // The same literal name under `owns` of two contexts.
  void twice_owned() {
    std::map<std::string, std::pair<std::string, Span>> seen;
    for (const Context& c : model_.contexts) {
      for (auto [kind, list] : {std::pair{"table", &Owned::tables},
                                {"collection", &Owned::collections},
                                {"bucket", &Owned::buckets},
                                {"topic", &Owned::topics},
                                {"queue", &Owned::queues},
                                {"schema", &Owned::schemas},
                                {"database", &Owned::databases},
                                {"secret", &Owned::secrets},
                                {"parameter", &Owned::parameters}})
        for (const Named& one : c.owns.*list) {
          auto [place, is_new] =
              seen.emplace(fmt::format("{} {}", kind, one.text), std::pair{c.name, one.at});
          if (!is_new && place->second.first != c.name)
            error(one.at,
                  fmt::format("{} `{}` is owned by `{}` and by `{}`", kind, one.text, place->second.first,
                              c.name),
                  "a unit has one owner: remove one entry", one.text);
        }
    }
  }

  void twice_served() {
    std::map<std::string, std::pair<std::string, Span>> seen;
    for (const Context& c : model_.contexts)
      for (const DeclaredService& s : c.services) {
        // With code of their own, services of one name in two contexts are two services.
        if (!s.code.empty()) continue;
        auto [place, is_new] = seen.emplace(folded_name(s.name), std::pair{c.name, s.at});
        if (!is_new && place->second.first != c.name)
          error(s.at,
                fmt::format("service `{}` belongs to `{}` and to `{}`", s.name, place->second.first, c.name),
                "a service has one context: remove one entry", s.name);
      }
  }

  void contradictions() {
    for (const Relationship& partner : model_.partners)
      for (const Relationship& apart : model_.separate)
        for (const Named& a : partner.members)
          for (const Named& b : partner.members)
            if (a.text < b.text && apart.holds(a.text, b.text))
              error(apart.at, fmt::format("`{}` and `{}` are partners and go separate ways", a.text, b.text),
                    "one of the two is wrong", a.text);
    for (const Context& c : model_.contexts)
      for (const Use& use : c.uses)
        for (const Relationship& apart : model_.separate)
          if (apart.holds(c.name, use.to))
            error(use.at, fmt::format("`{}` uses `{}`, but they go separate ways", c.name, use.to),
                  "one of the two is wrong", c.name);
  }

  Model& model_;
  std::vector<std::string_view> contexts_, all_;
};

}  // namespace

std::string_view import_format(const Document& document, std::string_view path) {
  if (document.roots().empty()) return "";
  NodeIndex root = document.roots()[0];
  auto is_list = [&](NodeIndex n) { return n != no_node && document[n].kind == NodeKind::list; };
  auto is_map = [&](NodeIndex n) { return n != no_node && document[n].kind == NodeKind::map; };
  if (is_list(document.find(root, "domains")) && document.find(root, "project_name") != no_node)
    return "domain-service-config";
  if (is_map(document.find(root, "bounded_contexts")) || is_map(document.find(root, "domain_services")))
    return "design-result";
  if (is_list(document.find(root, "context mapper"))) return "context-mapper";
  if (path.ends_with(".md") || path.ends_with(".mdx")) return "event-catalog";
  if (is_list(document.find(root, "model", "softwareSystems"))) return "structurizr";
  for (NodeIndex one : document.roots())
    if (document.text_of(one, "apiVersion").starts_with("backstage.io/")) return "backstage";
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == "project.json" || name.find("eslint") != std::string_view::npos) return "nx";
  return "";
}

Model read_model(const Sources& sources) {
  Model model;
  std::vector<Source> imports = sources.imports;
  if (sources.file.document) {
    model = read_source(sources.file, false);
    for (const Named& wanted : model.imports) {
      std::vector<std::string> paths;
      const std::string_view name = std::string_view(wanted.text).substr(wanted.text.rfind('/') + 1);
      if (name == "CODEOWNERS") continue;  // read whether or not it is named
      const bool is_glob = has_wildcard(wanted.text);
      if (!is_glob) paths.push_back(wanted.text);
      else if (sources.list) paths = sources.list(wanted.text);
      for (const std::string& path : paths) {
        const bool is_known =
            std::any_of(imports.begin(), imports.end(), [&](const Source& s) { return s.path == path; });
        if (is_known) continue;
        const Document* document = sources.load ? sources.load(path) : nullptr;
        // Of many files some say nothing: a page without a head, a project without tags.
        if (is_glob && (!document || import_format(*document, path).empty())) continue;
        if (document) imports.push_back({document, path});
        else
          model.problems.push_back({{wanted.at, fmt::format("`{}` cannot be read", path),
                                     "it must be a file of the tree in a known format"},
                                    false,
                                    path});
      }
      if (is_glob && paths.empty() && sources.list)
        model.problems.push_back({{wanted.at, fmt::format("`{}` matches no file", wanted.text),
                                   "globs are from the folder of the model"},
                                  false,
                                  wanted.text});
    }
  }
  for (const Source& overlay : sources.overlays)
    if (overlay.document) merge(model, read_source(overlay, true));
  merge_imports(model, imports);
  for (Context& context : model.contexts) {
    for (const Named& name : model.legacy)
      if (name.text == context.name) context.legacy = true;
    for (const Group& group : model.groups)
      for (const Named& member : group.members)
        if (member.text == context.name && context.group.empty()) context.group = group.name;
    bool services_tell = std::any_of(context.services.begin(), context.services.end(),
                                     [](const DeclaredService& s) { return !s.code.empty(); });
    if (context.code.empty() && (context.services.empty() || services_tell || context.is_code_default)) {
      context.is_code_default = true;
      if (services_tell)
        for (const DeclaredService& service : context.services)
          context.code.insert(context.code.end(), service.code.begin(), service.code.end());
      else context.code.push_back({fmt::format("services/{}/**", context.name), context.at});
    }
  }
  References(model).check();
  return model;
}

}  // namespace demarc::model
