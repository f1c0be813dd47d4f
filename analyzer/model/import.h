// Model files of other kinds, read into the same plain data.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/model/model.h"
#include "analyzer/model/read.h"

namespace demarc::model {

// `domain-service-config.json`: project_name, aws_region, deployment_stage, auto_deploy and
// domains[].{name, description, services[].{name, description, business_capabilities[]}}. Code lies in
// services/<domain>/<service>/ below `folder`.
Model import_domain_service_config(const Document& document, std::string_view folder);

// The result of a domain-service designer: bounded_contexts.context_map, domain_services.service_map and the
// lists that stand for them. Prefixes of ids are stripped, enumerations read in both spellings.
Model import_design_result(const Document& document);

// A context map of Context Mapper, as its reader gives it: statements of words and blocks.
Model import_context_mapper(const Document& document);

// EventCatalog: the front matter of its pages. What a page is about, the folder says that it lies in.
Model import_event_catalog(const std::vector<Source>& pages);

// Catalogs of Backstage: systems (else components) are contexts; owners, provided and consumed interfaces.
Model import_backstage(const std::vector<Source>& catalogs);

// The JSON of Structurizr: systems with containers, or the containers of the only one, are contexts.
Model import_structurizr(const Document& document);

// Nx: projects by the tag of their context, and the literal depConstraints of a lint configuration.
Model import_nx(const std::vector<Source>& files);

// Calls `what` with each element of a list, and not at all for what is none (or no_node).
template <class F>
void each_of(const Document& document, NodeIndex list, const F& what) {
  if (list == no_node || document[list].kind != NodeKind::list) return;
  for (std::uint32_t i = 0; i < document[list].count; ++i) what(document.child(document[list], i));
}

// "Order Service" → "order-service": a name as contexts have it.
std::string context_name(std::string_view shown);
// The context of that name, made when there is none yet.
Context& context_of(Model& model, std::string_view name, Span at);
// Adds what is not there yet.
void add_once(NamedList& into, Named one);
// Adds a way to what `user` says of `owner`; a context does not use itself.
void add_way(Model& model, std::string_view user, std::string_view owner, EdgeClass way, Span at);

}  // namespace demarc::model
