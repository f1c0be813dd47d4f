// From documents to one model: sources in order of precedence, then the checks that need them all.
#include "analyzer/model/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/files.h"
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

Model read_import(const Source& source) {
  const Document& document = *source.document;
  std::string_view format = import_format(document);
  Model model;
  if (format == "domain-service-config")
    model = import_domain_service_config(document, folder_of(source.path));
  if (format == "design-result") model = import_design_result(document);
  model.paths[document.file()] = source.path;
  if (!document.roots().empty()) model.at = document.span(document.roots()[0]);
  model.is_declared = !format.empty();
  if (format.empty()) {
    Span at = model.at;
    at.end = at.begin;
    model.problems.push_back(
        {{at, fmt::format("{} is no model in a known format", source.path),
          "known are domain-service-config.json and the result of a domain-service designer"},
         false,
         source.path});
  }
  return model;
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
    if (use.pattern == Pattern::anticorruption_layer && use.inside.empty())
      error(use.at,
            fmt::format("`{}` has an anticorruption layer against `{}`, but nothing says where", c.name,
                        use.to),
            "give its files under `inside`", c.name);
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

std::string_view import_format(const Document& document) {
  if (document.roots().empty()) return "";
  NodeIndex root = document.roots()[0];
  auto is_list = [&](NodeIndex n) { return n != no_node && document[n].kind == NodeKind::list; };
  auto is_map = [&](NodeIndex n) { return n != no_node && document[n].kind == NodeKind::map; };
  if (is_list(document.find(root, "domains")) && document.find(root, "project_name") != no_node)
    return "domain-service-config";
  if (is_map(document.find(root, "bounded_contexts")) || is_map(document.find(root, "domain_services")))
    return "design-result";
  return "";
}

Model read_model(const Sources& sources) {
  Model model;
  std::vector<Source> imports = sources.imports;
  if (sources.file.document) {
    model = read_source(sources.file, false);
    for (const Named& wanted : model.imports) {
      const Document* document = sources.load ? sources.load(wanted.text) : nullptr;
      bool is_known =
          std::any_of(imports.begin(), imports.end(), [&](const Source& s) { return s.path == wanted.text; });
      if (document && !is_known) imports.push_back({document, wanted.text});
      else if (!document && !is_known)
        model.problems.push_back({{wanted.at, fmt::format("`{}` cannot be read", wanted.text),
                                   "it must be a JSON or YAML file of the tree"},
                                  false,
                                  wanted.text});
    }
  }
  for (const Source& overlay : sources.overlays)
    if (overlay.document) merge(model, read_source(overlay, true));
  for (const Source& import : imports)
    if (import.document) merge(model, read_import(import));
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
