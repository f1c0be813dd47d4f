// One function an object: its members in the standard's order.
#include "integrations/sarif/object_json.h"

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "integrations/sarif/object_builder.h"

namespace sarif {
namespace {

Json json_of(const PropertyValue& property) {
  return std::visit(
      [](const auto& v) -> Json {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, PropertyValue::List>) {
          Json list = Json::array();
          for (const PropertyValue& element : v)
            if (Json made = json_of(element); !made.is_null()) list.push_back(std::move(made));
          return list;
        } else if constexpr (std::is_same_v<T, PropertyValue::Object>) {
          Json object = Json::object();
          for (const auto& [key, element] : v)
            if (Json made = json_of(element); !made.is_null()) object[key] = std::move(made);
          return object;
        } else if constexpr (std::is_same_v<T, double>) {
          return std::isfinite(v) ? Json(v) : Json();
        } else {
          return v;
        }
      },
      property.value);
}

}  // namespace

Json json_of(const PropertyBag& o) {
  Json json = Object("propertyBag").list("tags", o.tags, Repeats::dropped).done();
  for (const auto& [key, value] : o.values)
    if (Json made = json_of(value); !made.is_null() && key != "tags") json[key] = std::move(made);
  return json;
}

Json json_of(const Message& o) {
  return Object("message")
      .text("text", o.text)
      .text("markdown", o.markdown)
      .text("id", o.id)
      .arguments(o.arguments)
      .part("properties", o.properties)
      .needing_one_of({"text", "id"});
}

Json json_of(const MultiformatMessageString& o) {
  return Object("multiformatMessageString")
      .text("text", o.text)
      .text("markdown", o.markdown)
      .part("properties", o.properties)
      .needing({"text"});
}

Json json_of(const ArtifactContent& o) {
  return Object("artifactContent")
      .text("text", o.text)
      .text("binary", o.binary)
      .part("rendered", o.rendered)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ArtifactLocation& o) {
  return Object("artifactLocation")
      .text("uri", o.uri)
      .text("uriBaseId", o.uri_base_id)
      .number("index", o.index, 0)
      .part("description", o.description)
      .part("properties", o.properties)
      .done();
}

Json json_of(const Region& o) {
  return Object("region")
      .number("startLine", o.start_line, 1)
      .number("startColumn", o.start_column, 1)
      .number("endLine", o.end_line, 1)
      .number("endColumn", o.end_column, 1)
      .number("charOffset", o.char_offset, 0)
      .number("charLength", o.char_length, 0)
      .number("byteOffset", o.byte_offset, 0)
      .number("byteLength", o.byte_length, 0)
      .part("snippet", o.snippet)
      .part("message", o.message)
      .text("sourceLanguage", o.source_language)
      .part("properties", o.properties)
      .done();
}

Json json_of(const PhysicalLocation& o) {
  return Object("physicalLocation")
      .part("artifactLocation", o.artifact_location)
      .part("region", o.region)
      .part("contextRegion", o.context_region)
      .part("properties", o.properties)
      .needing({"artifactLocation"});
}

Json json_of(const LogicalLocation& o) {
  return Object("logicalLocation")
      .text("name", o.name)
      .number("index", o.index, 0)
      .text("fullyQualifiedName", o.fully_qualified_name)
      .text("decoratedName", o.decorated_name)
      .number("parentIndex", o.parent_index, 0)
      .text("kind", o.kind)
      .part("properties", o.properties)
      .done();
}

Json json_of(const LocationRelationship& o) {
  return Object("locationRelationship")
      .number("target", o.target, 0)
      .list("kinds", o.kinds, Repeats::dropped)
      .part("description", o.description)
      .part("properties", o.properties)
      .done();
}

Json json_of(const Location& o) {
  return Object("location")
      .number("id", o.id, 0)
      .part("physicalLocation", o.physical_location)
      .list("logicalLocations", o.logical_locations, Repeats::dropped)
      .part("message", o.message)
      .list("annotations", o.annotations, Repeats::dropped)
      .list("relationships", o.relationships, Repeats::dropped)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ToolComponentReference& o) {
  return Object("toolComponentReference")
      .text("name", o.name)
      .number("index", o.index, 0)
      .text("guid", o.guid)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ReportingDescriptorReference& o) {
  return Object("reportingDescriptorReference")
      .text("id", o.id)
      .number("index", o.index, 0)
      .text("guid", o.guid)
      .part("toolComponent", o.tool_component)
      .part("properties", o.properties)
      .needing_one_of({"id", "index", "guid"});
}

Json json_of(const ReportingDescriptorRelationship& o) {
  return Object("reportingDescriptorRelationship")
      .part("target", o.target)
      .list("kinds", o.kinds, Repeats::dropped)
      .part("description", o.description)
      .part("properties", o.properties)
      .needing({"target"});
}

Json json_of(const ReportingConfiguration& o) {
  return Object("reportingConfiguration")
      .truth("enabled", o.enabled)
      .word("level", o.level)
      .rank(o.rank)
      .part("parameters", o.parameters)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ConfigurationOverride& o) {
  return Object("configurationOverride")
      .part("configuration", o.configuration)
      .part("descriptor", o.descriptor)
      .part("properties", o.properties)
      .needing({"configuration", "descriptor"});
}

Json json_of(const ReportingDescriptor& o) {
  return Object("reportingDescriptor")
      .text("id", o.id)
      .list("deprecatedIds", o.deprecated_ids, Repeats::dropped)
      .text("guid", o.guid)
      .text("name", o.name)
      .list("deprecatedNames", o.deprecated_names, Repeats::dropped)
      .part("shortDescription", o.short_description)
      .part("fullDescription", o.full_description)
      .map("messageStrings", o.message_strings)
      .part("defaultConfiguration", o.default_configuration)
      .text("helpUri", o.help_uri)
      .part("help", o.help)
      .list("relationships", o.relationships, Repeats::dropped)
      .part("properties", o.properties)
      .needing_always({"id"});
}

namespace {

// Code scanning demands the list of rules even of a driver that has none.
Json component(const ToolComponent& o, Empty rules_if_none) {
  return Object("toolComponent")
      .text("guid", o.guid)
      .text("name", o.name)
      .text("organization", o.organization)
      .text("product", o.product)
      .text("productSuite", o.product_suite)
      .part("shortDescription", o.short_description)
      .part("fullDescription", o.full_description)
      .text("fullName", o.full_name)
      .text("version", o.version)
      .text("semanticVersion", o.semantic_version)
      .text("releaseDateUtc", o.release_date_utc)
      .text("downloadUri", o.download_uri)
      .text("informationUri", o.information_uri)
      .map("globalMessageStrings", o.global_message_strings)
      .indexed("notifications", o.notifications)
      .indexed("rules", o.rules, rules_if_none)
      .indexed("taxa", o.taxa)
      .text("language", o.language)
      .truth("isComprehensive", o.is_comprehensive)
      .list("supportedTaxonomies", o.supported_taxonomies, Repeats::dropped)
      .part("properties", o.properties)
      .needing_always({"name"});
}

}  // namespace

Json json_of(const ToolComponent& o) { return component(o, Empty::absent); }

Json json_of(const Tool& o) {
  return Object("tool")
      .json("driver", component(o.driver, Empty::written))
      .indexed("extensions", o.extensions)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ThreadFlowLocation& o) {
  return Object("threadFlowLocation")
      .part("location", o.location)
      .list("kinds", o.kinds, Repeats::dropped)
      .list("taxa", o.taxa, Repeats::dropped)
      .text("module", o.module)
      .map("state", o.state)
      .number("nestingLevel", o.nesting_level, 0)
      .number("executionOrder", o.execution_order, 0)
      .word("importance", o.importance)
      .part("properties", o.properties)
      .done();
}

Json json_of(const ThreadFlow& o) {
  return Object("threadFlow")
      .text("id", o.id)
      .part("message", o.message)
      .list("locations", o.locations, Repeats::kept)
      .part("properties", o.properties)
      .needing({"locations"});
}

Json json_of(const CodeFlow& o) {
  return Object("codeFlow")
      .part("message", o.message)
      .list("threadFlows", o.thread_flows, Repeats::kept)
      .part("properties", o.properties)
      .needing({"threadFlows"});
}

Json json_of(const Suppression& o) {
  return Object("suppression")
      .text("guid", o.guid)
      .word("kind", std::optional(o.kind))
      .word("status", o.status)
      .text("justification", o.justification)
      .part("location", o.location)
      .part("properties", o.properties)
      .done();
}

Json json_of(const Replacement& o) {
  return Object("replacement")
      .part("deletedRegion", o.deleted_region)
      .part("insertedContent", o.inserted_content)
      .part("properties", o.properties)
      .needing({"deletedRegion"});
}

Json json_of(const ArtifactChange& o) {
  return Object("artifactChange")
      .part("artifactLocation", o.artifact_location)
      .list("replacements", o.replacements, Repeats::kept)
      .part("properties", o.properties)
      .needing({"artifactLocation", "replacements"});
}

Json json_of(const Fix& o) {
  return Object("fix")
      .part("description", o.description)
      .list("artifactChanges", o.artifact_changes, Repeats::dropped)
      .part("properties", o.properties)
      .needing({"artifactChanges"});
}

Json json_of(const Result& o) {
  return Object("result")
      .text("ruleId", o.rule_id)
      .number("ruleIndex", o.rule_index, 0)
      .part("rule", o.rule)
      .word("kind", o.kind)
      .word("level", o.level)
      .part("message", o.message)
      .part("analysisTarget", o.analysis_target)
      .list("locations", o.locations, Repeats::kept)
      .text("guid", o.guid)
      .text("correlationGuid", o.correlation_guid)
      .number("occurrenceCount", o.occurrence_count, 1)
      .map("partialFingerprints", o.partial_fingerprints)
      .map("fingerprints", o.fingerprints)
      .list("codeFlows", o.code_flows, Repeats::kept)
      .list("relatedLocations", o.related_locations, Repeats::dropped)
      .list("suppressions", o.suppressions, Repeats::dropped)
      .word("baselineState", o.baseline_state)
      .rank(o.rank)
      .text("hostedViewerUri", o.hosted_viewer_uri)
      .list("workItemUris", o.work_item_uris, Repeats::dropped)
      .list("fixes", o.fixes, Repeats::dropped)
      .list("taxa", o.taxa, Repeats::dropped)
      .part("properties", o.properties)
      .needing_always({"message"});
}

Json json_of(const Notification& o) {
  return Object("notification")
      .part("descriptor", o.descriptor)
      .part("associatedRule", o.associated_rule)
      .list("locations", o.locations, Repeats::dropped)
      .part("message", o.message)
      .word("level", o.level)
      .text("timeUtc", o.time_utc)
      .part("properties", o.properties)
      .needing_always({"message"});
}

Json json_of(const Invocation& o) {
  return Object("invocation")
      .truth("executionSuccessful", o.execution_successful)
      .text("commandLine", o.command_line)
      .arguments(o.arguments)
      .text("startTimeUtc", o.start_time_utc)
      .text("endTimeUtc", o.end_time_utc)
      .number("exitCode", o.exit_code, INT64_MIN)
      .text("exitCodeDescription", o.exit_code_description)
      .list("ruleConfigurationOverrides", o.rule_configuration_overrides, Repeats::dropped)
      .list("toolExecutionNotifications", o.tool_execution_notifications, Repeats::kept)
      .list("toolConfigurationNotifications", o.tool_configuration_notifications, Repeats::kept)
      .part("workingDirectory", o.working_directory)
      .part("properties", o.properties)
      .done();
}

Json json_of(const RunAutomationDetails& o) {
  return Object("runAutomationDetails")
      .part("description", o.description)
      .text("id", o.id)
      .text("guid", o.guid)
      .text("correlationGuid", o.correlation_guid)
      .part("properties", o.properties)
      .done();
}

Json json_of(const VersionControlDetails& o) {
  return Object("versionControlDetails")
      .text("repositoryUri", o.repository_uri)
      .text("revisionId", o.revision_id)
      .text("branch", o.branch)
      .text("revisionTag", o.revision_tag)
      .text("asOfTimeUtc", o.as_of_time_utc)
      .part("mappedTo", o.mapped_to)
      .part("properties", o.properties)
      .needing({"repositoryUri"});
}

Json json_of(const Artifact& o) {
  return Object("artifact")
      .part("description", o.description)
      .part("location", o.location)
      .number("parentIndex", o.parent_index, 0)
      .number("length", o.length, 0)
      .list("roles", o.roles, Repeats::dropped)
      .text("mimeType", o.mime_type)
      .text("encoding", o.encoding)
      .text("sourceLanguage", o.source_language)
      .map("hashes", o.hashes)
      .part("properties", o.properties)
      .done();
}

}  // namespace sarif
