// domain-service-config.json: contexts, services, capabilities and the naming of what is deployed.
#include <fmt/format.h>

#include "analyzer/base/files.h"
#include "analyzer/model/import.h"
#include "analyzer/model/reading.h"

namespace demarc::model {
namespace {

constexpr std::pair<std::string_view, std::string_view> naming[] = {
    {"table", "${system}-${context}-${service}-${stage}"},
    {"function", "${system}-${context}-${service}-${stage}"},
    {"stack", "${system}-${context}-${service}-${stage}"},
    {"bus", "${system}-domain-events"},
    {"path", "/api/${context}/${service}"},
    {"event", "${context}.${service}.*"},
};

// Accepts every key, with a problem for those the format does not know.
constexpr Key<Model> file_keys[] = {
    {{"project_name", Shape::text, "", ""},
     [](Reading& r, Model& m, NodeIndex, NodeIndex v) { m.system = r.text(v); }},
    {{"aws_region", Shape::text, "", ""}, [](Reading& r, Model&, NodeIndex, NodeIndex v) { r.text(v); }},
    {{"deployment_stage", Shape::text, "", ""},
     [](Reading& r, Model&, NodeIndex, NodeIndex v) { r.text(v); }},
    {{"auto_deploy", Shape::flag, "", ""}, [](Reading& r, Model&, NodeIndex, NodeIndex v) { r.text(v); }},
    {{"domains", Shape::listed, "", ""}, [](Reading&, Model&, NodeIndex, NodeIndex) {}},
};
constexpr Key<DeclaredService> service_keys[] = {
    {{"name", Shape::text, "", ""},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) {
       s.name = r.text(v);
       s.at = r.span(v);
     }},
    {{"description", Shape::text, "", ""},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) { s.about = r.text(v); }},
    {{"business_capabilities", Shape::texts, "", ""},
     [](Reading& r, DeclaredService& s, NodeIndex, NodeIndex v) { s.capabilities = r.texts(v); }},
};
constexpr Key<Context> domain_keys[] = {
    {{"name", Shape::text, "", ""},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) {
       c.name = r.text(v);
       c.at = r.span(v);
     }},
    {{"description", Shape::text, "", ""},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) { c.about = r.text(v); }},
    {{"services", Shape::listed, "", ""},
     [](Reading& r, Context& c, NodeIndex, NodeIndex v) {
       for (NodeIndex node : r.elements(v)) {
         DeclaredService service;
         r.section<DeclaredService>(node, service_keys, service, "a service");
         if (!service.name.empty()) c.services.push_back(std::move(service));
       }
     }},
};

}  // namespace

Model import_domain_service_config(const Document& document, std::string_view folder) {
  Model model;
  Reading reading(document, model, "");
  NodeIndex root = document.roots()[0];
  reading.section<Model>(root, file_keys, model, "domain-service-config");
  if (NodeIndex domains = document.find(root, "domains"); domains != no_node) {
    for (NodeIndex node : reading.elements(domains)) {
      Context context;
      reading.section<Context>(node, domain_keys, context, "a domain");
      if (context.name.empty()) continue;
      // Two domains may hold services of the same name: the folder tells them apart.
      context.is_code_default = true;
      for (DeclaredService& service : context.services) {
        std::string path = fmt::format("services/{}/{}/**", context.name, service.name);
        if (auto from_root = join_path(folder, path)) {
          context.code.push_back({*from_root, service.at});
          service.code.push_back({*from_root, service.at});
        }
        for (const Named& capability : service.capabilities) context.capabilities.push_back(capability);
      }
      model.contexts.push_back(std::move(context));
    }
  }
  for (auto [what, pattern] : naming)
    model.names.emplace(what, Named{std::string(pattern), document.span(root)});
  // The format's own script ignores keys that it does not know: told, not refused.
  for (ModelProblem& problem : model.problems) problem.is_conflict = true;
  return model;
}

}  // namespace demarc::model
