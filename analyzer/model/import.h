// Model files of other kinds, read into the same plain data.
#pragma once
#include <string_view>

#include "analyzer/base/document.h"
#include "analyzer/model/model.h"

namespace demarc::model {

// `domain-service-config.json`: project_name, aws_region, deployment_stage, auto_deploy and
// domains[].{name, description, services[].{name, description, business_capabilities[]}}. Code lies in
// services/<domain>/<service>/ below `folder`.
Model import_domain_service_config(const Document& document, std::string_view folder);

// The result of a domain-service designer: bounded_contexts.context_map, domain_services.service_map and the
// lists that stand for them. Prefixes of ids are stripped, enumerations read in both spellings.
Model import_design_result(const Document& document);

}  // namespace demarc::model
