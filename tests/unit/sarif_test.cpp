// Written SARIF logs: against the standard's JSON schema, against the rules of absence, and byte for byte.
#include "integrations/sarif/sarif.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "integrations/sarif/line_hash.h"
#include "integrations/sarif/uri.h"
#include "integrations/sarif/write.h"

namespace sarif {
namespace {

using Json = nlohmann::json;
using nlohmann::ordered_json;

// The OASIS schema is not ours to keep; the SARIF multitool's package carries it.
const std::filesystem::path schema_path =
    DEMARC_SOURCE_DIR "/tests/sarif/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json";

class SarifSchema : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::ifstream file(schema_path);
    if (!file) throw std::runtime_error("no " + schema_path.string() + ": run tests/sarif/install.sh first");
    const Json json = Json::parse(file);
    schema_ = std::make_unique<valijson::Schema>();
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(json), *schema_);
  }
  static void TearDownTestSuite() { schema_.reset(); }

  // What the schema has against `text`, a line each.
  static std::string complaints(const std::string& text) {
    const Json json = Json::parse(text);
    valijson::ValidationResults results;
    valijson::Validator(valijson::Validator::kStrongTypes)
        .validate(*schema_, valijson::adapters::NlohmannJsonAdapter(json), &results);
    std::string lines;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& step : error.context) lines += step;
      lines += ": " + error.description + "\n";
    }
    return lines;
  }

  static std::unique_ptr<valijson::Schema> schema_;
};
std::unique_ptr<valijson::Schema> SarifSchema::schema_;

// Paths of the empty strings, objects and lists in `json`.
void find_empty(const Json& json, const std::string& path, std::vector<std::string>& found) {
  if (json == "" || ((json.is_array() || json.is_object()) && json.empty())) found.push_back(path);
  if (json.is_structured())
    for (const auto& [key, value] : json.items()) find_empty(value, path + "/" + key, found);
}

std::vector<std::string> empty_parts(const std::string& text) {
  std::vector<std::string> found;
  find_empty(Json::parse(text), "", found);
  return found;
}

Message said(std::string text) { return {.text = std::move(text)}; }

Location at(std::string path, int line, std::optional<int> id = {}, std::optional<Message> message = {}) {
  Location location;
  location.id = id;
  location.physical_location = {
      .artifact_location = {.uri = relative_uri(path), .uri_base_id = "SRCROOT"},
      .region = Region{.start_line = line, .start_column = 1, .end_line = line, .end_column = 12}};
  location.message = std::move(message);
  return location;
}

ReportingDescriptor rule(std::string id) {
  return {.id = std::move(id),
          .name = "ForeignWrite",
          .short_description = MultiformatMessageString{.text = "A table is written from outside."},
          .full_description =
              MultiformatMessageString{.text = "A table is written by a service that does not own it."},
          .default_configuration = ReportingConfiguration{.level = Level::error},
          .help_uri = "https://example.com/rules/foreign-write",
          .help = MultiformatMessageString{.text = "Call the owner.", .markdown = "Call the *owner*."},
          .properties = {.tags = {"architecture", "data"}, .values = {{"precision", "high"}}}};
}

Result finding(std::string rule_id, std::string path, int line) {
  const std::string source = "import boto3\ntable.put_item(Item=item)\n";
  Result result;
  result.rule_id = std::move(rule_id);
  result.rule_index = 0;
  result.level = Level::error;
  result.message = said("'report' writes the table 'orders', see " + link("its owner [model]", 1) + ".");
  result.locations = {at(path, line)};
  result.related_locations = {at("model.yaml", 7, 1, said("declared here"))};
  const LineHashes hashes(source);
  result.partial_fingerprints = {{std::string(primary_location_line_hash), hashes.of(2)},
                                 {"example/v1", "0a1b2c"}};
  ThreadFlow flow;
  flow.locations = {{.location = at(path, line, {}, said("written here")),
                     .kinds = {"call"},
                     .nesting_level = 0,
                     .execution_order = 1,
                     .importance = Importance::essential},
                    {.location = at("template.yaml", 58, {}, said("named here")), .nesting_level = 1}};
  result.code_flows = {{.thread_flows = {flow}}};
  return result;
}

Tool tool() {
  return {.driver = {.name = "Example",
                     .version = "1.2.3",
                     .semantic_version = "1.2.3",
                     .information_uri = "https://example.com/",
                     .rules = {rule("data/foreign-write")}}};
}

// What an ordinary run with two findings looks like, as code scanning would get it.
Log ordinary_log() {
  Run run{.tool = tool()};
  run.original_uri_base_ids = {{"SRCROOT", {.uri = file_uri("/srv/a shop", true)}}};
  run.results = {finding("data/foreign-write", "services/report/a b#1.py", 2),
                 finding("data/foreign-write", "services/[id]/größe.ts", 30)};
  run.invocations = {{.execution_successful = true, .exit_code = 1}};
  run.automation_details = RunAutomationDetails{.id = "example/all/"};
  run.column_kind = ColumnKind::utf16_code_units;
  return {.runs = {run}};
}

// Every member of every object.
Log full_log() {
  const std::string guid = "11111111-1111-4111-8111-111111111111";
  const std::string time = "2024-05-31T12:30:00Z";
  PropertyBag bag;
  bag.tags = {"one", "two"};
  bag.values = {{"truth", true},
                {"whole", std::int64_t{1} << 40},
                {"part", 0.5},
                {"empty", ""},
                {"list", PropertyValue::List{1, "two", PropertyValue::List{}}},
                {"object", PropertyValue::Object{{"b", 1}, {"a", PropertyValue::Object{}}}}};
  const Message message{
      .text = "text {0}", .markdown = "*text* {0}", .id = "m", .arguments = {"", "x"}, .properties = bag};
  const MultiformatMessageString string{.text = "text", .markdown = "*text*", .properties = bag};
  const ArtifactContent content{.text = "text", .binary = "dGV4dA==", .rendered = string, .properties = bag};
  const ArtifactLocation place{
      .uri = "a/b", .uri_base_id = "SRCROOT", .index = 0, .description = message, .properties = bag};
  const Region region{.start_line = 1,
                      .start_column = 1,
                      .end_line = 2,
                      .end_column = 3,
                      .char_offset = 0,
                      .char_length = 4,
                      .byte_offset = 0,
                      .byte_length = 4,
                      .snippet = content,
                      .message = message,
                      .source_language = "python",
                      .properties = bag};
  const LogicalLocation logical{.name = "f",
                                .index = 0,
                                .fully_qualified_name = "m.f",
                                .decorated_name = "_f",
                                .parent_index = 0,
                                .kind = "function",
                                .properties = bag};
  const Location location{
      .id = 0,
      .physical_location =
          PhysicalLocation{
              .artifact_location = place, .region = region, .context_region = region, .properties = bag},
      .logical_locations = {logical},
      .message = message,
      .annotations = {region},
      .relationships = {{.target = 0, .kinds = {"includes"}, .description = message, .properties = bag}},
      .properties = bag};
  const ToolComponentReference component{.name = "T", .index = 0, .guid = guid, .properties = bag};
  const ReportingDescriptorReference reference{
      .id = "r", .index = 0, .guid = guid, .tool_component = component, .properties = bag};
  const ReportingConfiguration configuration{
      .enabled = true, .level = Level::note, .rank = 50.0, .parameters = bag, .properties = bag};
  const ReportingDescriptor descriptor{.id = "r",
                                       .deprecated_ids = {"q"},
                                       .guid = guid,
                                       .name = "R",
                                       .deprecated_names = {"Q"},
                                       .short_description = string,
                                       .full_description = string,
                                       .message_strings = {{"m", string}},
                                       .default_configuration = configuration,
                                       .help_uri = "https://example.com/r",
                                       .help = string,
                                       .relationships = {{.target = reference,
                                                          .kinds = {"superset"},
                                                          .description = message,
                                                          .properties = bag}},
                                       .properties = bag};
  const ToolComponent driver{.guid = guid,
                             .name = "T",
                             .organization = "O",
                             .product = "P",
                             .product_suite = "S",
                             .short_description = string,
                             .full_description = string,
                             .full_name = "T 1",
                             .version = "1",
                             .semantic_version = "1.0.0",
                             .release_date_utc = "2024-05-31",
                             .download_uri = "https://example.com/d",
                             .information_uri = "https://example.com/i",
                             .global_message_strings = {{"m", string}},
                             .notifications = {descriptor},
                             .rules = {descriptor},
                             .taxa = {descriptor},
                             .language = "en",
                             .is_comprehensive = true,
                             .supported_taxonomies = {component},
                             .properties = bag};
  Result result{.rule_id = "r",
                .rule_index = 0,
                .rule = reference,
                .kind = Kind::fail,
                .level = Level::warning,
                .message = message,
                .analysis_target = place,
                .locations = {location},
                .guid = guid,
                .correlation_guid = guid,
                .occurrence_count = 2,
                .partial_fingerprints = {{"p", "1"}},
                .fingerprints = {{"f", "2"}},
                .code_flows = {{.message = message,
                                .thread_flows = {{.id = "t",
                                                  .message = message,
                                                  .locations = {{.location = location,
                                                                 .kinds = {"call"},
                                                                 .taxa = {reference},
                                                                 .module = "m",
                                                                 .state = {{"x", string}},
                                                                 .nesting_level = 0,
                                                                 .execution_order = 0,
                                                                 .importance = Importance::unimportant,
                                                                 .properties = bag}},
                                                  .properties = bag}},
                                .properties = bag}},
                .related_locations = {location},
                .suppressions = {{.kind = SuppressionKind::in_source,
                                  .guid = guid,
                                  .status = SuppressionStatus::under_review,
                                  .justification = "why",
                                  .location = location,
                                  .properties = bag}},
                .baseline_state = BaselineState::fresh,
                .rank = 1.0,
                .hosted_viewer_uri = "https://example.com/v",
                .work_item_uris = {"https://example.com/w"},
                .fixes = {{.description = message,
                           .artifact_changes = {{.artifact_location = place,
                                                 .replacements = {{.deleted_region = region,
                                                                   .inserted_content = content,
                                                                   .properties = bag}},
                                                 .properties = bag}},
                           .properties = bag}},
                .taxa = {reference},
                .properties = bag};
  const Notification notification{.descriptor = reference,
                                  .associated_rule = reference,
                                  .locations = {location},
                                  .message = message,
                                  .level = Level::error,
                                  .time_utc = time,
                                  .properties = bag};
  Run run{
      .tool = {.driver = driver, .extensions = {driver}, .properties = bag},
      .invocations = {{.execution_successful = false,
                       .command_line = "t a",
                       .arguments = {"a", ""},
                       .start_time_utc = time,
                       .end_time_utc = time,
                       .exit_code = -1,
                       .exit_code_description = "failed",
                       .rule_configuration_overrides =
                           {{.configuration = configuration, .descriptor = reference, .properties = bag}},
                       .tool_execution_notifications = {notification},
                       .tool_configuration_notifications = {notification},
                       .working_directory = place,
                       .properties = bag}},
      .language = "en-US",
      .version_control_provenance = {{.repository_uri = "https://example.com/repo",
                                      .revision_id = "abc",
                                      .branch = "main",
                                      .revision_tag = "v1",
                                      .as_of_time_utc = time,
                                      .mapped_to = place,
                                      .properties = bag}},
      .original_uri_base_ids = {{"SRCROOT", {.uri = "file:///srv/"}}},
      .artifacts = {{.description = message,
                     .location = place,
                     .parent_index = 0,
                     .length = 10,
                     .roles = {ArtifactRole::analysis_target, ArtifactRole::debug_output_file},
                     .mime_type = "text/plain",
                     .encoding = "utf-8",
                     .source_language = "python",
                     .hashes = {{"sha-256", "00"}},
                     .properties = bag}},
      .logical_locations = {logical},
      .results = {result},
      .automation_details =
          RunAutomationDetails{
              .description = message, .id = "c/1", .guid = guid, .correlation_guid = guid, .properties = bag},
      .baseline_guid = guid,
      .default_encoding = "utf-8",
      .default_source_language = "python",
      .column_kind = ColumnKind::unicode_code_points,
      .taxonomies = {driver},
      .properties = bag};
  return {.runs = {run}, .properties = bag};
}

// Leaves `log` to the outside judge, if one asks: tests/sarif/check.sh names the folder.
void leave_for_the_judge(const std::string& name, const Log& log) {
  const char* folder = std::getenv("DEMARC_SARIF_LOGS");
  if (folder == nullptr) return;
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  std::ofstream file(path);
  write(log, file);
  file.close();
  EXPECT_TRUE(file) << path;
}

TEST_F(SarifSchema, AcceptsAnOrdinaryLog) {
  EXPECT_EQ(complaints(write(ordinary_log())), "");
  leave_for_the_judge("ordinary.sarif", ordinary_log());
}

TEST_F(SarifSchema, AcceptsALogWithoutFindings) {
  Log log = ordinary_log();
  log.runs[0].results.clear();
  EXPECT_EQ(complaints(write(log)), "");
  leave_for_the_judge("clean.sarif", log);
}

TEST_F(SarifSchema, AcceptsEveryMember) { EXPECT_EQ(complaints(write(full_log())), ""); }

TEST_F(SarifSchema, AcceptsTheSmallestLogs) {
  EXPECT_EQ(complaints(write(Log{})), "");
  EXPECT_EQ(complaints(write(Log{.runs = {{.tool = {.driver = {.name = "T"}}}}})), "");
}

TEST_F(SarifSchema, RefusesWhatIsWrong) {
  Json wrong = Json::parse(write(ordinary_log()));
  wrong["runs"][0]["results"][0]["level"] = "fatal";
  EXPECT_NE(complaints(wrong.dump()), "");
  wrong = Json::parse(write(ordinary_log()));
  wrong["runs"][0]["results"][0].erase("message");
  EXPECT_NE(complaints(wrong.dump()), "");
  wrong = Json::parse(write(full_log()));
  wrong["runs"][0]["artifacts"][0]["roles"] = {"added", "added"};
  EXPECT_NE(complaints(wrong.dump()), "");
}

TEST_F(SarifSchema, AcceptsEveryEnumerator) {
  Log log = ordinary_log();
  Result& result = log.runs[0].results[0];
  for (int i = 0; i <= static_cast<int>(ArtifactRole::debug_output_file); ++i) {
    log.runs[0].artifacts = {{.roles = {static_cast<ArtifactRole>(i)}}};
    result.level = static_cast<Level>(i % 4);
    result.kind = static_cast<Kind>(i % 6);
    result.baseline_state = static_cast<BaselineState>(i % 4);
    result.suppressions = {
        {.kind = static_cast<SuppressionKind>(i % 2), .status = static_cast<SuppressionStatus>(i % 3)}};
    result.code_flows[0].thread_flows[0].locations[0].importance = static_cast<Importance>(i % 3);
    log.runs[0].column_kind = static_cast<ColumnKind>(i % 2);
    EXPECT_EQ(complaints(write(log)), "") << i;
  }
}

TEST_F(SarifSchema, AcceptsRepeatedElementsAsSets) {
  Log log = full_log();
  const auto twice = [](auto& list) { list.push_back(list.front()); };
  sarif::Run& run = log.runs[0];
  Result& result = run.results[0];
  twice(run.version_control_provenance);
  twice(run.artifacts[0].roles);
  twice(run.tool.driver.rules[0].deprecated_ids);
  twice(run.properties.tags);
  twice(run.invocations[0].tool_execution_notifications[0].locations);
  twice(result.related_locations);
  twice(result.suppressions);
  twice(result.fixes);
  twice(result.taxa);
  twice(result.work_item_uris);
  twice(result.locations[0].logical_locations);
  EXPECT_EQ(write(log), write(full_log()));
}

// The JSON of `log`'s only run.
Json run_json(const Log& log) { return Json::parse(write(log))["runs"][0]; }

TEST(SarifWrite, KeepsElementsThatIndexesPointInto) {
  Log log = full_log();
  log.runs[0].artifacts.push_back(log.runs[0].artifacts[0]);
  log.runs[0].artifacts.push_back({});
  EXPECT_EQ(run_json(log)["artifacts"].size(), 3u);
}

TEST(SarifWrite, WritesExactlyThis) {
  Log log{.runs = {{.tool = {.driver = {.name = "T", .version = "1"}}}}};
  log.runs[0].results = {{.rule_id = "r", .message = {.text = "a \"b\"\n\x01 \xC3\xBC \xFF"}}};
  EXPECT_EQ(write(log), R"({
  "$schema": ")" + std::string(schema_uri) +
                            R"(",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "T",
          "version": "1",
          "rules": []
        }
      },
      "results": [
        {
          "ruleId": "r",
          "message": {
            "text": "a \"b\"\n\u0001 )"
                            "\xC3\xBC \xEF\xBF\xBD"
                            R"("
          }
        }
      ]
    }
  ]
}
)");
}

TEST(SarifWrite, IsPrintedAsTheJsonLibraryWould) {
  for (const Log& log : {Log{}, ordinary_log(), full_log()})
    for (const int indent : {-1, 0, 2, 4}) {
      const std::string text = write(log, indent);
      EXPECT_EQ(text, ordered_json::parse(text).dump(indent) + "\n");
    }
}

TEST(SarifWrite, GivesEqualBytesForEqualLogs) {
  EXPECT_EQ(write(full_log()), write(full_log()));
  std::ostringstream stream;
  write(full_log(), stream, -1);
  EXPECT_EQ(stream.str(), write(full_log(), -1));
}

TEST(SarifWrite, LeavesOutWhatIsAbsent) {
  EXPECT_EQ(empty_parts(write(ordinary_log())), std::vector<std::string>{});
  Log log = ordinary_log();
  sarif::Run& run = log.runs[0];
  run.tool.driver.properties.tags = {""};
  run.tool.driver.rules[0].help->markdown = "";
  run.original_uri_base_ids["NOWHERE"] = {};
  run.automation_details = RunAutomationDetails{};
  run.properties.values["nothing"] = std::nan("");
  Result& result = run.results[0];
  result.locations[0].physical_location->region = Region{.snippet = ArtifactContent{}};
  result.related_locations.push_back({});
  result.partial_fingerprints["none"] = "";
  result.code_flows.push_back({.thread_flows = {ThreadFlow{}, {.locations = {{}}}}});
  result.work_item_uris = {""};
  EXPECT_EQ(empty_parts(write(log)), std::vector<std::string>{});
  EXPECT_FALSE(run_json(log).contains("properties"));
}

TEST(SarifWrite, SaysThatNothingWasFoundOrNothingScanned) {
  Log log{.runs = {{.tool = {.driver = {.name = "T"}}}}};
  EXPECT_EQ(empty_parts(write(log)),
            (std::vector<std::string>{"/runs/0/results", "/runs/0/tool/driver/rules"}));
  log.runs[0].scanned = false;
  EXPECT_FALSE(run_json(log).contains("results"));
  EXPECT_EQ(empty_parts(write(Log{})), std::vector<std::string>{"/runs"});
}

TEST(SarifWrite, KeepsTheBagsOwnEmptiness) {
  const Json bag = Json::parse(write(full_log()))["properties"];
  EXPECT_EQ(bag["empty"], "");
  EXPECT_EQ(bag["list"], Json::parse(R"([1, "two", []])"));
  EXPECT_EQ(bag["object"], Json::parse(R"({"b": 1, "a": {}})"));
  EXPECT_EQ(bag["whole"], std::int64_t{1} << 40);
  EXPECT_EQ(bag["tags"], Json::parse(R"(["one", "two"])"));
}

TEST(SarifWrite, LetsNoBagReplaceItsTags) {
  Log log{.properties = {.tags = {"a"}, .values = {{"tags", 1}}}};
  EXPECT_EQ(Json::parse(write(log))["properties"], Json::parse(R"({"tags": ["a"]})"));
}

// What write() has against `log`.
std::string refusal(const Log& log) {
  try {
    write(log);
  } catch (const std::invalid_argument& error) { return error.what(); }
  return "";
}

template <class Change>
std::string refusal_after(Change change) {
  Log log = ordinary_log();
  change(log.runs[0], log.runs[0].results[0]);
  return refusal(log);
}

TEST(SarifWrite, RefusesWhatLacksARequiredPart) {
  const auto after = [](auto change) { return refusal_after(change); };
  EXPECT_EQ(after([](sarif::Run&, Result&) {}), "");
  EXPECT_EQ(after([](sarif::Run& run, Result&) { run.tool.driver.name.clear(); }),
            "SARIF toolComponent: needs name");
  EXPECT_EQ(after([](sarif::Run& run, Result&) { run.tool.driver.rules.push_back({}); }),
            "SARIF reportingDescriptor: needs id");
  EXPECT_EQ(after([](sarif::Run&, Result& result) { result.message = {}; }), "SARIF result: needs message");
  EXPECT_EQ(after([](sarif::Run&, Result& result) { result.message = {.markdown = "*a*"}; }),
            "SARIF message: needs text or id");
  EXPECT_EQ(
      after([](sarif::Run&, Result& result) { result.code_flows = {{.message = Message{.text = "a"}}}; }),
      "SARIF codeFlow: needs threadFlows");
  EXPECT_EQ(
      after([](sarif::Run&, Result& result) { result.fixes = {{.description = Message{.text = "a"}}}; }),
      "SARIF fix: needs artifactChanges");
  EXPECT_EQ(after([](sarif::Run&, Result& result) {
              result.locations[0].physical_location->artifact_location = {};
            }),
            "SARIF physicalLocation: needs artifactLocation");
}

TEST(SarifWrite, RefusesNumbersOutOfRange) {
  const auto after = [](auto change) { return refusal_after(change); };
  EXPECT_EQ(after([](sarif::Run&, Result& result) {
              result.locations[0].physical_location->region->start_line = 0;
            }),
            "SARIF region: startLine is below 1");
  EXPECT_EQ(after([](sarif::Run&, Result& result) { result.rule_index = -1; }),
            "SARIF result: ruleIndex is below 0");
  EXPECT_EQ(after([](sarif::Run&, Result& result) { result.rank = 100.5; }),
            "SARIF result: rank is not from 0 to 100");
  EXPECT_EQ(
      after([](sarif::Run&, Result& result) { result.rank = std::numeric_limits<double>::quiet_NaN(); }),
      "SARIF result: rank is not from 0 to 100");
}

TEST(SarifWrite, EscapesLinkWords) {
  EXPECT_EQ(link("a", 3), "[a](3)");
  EXPECT_EQ(link("a[0]\\b", 12), "[a\\[0\\]\\\\b](12)");
}

TEST(SarifUri, EncodesRelativePaths) {
  EXPECT_EQ(relative_uri(""), "");
  EXPECT_EQ(relative_uri("src/a-b_c.d~e.py"), "src/a-b_c.d~e.py");
  EXPECT_EQ(relative_uri("a b/c#d?e%20.py"), "a%20b/c%23d%3Fe%2520.py");
  EXPECT_EQ(relative_uri("app/[id]/größe.ts"), "app/%5Bid%5D/gr%C3%B6%C3%9Fe.ts");
  EXPECT_EQ(relative_uri("@scope/(group)/a+b,c;d=e&f!$'*.ts"), "@scope/(group)/a+b,c;d=e&f!$'*.ts");
  EXPECT_EQ(relative_uri("c:x/y"), "c%3Ax/y");
  EXPECT_EQ(relative_uri("a\\b"), "a%5Cb");
  EXPECT_EQ(relative_uri(std::string("a\0\xFF\n\"", 5)), "a%00%FF%0A%22");
  EXPECT_EQ(relative_uri("././/a"), "a");
  EXPECT_EQ(relative_uri("../a"), "../a");
  EXPECT_EQ(relative_uri("//host/a"), "/host/a");
}

TEST(SarifUri, MakesFileUris) {
  EXPECT_EQ(file_uri("/srv/a b"), "file:///srv/a%20b");
  EXPECT_EQ(file_uri("/srv/a b", true), "file:///srv/a%20b/");
  EXPECT_EQ(file_uri("/srv/", true), "file:///srv/");
  EXPECT_EQ(file_uri("//srv"), "file:///srv");
}

}  // namespace
}  // namespace sarif
