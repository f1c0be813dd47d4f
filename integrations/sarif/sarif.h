// The objects of a SARIF 2.1.0 log as plain structs, to be filled and handed to write().
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Source of every name and meaning: OASIS, "Static Analysis Results Interchange Format (SARIF)
// Version 2.1.0", chapter 3. A member here is the standard's property in snake_case (`start_line` is
// `startLine`).
//
// What counts as absent: a string, list or map that is empty, an optional that holds nothing, and an object
// all of whose members are absent. Absent members are not written, as consumers reject empty strings. The
// exceptions are the lists whose emptiness is a statement: Log::runs, Run::results and the driver's rules.
//
// Every member has an initializer, so that designated ones may name some and leave out the rest without a
// warning.
namespace sarif {

enum class Level { none, note, warning, error };
enum class Kind { not_applicable, pass, fail, review, open, informational };
enum class BaselineState { fresh, unchanged, updated, absent };  ///< `fresh` is written "new"
enum class SuppressionKind { in_source, external };
enum class SuppressionStatus { accepted, under_review, rejected };
enum class ColumnKind { utf16_code_units, unicode_code_points };
enum class Importance { important, essential, unimportant };
enum class ArtifactRole {
  analysis_target,
  attachment,
  response_file,
  result_file,
  standard_stream,
  traced_file,
  unmodified,
  modified,
  added,
  deleted,
  renamed,
  uncontrolled,
  driver,
  extension,
  translation,
  taxonomy,
  policy,
  referenced_on_command_line,
  memory_contents,
  directory,
  user_specified_configuration,
  tool_specified_configuration,
  debug_output_file
};

/// Any JSON value except null, for property bags. Depth is the caller's to bound.
struct PropertyValue {
  using List = std::vector<PropertyValue>;
  using Object = std::vector<std::pair<std::string, PropertyValue>>;  ///< written in this order; keys differ
  std::variant<bool, std::int64_t, double, std::string, List, Object> value;

  PropertyValue() = default;  ///< false
  PropertyValue(bool v) : value(v) {}
  PropertyValue(int v) : value(std::int64_t{v}) {}
  PropertyValue(std::int64_t v) : value(v) {}
  PropertyValue(double v) : value(v) {}  ///< not a number and infinity are absent
  PropertyValue(const char* v) : value(std::string(v)) {}
  PropertyValue(std::string v) : value(std::move(v)) {}
  PropertyValue(List v) : value(std::move(v)) {}
  PropertyValue(Object v) : value(std::move(v)) {}
};

/// 3.8. `tags` is the one property that the standard defines. In a bag an empty value is written as it is.
struct PropertyBag {
  std::vector<std::string> tags{};
  std::map<std::string, PropertyValue> values{};
};

/// 3.11. Needs `text` or `id`. In `text`, `[words](7)` links to the location of the result whose id is 7;
/// link() in write.h makes one.
struct Message {
  std::string text{};
  std::string markdown{};
  std::string id{};
  std::vector<std::string> arguments{};
  PropertyBag properties{};
};

/// 3.12. Needs `text`.
struct MultiformatMessageString {
  std::string text{};
  std::string markdown{};
  PropertyBag properties{};
};

/// 3.3. `text` is what the bytes say, decoded.
struct ArtifactContent {
  std::string text{};
  std::string binary{};  ///< base64
  std::optional<MultiformatMessageString> rendered{};
  PropertyBag properties{};
};

/// 3.4. `uri` is percent-encoded (see uri.h); a relative one is resolved against `uri_base_id`.
struct ArtifactLocation {
  std::string uri{};
  std::string uri_base_id{};
  std::optional<std::int64_t> index{};  ///< into Run::artifacts
  std::optional<Message> description{};
  PropertyBag properties{};
};

/// 3.30. Lines and columns count from 1; `end_column` is one past the last character, in the run's column
/// kind.
struct Region {
  std::optional<std::int64_t> start_line{};
  std::optional<std::int64_t> start_column{};
  std::optional<std::int64_t> end_line{};
  std::optional<std::int64_t> end_column{};
  std::optional<std::int64_t> char_offset{};
  std::optional<std::int64_t> char_length{};
  std::optional<std::int64_t> byte_offset{};
  std::optional<std::int64_t> byte_length{};
  std::optional<ArtifactContent> snippet{};
  std::optional<Message> message{};
  std::string source_language{};
  PropertyBag properties{};
};

/// 3.29. Needs `artifact_location`; addresses are not modelled.
struct PhysicalLocation {
  ArtifactLocation artifact_location{};
  std::optional<Region> region{};
  std::optional<Region> context_region{};
  PropertyBag properties{};
};

/// 3.33. Something with a name rather than a place, such as a function or a namespace.
struct LogicalLocation {
  std::string name{};
  std::optional<std::int64_t> index{};  ///< into Run::logical_locations
  std::string fully_qualified_name{};
  std::string decorated_name{};
  std::optional<std::int64_t> parent_index{};
  std::string kind{};
  PropertyBag properties{};
};

/// 3.34. `target` is the id of another location of the same result.
struct LocationRelationship {
  std::int64_t target = 0;
  std::vector<std::string> kinds{};
  std::optional<Message> description{};
  PropertyBag properties{};
};

/// 3.28. `id` is what messages link to; it is unique within a result.
struct Location {
  std::optional<std::int64_t> id{};
  std::optional<PhysicalLocation> physical_location{};
  std::vector<LogicalLocation> logical_locations{};
  std::optional<Message> message{};
  std::vector<Region> annotations{};
  std::vector<LocationRelationship> relationships{};
  PropertyBag properties{};
};

/// 3.54
struct ToolComponentReference {
  std::string name{};
  std::optional<std::int64_t> index{};  ///< into Tool::extensions
  std::string guid{};
  PropertyBag properties{};
};

/// 3.52. Needs `id`, `index` or `guid`.
struct ReportingDescriptorReference {
  std::string id{};
  std::optional<std::int64_t> index{};
  std::string guid{};
  std::optional<ToolComponentReference> tool_component{};
  PropertyBag properties{};
};

/// 3.53. How one rule or taxon stands to another, in words such as "superset" or "relevant".
struct ReportingDescriptorRelationship {
  ReportingDescriptorReference target{};
  std::vector<std::string> kinds{};
  std::optional<Message> description{};
  PropertyBag properties{};
};

/// 3.50. `rank` is from 0.0 to 100.0.
struct ReportingConfiguration {
  std::optional<bool> enabled{};
  std::optional<Level> level{};
  std::optional<double> rank{};
  PropertyBag parameters{};
  PropertyBag properties{};
};

/// 3.51. Both members are needed.
struct ConfigurationOverride {
  ReportingConfiguration configuration{};
  ReportingDescriptorReference descriptor{};
  PropertyBag properties{};
};

/// 3.49. A rule, a kind of notification, or a taxon. Needs `id`.
struct ReportingDescriptor {
  std::string id{};
  std::vector<std::string> deprecated_ids{};
  std::string guid{};
  std::string name{};
  std::vector<std::string> deprecated_names{};
  std::optional<MultiformatMessageString> short_description{};
  std::optional<MultiformatMessageString> full_description{};
  std::map<std::string, MultiformatMessageString> message_strings{};
  std::optional<ReportingConfiguration> default_configuration{};
  std::string help_uri{};
  std::optional<MultiformatMessageString> help{};
  std::vector<ReportingDescriptorRelationship> relationships{};
  PropertyBag properties{};
};

/// 3.19. A tool, a plug-in, or a taxonomy. Needs `name`.
struct ToolComponent {
  std::string guid{};
  std::string name{};
  std::string organization{};
  std::string product{};
  std::string product_suite{};
  std::optional<MultiformatMessageString> short_description{};
  std::optional<MultiformatMessageString> full_description{};
  std::string full_name{};
  std::string version{};
  std::string semantic_version{};
  std::string release_date_utc{};
  std::string download_uri{};
  std::string information_uri{};
  std::map<std::string, MultiformatMessageString> global_message_strings{};
  std::vector<ReportingDescriptor> notifications{};
  std::vector<ReportingDescriptor> rules{};
  std::vector<ReportingDescriptor> taxa{};
  std::string language{};
  std::optional<bool> is_comprehensive{};
  std::vector<ToolComponentReference> supported_taxonomies{};
  PropertyBag properties{};
};

/// 3.18
struct Tool {
  ToolComponent driver{};
  std::vector<ToolComponent> extensions{};
  PropertyBag properties{};
};

/// 3.38. One step of a path.
struct ThreadFlowLocation {
  std::optional<Location> location{};
  std::vector<std::string> kinds{};
  std::vector<ReportingDescriptorReference> taxa{};
  std::string module{};
  std::map<std::string, MultiformatMessageString> state{};
  std::optional<std::int64_t> nesting_level{};
  std::optional<std::int64_t> execution_order{};
  std::optional<Importance> importance{};
  PropertyBag properties{};
};

/// 3.37. Needs `locations`.
struct ThreadFlow {
  std::string id{};
  std::optional<Message> message{};
  std::vector<ThreadFlowLocation> locations{};
  PropertyBag properties{};
};

/// 3.36. Needs `thread_flows`.
struct CodeFlow {
  std::optional<Message> message{};
  std::vector<ThreadFlow> thread_flows{};
  PropertyBag properties{};
};

/// 3.35
struct Suppression {
  SuppressionKind kind = SuppressionKind::external;
  std::string guid{};
  std::optional<SuppressionStatus> status{};
  std::string justification{};
  std::optional<Location> location{};
  PropertyBag properties{};
};

/// 3.57. Needs `deleted_region`; without `inserted_content` the region is removed.
struct Replacement {
  Region deleted_region{};
  std::optional<ArtifactContent> inserted_content{};
  PropertyBag properties{};
};

/// 3.56. Both members are needed.
struct ArtifactChange {
  ArtifactLocation artifact_location{};
  std::vector<Replacement> replacements{};
  PropertyBag properties{};
};

/// 3.55. Needs `artifact_changes`.
struct Fix {
  std::optional<Message> description{};
  std::vector<ArtifactChange> artifact_changes{};
  PropertyBag properties{};
};

/// 3.27. Needs `message`. `partial_fingerprints` says by which hashes a result is recognised in another run.
struct Result {
  std::string rule_id{};
  std::optional<std::int64_t> rule_index{};  ///< into the driver's rules
  std::optional<ReportingDescriptorReference> rule{};
  std::optional<Kind> kind{};
  std::optional<Level> level{};
  Message message{};
  std::optional<ArtifactLocation> analysis_target{};
  std::vector<Location> locations{};
  std::string guid{};
  std::string correlation_guid{};
  std::optional<std::int64_t> occurrence_count{};
  std::map<std::string, std::string> partial_fingerprints{};
  std::map<std::string, std::string> fingerprints{};
  std::vector<CodeFlow> code_flows{};
  std::vector<Location> related_locations{};
  std::vector<Suppression> suppressions{};
  std::optional<BaselineState> baseline_state{};
  std::optional<double> rank{};
  std::string hosted_viewer_uri{};
  std::vector<std::string> work_item_uris{};
  std::vector<Fix> fixes{};
  std::vector<ReportingDescriptorReference> taxa{};
  PropertyBag properties{};
};

/// 3.58. Something about the run itself. Needs `message`.
struct Notification {
  std::optional<ReportingDescriptorReference> descriptor{};
  std::optional<ReportingDescriptorReference> associated_rule{};
  std::vector<Location> locations{};
  Message message{};
  std::optional<Level> level{};
  std::string time_utc{};
  PropertyBag properties{};
};

/// 3.20. Times are written as `2024-05-31T12:30:00Z`.
struct Invocation {
  bool execution_successful = true;
  std::string command_line{};
  std::vector<std::string> arguments{};
  std::string start_time_utc{};
  std::string end_time_utc{};
  std::optional<std::int64_t> exit_code{};
  std::string exit_code_description{};
  std::vector<ConfigurationOverride> rule_configuration_overrides{};
  std::vector<Notification> tool_execution_notifications{};
  std::vector<Notification> tool_configuration_notifications{};
  std::optional<ArtifactLocation> working_directory{};
  PropertyBag properties{};
};

/// 3.17. `id` is a path such as "category/run", by which runs of one category replace each other.
struct RunAutomationDetails {
  std::optional<Message> description{};
  std::string id{};
  std::string guid{};
  std::string correlation_guid{};
  PropertyBag properties{};
};

/// 3.23. Needs `repository_uri`.
struct VersionControlDetails {
  std::string repository_uri{};
  std::string revision_id{};
  std::string branch{};
  std::string revision_tag{};
  std::string as_of_time_utc{};
  std::optional<ArtifactLocation> mapped_to{};
  PropertyBag properties{};
};

/// 3.24
struct Artifact {
  std::optional<Message> description{};
  std::optional<ArtifactLocation> location{};
  std::optional<std::int64_t> parent_index{};
  std::optional<std::int64_t> length{};  ///< bytes
  std::vector<ArtifactRole> roles{};
  std::string mime_type{};
  std::string encoding{};
  std::string source_language{};
  std::map<std::string, std::string> hashes{};  ///< by algorithm, such as "sha-256"
  PropertyBag properties{};
};

/// 3.14
struct Run {
  Tool tool{};
  std::vector<Invocation> invocations{};
  std::string language{};
  std::vector<VersionControlDetails> version_control_provenance{};
  std::map<std::string, ArtifactLocation> original_uri_base_ids{};
  std::vector<Artifact> artifacts{};
  std::vector<LogicalLocation> logical_locations{};
  std::vector<Result> results{};
  bool scanned = true;  ///< false leaves `results` out, which says that no scan took place
  std::optional<RunAutomationDetails> automation_details{};
  std::string baseline_guid{};
  std::string default_encoding{};
  std::string default_source_language{};
  std::optional<ColumnKind> column_kind{};
  std::vector<ToolComponent> taxonomies{};
  PropertyBag properties{};
};

/// 3.13. `$schema` and `version` are the writer's.
struct Log {
  std::vector<Run> runs{};
  PropertyBag properties{};
};

}  // namespace sarif
