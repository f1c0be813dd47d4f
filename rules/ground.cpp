// Options of rules, and findings made from edges.
#include "rules/ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace demarc::rules {

std::string Ground::option(std::string_view name) const {
  if (setting_)
    if (auto found = setting_->options.find(name); found != setting_->options.end()) {
      std::string out;
      for (const model::Named& one : found->second) out += (out.empty() ? "" : " ") + one.text;
      return out;
    }
  for (const RuleOption& option : rule_.options)
    if (option.name == name) return std::string(option.otherwise);
  return {};
}

double Ground::number(std::string_view name) const {
  auto parse = [](std::string_view text) -> std::optional<double> {
    double out = 0;
    auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failure != std::errc{}) return {};
    return out;
  };
  if (std::optional<double> said = parse(option(name))) return *said;
  for (const RuleOption& option : rule_.options)
    if (option.name == name) return parse(option.otherwise).value_or(0);
  return 0;
}

bool Ground::flag(std::string_view name) const {
  std::string said = option(name);
  return said == "true" || said == "yes" || said == "on";
}

std::vector<std::string> Ground::list(std::string_view name) const {
  if (setting_)
    if (auto found = setting_->options.find(name); found != setting_->options.end()) {
      std::vector<std::string> out;
      for (const model::Named& one : found->second) out.push_back(one.text);
      return out;
    }
  std::vector<std::string> out;
  std::string text = option(name), word;
  for (char c : text + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(word);
      word.clear();
    }
  }
  return out;
}

Severity Ground::severity(std::string_view name, Severity otherwise) const {
  std::string said = option(name);
  for (Severity s : {Severity::note, Severity::warning, Severity::error})
    if (said == to_string(s)) return s;
  return otherwise;
}

bool Ground::accepts(Certainty certainty) const {
  if (certainty == Certainty::guessed) return false;
  return certainty == Certainty::certain || option("min-confidence") != "certain";
}

bool Ground::accepts(const Relation& relation) const {
  return accepts(relation.certainty) && !model::is_open(relation) && !model::is_open(facts()[relation.to]) &&
         accepts(facts()[relation.to].certainty);
}

std::vector<const Edge*> Ground::edges() const {
  std::vector<const Edge*> out;
  for (const Edge& edge : map.edges())
    if (accepts(edge.certainty)) out.push_back(&edge);
  return out;
}

std::set<PartyId> Ground::writers_of(EntityId unit) const {
  std::set<PartyId> out;
  for (RelationId r : architecture().to(unit)) {
    const Relation& relation = facts()[r];
    if (relation.kind != RelationKind::writes || !accepts(relation)) continue;
    if (PartyId party = map.doer(relation); party != nobody) out.insert(party);
  }
  return out;
}

bool Ground::has_foreign_word(PartyId writer, EntityId unit) const {
  const model::Owner& owner = map.owner_of(unit);
  if (!map.is_declared() || writer == nobody || owner.party == nobody || owner.party == writer) return false;
  if (owner.by == model::Owner::By::owns) return true;
  const model::Context* context = map.party(writer).context;
  return context && (context->is_closed() || map.party(owner.party).kernel);
}

Finding Ground::about(const Edge& edge) const {
  Finding finding;
  finding.severity = edge.certainty == Certainty::certain ? rule_.severity : less(rule_.severity);
  finding.from = map.name(edge.from);
  finding.to = map.name(edge.to);
  finding.object = edge.object;
  finding.owner = map.party(edge.from).team();
  finding.label = fmt::format("{} {}", edge.verb, spoken(facts()[edge.entity]));
  place(finding, edge.relations);
  return finding;
}

Finding Ground::about(const Edge& edge, const Verdict& verdict) const {
  Finding finding = about(edge);
  finding.declared = verdict.declared;
  return finding;
}

Finding Ground::about(std::span<const RelationId> relations, PartyId from, PartyId to, const Entity& object,
                      Severity own) const {
  const bool is_certain = std::any_of(relations.begin(), relations.end(), [&](RelationId r) {
    return facts()[r].certainty == Certainty::certain;
  });
  Finding finding;
  finding.severity = is_certain ? own : less(own);
  finding.from = map.name(from);
  finding.to = map.name(to);
  finding.object = object.name;
  if (from != nobody) finding.owner = map.party(from).team();
  place(finding, relations);
  return finding;
}

void Ground::place(Finding& finding, std::span<const RelationId> relations) const {
  for (RelationId r : relations) {
    const std::vector<Step>& evidence = facts()[r].evidence;
    if (evidence.empty()) continue;
    if (finding.places.empty()) finding.places = evidence;
    else place(finding, std::span(evidence).first(1));
  }
}

void Ground::place(Finding& finding, std::span<const Step> steps) const {
  for (const Step& step : steps) {
    auto is_same = [&](const Step& known) {
      return known.path == step.path && known.line == step.line && known.begin == step.begin;
    };
    if (finding.places.empty()) finding.places.push_back(step);
    else if (!is_same(finding.places[0]) &&
             std::none_of(finding.others.begin(), finding.others.end(), is_same))
      finding.others.push_back(step);
  }
}

void Ground::declare(Finding& finding, Span at, std::string what) const {
  if (at.file) finding.declared.push_back(model().step(at, std::move(what)));
}

Step Ground::context_step(PartyId party, std::string what) const {
  if (party == nobody) return {};
  return model().step(map.party(party).at(), std::move(what));
}

void lead(Finding& finding, std::string_view what) {
  const auto found = std::find_if(finding.places.begin(), finding.places.end(),
                                  [&](const Step& step) { return step.what == what; });
  if (found != finding.places.end()) std::rotate(finding.places.begin(), found, found + 1);
}

Severity less(Severity severity) { return severity == Severity::error ? Severity::warning : Severity::note; }

std::string and_list(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return out;
}

std::string place_text(const Step& step) {
  return step.line ? fmt::format("{}:{}", step.path, step.line) : step.path;
}

std::string spoken(const Entity& entity) {
  switch (entity.kind) {
    case EntityKind::operation: {
      std::string_view service = attribute(entity, "service");
      if (!service.empty() && entity.name.starts_with(std::string(service) + " "))
        return entity.name.substr(service.size() + 1);
      // The name of the service is all before the method.
      for (std::string_view word : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY", "rpc",
                                    "grpc", "dubbo", "invoke", "QUERY", "MUTATION"})
        if (std::size_t at = entity.name.find(fmt::format(" {} ", word)); at != std::string::npos)
          return entity.name.substr(at + 1);
      return entity.name;
    }
    case EntityKind::table:
    case EntityKind::channel:
    case EntityKind::bus:
    case EntityKind::setting: return std::string(bare_name(entity.name));
    default: return entity.name;
  }
}

}  // namespace demarc::rules
