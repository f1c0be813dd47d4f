// The JSON of each SARIF object. For write.cpp only: it brings in the JSON library.
#pragma once

#include <nlohmann/json.hpp>

#include "integrations/sarif/sarif.h"

namespace sarif {

using Json = nlohmann::ordered_json;

/// The object's JSON, without its absent members; an empty object if all are absent. Throws
/// std::invalid_argument as write() says.
Json json_of(const Artifact&);
Json json_of(const ArtifactChange&);
Json json_of(const ArtifactContent&);
Json json_of(const ArtifactLocation&);
Json json_of(const CodeFlow&);
Json json_of(const ConfigurationOverride&);
Json json_of(const Fix&);
Json json_of(const Invocation&);
Json json_of(const Location&);
Json json_of(const LocationRelationship&);
Json json_of(const LogicalLocation&);
Json json_of(const Message&);
Json json_of(const MultiformatMessageString&);
Json json_of(const Notification&);
Json json_of(const PhysicalLocation&);
Json json_of(const PropertyBag&);
Json json_of(const Region&);
Json json_of(const Replacement&);
Json json_of(const ReportingConfiguration&);
Json json_of(const ReportingDescriptor&);
Json json_of(const ReportingDescriptorReference&);
Json json_of(const ReportingDescriptorRelationship&);
Json json_of(const Result&);
Json json_of(const RunAutomationDetails&);
Json json_of(const Suppression&);
Json json_of(const ThreadFlow&);
Json json_of(const ThreadFlowLocation&);
Json json_of(const Tool&);
Json json_of(const ToolComponent&);
Json json_of(const ToolComponentReference&);
Json json_of(const VersionControlDetails&);

}  // namespace sarif
