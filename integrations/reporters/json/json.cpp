// The report for programs: one JSON object, its form described in docs/json.md and versioned.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "integrations/reporters/report.h"

namespace demarc::reporters {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

Json place_of(const Report& report, const Step& step) {
  const Place place = report.sources->place(step);
  Json out = Json::object();
  if (!place.path.empty()) out["path"] = place.path;
  if (place.line != 0) out["line"] = place.line;
  if (place.line != 0 && place.column != 0) out["column"] = place.column;
  if (place.end_column != 0) {
    out["endLine"] = place.end_line;
    out["endColumn"] = place.end_column;
  }
  if (!step.what.empty()) out["what"] = step.what;
  return out;
}

Json places_of(const Report& report, const std::vector<Step>& steps) {
  Json out = Json::array();
  for (const Step& step : steps) out.push_back(place_of(report, step));
  return out;
}

Json finding_of(const Report& report, const Finding& finding) {
  Json out{{"rule", finding.rule},
           {"severity", to_string(finding.severity)},
           {"fingerprint", finding.fingerprint()},
           {"from", finding.from},
           {"to", finding.to},
           {"object", finding.object},
           {"message", finding.message},
           {"help", finding.help},
           {"label", finding.label},
           {"owner", finding.owner}};
  out["place"] = finding.places.empty() ? Json() : place_of(report, finding.places[0]);
  Json evidence = Json::array();
  for (std::size_t i = 1; i < finding.places.size(); ++i)
    evidence.push_back(place_of(report, finding.places[i]));
  out["evidence"] = std::move(evidence);
  out["others"] = places_of(report, finding.others);
  out["declared"] = places_of(report, finding.declared);
  return out;
}

Json coverage_of(const Report& report) {
  const Coverage& coverage = report.coverage;
  Json sites = Json::object();
  for (const auto& [what, n] : coverage.sites) sites[what] = {{"resolved", n.resolved}, {"open", n.open}};
  Json open = Json::array();
  for (const Coverage::Open& one : coverage.open)
    open.push_back({{"service", one.service},
                    {"what", one.what},
                    {"reason", one.reason},
                    {"place", place_of(report, one.place)}});
  Json notes = Json::array();
  for (const RunNote& note : report.notes)
    notes.push_back({{"text", note.text}, {"place", place_of(report, note.place)}});
  return {{"files", coverage.files},
          {"read", coverage.read},
          {"withErrors", coverage.with_errors},
          {"unclaimed", report.counts.unclaimed},
          {"leftOut", coverage.left_out},
          {"byLanguage", coverage.by_language},
          {"sites", std::move(sites)},
          {"unresolved", std::move(open)},
          {"notes", std::move(notes)}};
}

void write_json(const Report& report, const ReporterOptions& options, std::ostream& out) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) findings.push_back(finding_of(report, finding));
  Json rules = Json::array();
  for (const RuleText& rule : report.rules)
    rules.push_back({{"id", rule.id}, {"severity", to_string(rule.severity)}, {"what", rule.what}});
  const RunCounts& counts = report.counts;
  Json root{{"schema", fmt::format("demarc-report/{}", schema_version)},
            {"version", report.version},
            {"system", report.system},
            {"model", report.model.empty() ? Json() : Json(report.model)},
            {"exitCode", report.exit_code},
            {"summary",
             {{"errors", report.count(Severity::error)},
              {"warnings", report.count(Severity::warning)},
              {"notes", report.count(Severity::note)},
              {"narrowedAway", report.narrowed_away},
              {"contexts", counts.contexts},
              {"kernels", counts.kernels},
              {"services", counts.services},
              {"tables", counts.tables},
              {"channels", counts.channels},
              {"edges", counts.relations},
              {"guessedEdges", counts.guessed}}},
            {"findings", std::move(findings)},
            {"coverage", coverage_of(report)},
            {"rules", std::move(rules)}};
  if (const Report::Known& known = report.baseline; !known.path.empty())
    root["baseline"] = {
        {"file", known.path}, {"known", known.findings}, {"grown", known.grown}, {"gone", known.gone}};
  if (options.timings) {
    Json stations = Json::array();
    for (const RunStation& station : report.stations)
      stations.push_back(
          {{"station", station.name}, {"wallSeconds", station.wall}, {"cpuSeconds", station.cpu}});
    root["timings"] = {
        {"seconds", counts.seconds}, {"bytes", counts.bytes}, {"stations", std::move(stations)}};
  }
  out << root.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

extern const Reporter json{"json", "everything, for programs (docs/json.md)", write_json};

}  // namespace demarc::reporters
