// Reads cases and runs rules over them.
#include "tests/unit/rule_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "parsers/parsers.h"

namespace demarc {

std::unique_ptr<Document> parse_document(std::string_view path, std::string_view text, std::string& failure,
                                         FileId file) {
  for (const auto& reader : documents::all()) {
    if (!reader->accepts(path, text.substr(0, 512))) continue;
    Observations observations;
    reader->read({file, path, text}, observations);
    for (const Note& note : observations.notes) failure += note.what + "\n";
    if (observations.document) return std::make_unique<Document>(std::move(*observations.document));
  }
  failure += fmt::format("no reader takes {}\n", path);
  return nullptr;
}

RuleCase::RuleCase(std::string_view text) : text_(text) {
  std::size_t line = text.starts_with("---\n") ? 0 : text.find("\n---\n");
  if (line == std::string_view::npos) {
    read("", "", text, 1);
    return;
  }
  std::string_view model = text.substr(0, line == 0 ? 0 : line + 1);
  std::size_t facts = line == 0 ? 4 : line + 5;
  auto lines = static_cast<std::uint32_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(facts), '\n'));
  read(model.empty() ? "" : "demarc.yaml", model, text.substr(facts), lines + 1);
}

RuleCase RuleCase::imported(std::string_view path, std::string_view model, std::string_view facts) {
  RuleCase out;
  out.text_ = facts;
  out.read(path, model, facts, 1);
  return out;
}

void RuleCase::read(std::string_view model_path, std::string_view model_text, std::string_view facts_text,
                    std::uint32_t first_line) {
  model_text_ = model_text;
  if (!model_path.empty()) {
    document_ = parse_document(model_path, model_text, failure_);
    if (!document_) return;
    model::Sources sources;
    if (model_path == "demarc.yaml") sources.file = {document_.get(), std::string(model_path)};
    else sources.imports.push_back({document_.get(), std::string(model_path)});
    model_ = model::read_model(sources);
  }
  std::string placed;
  std::uint32_t number = first_line;
  while (!facts_text.empty()) {
    std::size_t end = facts_text.find('\n');
    std::string_view line = facts_text.substr(0, end);
    facts_text = end == std::string_view::npos ? std::string_view{} : facts_text.substr(end + 1);
    std::size_t comment = line.find(" #");
    if (line.starts_with('#')) comment = 0;
    std::string_view statement = line.substr(0, comment);
    bool is_statement =
        statement.find_first_not_of(' ') != std::string_view::npos && !statement.starts_with(' ');
    placed += statement;
    if (is_statement && statement.find(" @ ") == std::string_view::npos)
      placed += fmt::format(" @ example:{}", number);
    placed += '\n';
    ++number;
  }
  Result<Facts> facts = read_facts(placed);
  if (!facts) {
    failure_ += facts.error().message + "\n" + placed;
    return;
  }
  architecture_ = std::make_unique<Architecture>(std::move(*facts), Coverage{});
  map_ = std::make_unique<model::ContextMap>(*architecture_, model_, nullptr, "2026-11-22");
}

void RuleCase::catalog(std::string_view path, std::string_view text) {
  const auto document = parse_document(path, text, failure_);
  if (document) model_.path_owners.read_catalog(path, *document);
}

rules::Outcome RuleCase::outcome() const {
  rules::Selection selection;
  selection.inline_exceptions = inline_exceptions;
  return rules::run(*map_, selection);
}

std::vector<Finding> RuleCase::findings(std::string_view rule) const {
  std::vector<Finding> out;
  for (Finding& finding : outcome().findings)
    if (rule.empty() || finding.rule == rule) out.push_back(std::move(finding));
  return out;
}

std::vector<std::string> RuleCase::lines(std::string_view rule) const {
  std::vector<std::string> out;
  for (const Finding& f : findings(rule))
    out.push_back(fmt::format("{} {}: {}", to_string(f.severity), f.rule, f.message));
  return out;
}

std::set<std::uint32_t> RuleCase::marked(std::string_view rule) const {
  std::set<std::uint32_t> out;
  std::uint32_t number = 1;
  std::string_view text = text_;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (std::size_t mark = line.find(fmt::format("# {}", rule)); mark != std::string_view::npos)
      out.insert(number);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++number;
  }
  return out;
}

std::set<std::uint32_t> RuleCase::pointed(std::string_view rule) const {
  std::set<std::uint32_t> out;
  LineIndex index(model_text_);
  auto see = [&](const Step& step) {
    if (step.line) out.insert(step.line);
    else if (step.path == "demarc.yaml") out.insert(index.at(step.begin).line);
  };
  for (const Finding& finding : findings(rule)) {
    if (!finding.places.empty()) see(finding.places[0]);
    for (const Step& step : finding.others) see(step);
  }
  return out;
}

}  // namespace demarc
