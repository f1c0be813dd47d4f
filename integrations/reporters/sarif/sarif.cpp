// The report as SARIF 2.1.0, within the limits of GitHub code scanning.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

#include "integrations/reporters/frame.h"
#include "integrations/reporters/report.h"
#include "integrations/sarif/line_hash.h"
#include "integrations/sarif/uri.h"
#include "integrations/sarif/utf16.h"
#include "integrations/sarif/write.h"

namespace demarc::reporters {
namespace {

// GitHub's figures: what is over them is cut there or makes the whole upload fail.
constexpr std::size_t most_results = 25000, most_related = 100, most_steps = 1000, most_notes = 1000,
                      longest_text = 1024;
constexpr std::size_t linked = 10;  // related places that the message links to
constexpr std::string_view root_id = "SRCROOT";

::sarif::Level level_of(Severity severity) {
  switch (severity) {
    case Severity::note: return ::sarif::Level::note;
    case Severity::warning: return ::sarif::Level::warning;
    case Severity::error: return ::sarif::Level::error;
  }
  return ::sarif::Level::error;
}

std::string_view problem_word(Severity severity) {
  return severity == Severity::note ? "recommendation" : to_string(severity);
}

// Text of a message: "[words](7)" in names of code must not become a link.
std::string plain(std::string_view text) {
  if (text.find("](") == std::string_view::npos) return std::string(text);
  std::string out;
  for (char c : text) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string cut(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

// "data/foreign-access" → "ForeignAccess".
std::string name_of(std::string_view id) {
  std::string out;
  bool starts = true;
  for (char c : id.substr(id.find('/') + 1)) {
    if (c == '-') starts = true;
    else out += starts && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c, starts = false;
  }
  return out;
}

class Writer {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  ::sarif::Log log() {
    ::sarif::Run run;
    run.tool.driver.name = "Demarc";
    run.tool.driver.version = run.tool.driver.semantic_version = report_.version;
    run.tool.driver.information_uri =
        "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/"
        "rel_service_architecture_business_domains.html";
    for (const RuleText& rule : report_.rules) {
      rule_index_[rule.id] = static_cast<std::int64_t>(run.tool.driver.rules.size());
      run.tool.driver.rules.push_back(descriptor(rule));
    }
    add_results(run);
    run.invocations.push_back(invocation());
    run.automation_details = ::sarif::RunAutomationDetails{};
    run.automation_details->id = "demarc/" + report_.repository_prefix;
    if (run.automation_details->id.back() != '/') run.automation_details->id += '/';
    run.column_kind = ::sarif::ColumnKind::utf16_code_units;
    ::sarif::ArtifactLocation root;
    root.description = ::sarif::Message{};
    root.description->text = "The root of the repository.";
    run.original_uri_base_ids[std::string(root_id)] = root;
    ::sarif::Log log;
    log.runs.push_back(std::move(run));
    return log;
  }

 private:
  static ::sarif::MultiformatMessageString words(std::string text, std::string markdown = {}) {
    ::sarif::MultiformatMessageString out;
    out.text = std::move(text);
    out.markdown = std::move(markdown);
    return out;
  }

  ::sarif::ReportingDescriptor descriptor(const RuleText& rule) const {
    ::sarif::ReportingDescriptor out;
    out.id = rule.id;
    out.name = name_of(rule.id);
    out.short_description = words(cut(rule.what, longest_text));
    out.full_description =
        words(cut(rule.why.empty() ? rule.what : rule.what + " " + rule.why, longest_text));
    std::string text = rule.what, markdown = "# " + rule.id + "\n\n" + rule.what + "\n";
    if (!rule.why.empty()) {
      text += "\n\nWhy: " + rule.why;
      markdown += "\n**Why:** " + rule.why + "\n";
    }
    if (!rule.fix.empty()) {
      text += "\n\nFix: " + rule.fix;
      markdown += "\n**Fix:** " + rule.fix + "\n";
    }
    if (!rule.bad.empty()) markdown += "\nReported:\n\n```\n" + rule.bad + "```\n";
    if (!rule.good.empty()) markdown += "\nNot reported:\n\n```\n" + rule.good + "```\n";
    markdown += "\nMore: `demarc explain " + rule.id + "`\n";
    out.help = words(std::move(text), std::move(markdown));
    out.help_uri = rule.help_uri;
    out.default_configuration = ::sarif::ReportingConfiguration{};
    out.default_configuration->level = level_of(rule.severity);
    out.properties.tags = {"architecture", rule.id.substr(0, rule.id.find('/'))};
    out.properties.values.emplace("precision", std::string("high"));
    out.properties.values.emplace("problem.severity", std::string(problem_word(rule.severity)));
    return out;
  }

  // The place a finding is shown at. One without any (about the system as a whole) is shown at the model.
  Step anchor(const Finding& finding) const {
    for (const std::vector<Step>* steps : {&finding.places, &finding.declared, &finding.others})
      for (const Step& step : *steps)
        if (!step.path.empty()) return step;
    Step step;
    step.path = report_.model.empty() ? "demarc.yaml" : report_.model;
    step.line = 1;
    return step;
  }

  ::sarif::Location location(const Step& step, std::string_view message) const {
    const Place place = report_.sources->place(step);
    ::sarif::PhysicalLocation physical;
    physical.artifact_location.uri = ::sarif::relative_uri(report_.repository_prefix + step.path);
    physical.artifact_location.uri_base_id = root_id;
    ::sarif::Region region;
    region.start_line = std::max(place.line, 1u);
    if (place.line != 0 && place.column != 0) {
      region.start_column = column(step.path, place.line, place.column);
      if (place.end_column != 0) {
        region.end_line = place.end_line;
        region.end_column = column(step.path, place.end_line, place.end_column);
      }
    }
    physical.region = region;
    ::sarif::Location out;
    out.physical_location = std::move(physical);
    if (!message.empty()) {
      out.message = ::sarif::Message{};
      out.message->text = plain(message);
    }
    return out;
  }

  std::int64_t column(std::string_view path, std::uint32_t line, std::uint32_t bytes) const {
    const std::string_view text = report_.sources->line(path, line);
    return 1 + static_cast<std::int64_t>(
                   ::sarif::utf16_length(text.substr(0, std::min<std::size_t>(bytes - 1, text.size()))));
  }

  // Findings of one rule on one line would be taken for one alert, so they are one result.
  void add_results(::sarif::Run& run) {
    std::map<std::tuple<std::string, std::string, std::uint32_t>, std::size_t> at;
    std::vector<std::vector<const Finding*>> groups;
    for (const Finding& finding : report_.findings) {
      const Step step = anchor(finding);
      auto [found, fresh] =
          at.try_emplace({finding.rule, step.path, report_.sources->place(step).line}, groups.size());
      if (fresh) groups.emplace_back();
      groups[found->second].push_back(&finding);
    }
    for (const auto& group : groups) {
      if (run.results.size() == most_results) break;
      run.results.push_back(result(group));
    }
    left_out_ = groups.size() - run.results.size();
  }

  ::sarif::Result result(const std::vector<const Finding*>& group) {
    const Finding& first = *group.front();
    ::sarif::Result out;
    out.rule_id = first.rule;
    if (auto index = rule_index_.find(first.rule); index != rule_index_.end()) out.rule_index = index->second;
    out.level = level_of(first.severity);
    const Step primary = anchor(first);
    out.locations.push_back(location(primary, first.label));
    add_logical(first, out.locations[0]);
    std::string text;
    std::size_t number = 0;
    for (const Finding* finding : group) {
      text += (text.empty() ? "" : "\n") + plain(finding->message);
      if (!finding->help.empty()) text += (text.back() == '.' ? " " : ". ") + plain(finding->help);
      related(*finding, text, out);
      if (auto flow = code_flow(*finding)) out.code_flows.push_back(std::move(*flow));
      out.partial_fingerprints[number++ == 0 ? "demarc/v1" : fmt::format("demarc/v1/{}", number)] =
          finding->fingerprint();
    }
    out.message.text = text;
    const std::uint32_t line = std::max(report_.sources->place(primary).line, 1u);
    if (std::string hash = line_hash(primary.path, line); !hash.empty())
      out.partial_fingerprints[std::string(::sarif::primary_location_line_hash)] = hash;
    for (const auto& [word, value] : {std::pair("from", &first.from), std::pair("to", &first.to),
                                      std::pair("object", &first.object), std::pair("owner", &first.owner)})
      if (!value->empty()) out.properties.values.emplace(word, *value);
    return out;
  }

  static void add_logical(const Finding& finding, ::sarif::Location& into) {
    if (finding.from.empty()) return;
    ::sarif::LogicalLocation logical;
    logical.name = logical.fully_qualified_name = finding.from;
    logical.kind = "module";
    into.logical_locations.push_back(std::move(logical));
  }

  // Declarations and further places, the first of them linked from the message.
  void related(const Finding& finding, std::string& text, ::sarif::Result& out) const {
    std::string declared, others;
    std::size_t links = 0;
    const auto add = [&](const Step& step, std::string_view words, std::string& list) {
      if (step.path.empty() || out.related_locations.size() == most_related) return;
      ::sarif::Location where = location(step, step.what.empty() ? words : std::string_view(step.what));
      where.id = static_cast<std::int64_t>(out.related_locations.size()) + 1;
      if (links++ < linked) list += (list.empty() ? "" : ", ") + ::sarif::link(words, *where.id);
      out.related_locations.push_back(std::move(where));
    };
    for (const Step& step : finding.declared) add(step, to_string(report_.sources->place(step)), declared);
    for (const Step& step : finding.others) add(step, to_string(report_.sources->place(step)), others);
    if (!declared.empty()) text += " Declared at " + declared + ".";
    if (!others.empty()) text += " Also at " + others + ".";
  }

  std::optional<::sarif::CodeFlow> code_flow(const Finding& finding) const {
    if (finding.places.size() < 2) return std::nullopt;
    ::sarif::ThreadFlow thread;
    for (const Step& step : finding.places) {
      if (step.path.empty() || thread.locations.size() == most_steps) continue;
      ::sarif::ThreadFlowLocation at;
      at.location = location(step, !step.what.empty() ? step.what : finding.label);
      at.importance =
          thread.locations.empty() ? ::sarif::Importance::essential : ::sarif::Importance::important;
      thread.locations.push_back(std::move(at));
    }
    if (thread.locations.size() < 2) return std::nullopt;
    ::sarif::CodeFlow flow;
    flow.thread_flows.push_back(std::move(thread));
    return flow;
  }

  std::string line_hash(const std::string& path, std::uint32_t line) {
    auto& hashes = hashes_[path];
    if (!hashes) {
      const std::string* text = report_.sources->text(path);
      hashes = std::make_unique<::sarif::LineHashes>(text ? std::string_view(*text) : std::string_view());
    }
    return hashes->of(line);
  }

  ::sarif::Invocation invocation() const {
    ::sarif::Invocation out;
    out.execution_successful = true;
    out.exit_code = report_.exit_code;
    const auto notify = [&](std::string text, const Step* place) {
      ::sarif::Notification note;
      note.level = ::sarif::Level::warning;
      note.message.text = plain(text);
      if (place && !place->path.empty()) note.locations.push_back(location(*place, {}));
      out.tool_execution_notifications.push_back(std::move(note));
    };
    if (left_out_ > 0)
      notify(fmt::format("{} are left out: a file holds {} at most.", counted(left_out_, "result"),
                         most_results),
             nullptr);
    for (const RunNote& note : report_.notes) {
      if (out.tool_execution_notifications.size() == most_notes) break;
      notify(note.text, &note.place);
    }
    return out;
  }

  const Report& report_;
  std::map<std::string, std::int64_t> rule_index_;
  std::map<std::string, std::unique_ptr<::sarif::LineHashes>> hashes_;
  std::size_t left_out_ = 0;
};

void write_sarif(const Report& report, const ReporterOptions&, std::ostream& out) {
  ::sarif::write(Writer(report).log(), out);
}

}  // namespace

extern const Reporter sarif{"sarif", "SARIF 2.1.0, for code scanning", write_sarif};

}  // namespace demarc::reporters
