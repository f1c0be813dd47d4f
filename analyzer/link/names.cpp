// References win over names; of names the one that agrees best; several equally good ones are none.
#include "analyzer/link/names.h"

#include <algorithm>

namespace demarc::linking {
namespace {

// Resource words of ARNs that stand in front of the name.
constexpr std::string_view arn_words[] = {
    "table/",  "function:", "stateMachine:", "activity:",  "event-bus/",      "stream/", "parameter",
    "secret:", "cluster:",  "userpool/",     "execution:", "deliverystream/", "express:"};

void references(const Values& values, ValueId value, std::vector<ValueId>& all, int depth = 0) {
  if (depth > 16) return;
  if (values[value].kind == ValueKind::reference) {
    all.push_back(value);
    return;
  }
  if (values[value].kind != ValueKind::concat) return;
  for (ValueId part : values.children(value)) references(values, part, all, depth + 1);
}

std::string why_open(const Values& values, ValueId value) {
  switch (values[value].kind) {
    case ValueKind::unknown: return "the name is computed at run time";
    case ValueKind::parameter: return "the name comes from a caller that is not known";
    case ValueKind::element:
    case ValueKind::member:
    case ValueKind::result: return "the name comes from data at run time";
    case ValueKind::setting: return "nothing in the tree says what " + values.display(value) + " is";
    case ValueKind::concat:
      for (ValueId part : values.children(value))
        if (std::string why = why_open(values, part); !why.empty()) return why;
      return {};
    default: return {};
  }
}

bool has_letters(std::string_view text) {
  int letters = 0;
  bool in_hole = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "${") == 0) in_hole = true;
    if (!in_hole && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') ||
                     (text[i] >= '0' && text[i] <= '9')))
      ++letters;
    if (text[i] == '}') in_hole = false;
  }
  return letters >= 2;
}

}  // namespace

bool is_one_of(ResourceKind kind, Kinds kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::vector<Target> Names::targets(ValueId value, const Scope& scope, Kinds kinds) {
  std::vector<Target> all;
  const bool is_handle = run_.values[value].kind == ValueKind::handle;
  if (is_handle && run_.values[value].count == 1) {
    // A thing with its captures: its name is one of them.
    const ValueId captures = run_.values.child(value, 0);
    for (std::string_view word : {"name", "table", "bucket", "url", "arn"}) {
      bool found = false;
      ValueId inner = run_.values.entry(captures, word, &found);
      if (found) return targets(inner, scope, kinds);
    }
  }
  bool is_resolved = false;
  for (const Outcome& outcome : resolver_.outcomes(value, scope)) {
    Target one = target(outcome, scope.service, kinds);
    is_resolved |= one.resource != no_resource || one.name;
    bool known = false;
    for (const Target& have : all)
      known |= have.resource == one.resource && have.text == one.text && have.open == one.open;
    if (!known) all.push_back(std::move(one));
  }
  // Where one branch is known, the other's hole says nothing new.
  if (is_resolved) std::erase_if(all, [](const Target& t) { return t.resource == no_resource && !t.name; });
  return all;
}

Target Names::target(const Outcome& outcome, ServiceIndex from, Kinds kinds) {
  Target made;
  made.trail = outcome.trail;
  auto take = [&](ResourceIndex r) {
    made.resource = r;
    const Resource& resource = run_.declared.resources[r];
    made.trail.emplace_back(resource.span, resource.id + " is declared here");
  };
  Values& values = run_.values;
  std::vector<ValueId> found;
  references(values, outcome.evaluated, found);
  for (std::size_t i = found.size(); i-- > 0;) {
    ResourceIndex r = run_.resource_of(found[i]);
    if (r != no_resource && is_one_of(run_.declared.resources[r].kind, kinds)) {
      take(r);
      return made;
    }
  }
  if (values[outcome.evaluated].kind == ValueKind::reference) {
    made.open = run_.resource_of(outcome.evaluated) == no_resource
                    ? "nothing declares " + values.display(outcome.evaluated)
                    : values.display(outcome.evaluated) + " is something else";
    return made;
  }
  auto name_part = [&](ValueId value) {
    Arn arn;
    if (take_arn(values, value, arn)) {
      ValueId name = arn.resource;
      for (std::string_view word : arn_words)
        if (ValueId rest = without_prefix(values, name, word)) {
          name = rest;
          break;
        }
      if (arn.service == "dynamodb" || arn.service == "s3" || arn.service == "events")
        name = in_front_of_first(values, name, "/");
      if (arn.service == "lambda" || arn.service == "states") name = in_front_of_first(values, name, ":");
      return name;
    }
    const Value& v = values[value];
    const ValueId first = v.kind == ValueKind::concat ? values.child(value, 0) : value;
    if (values.is_literal(first)) {
      std::string_view text = values.text(first);
      if (text.starts_with("https://sqs.") || text.starts_with("https://queue."))
        return behind_last(values, value, "/");
      if (text.starts_with("s3://"))
        return in_front_of_first(values, without_prefix(values, value, "s3://"), "/");
    }
    return value;
  };
  const ValueId written = name_part(outcome.written), evaluated = name_part(outcome.evaluated);
  if (name_of(values, evaluated).is_open()) {
    made.open = !outcome.open.empty() ? outcome.open : why_open(values, evaluated);
    if (made.open.empty()) made.open = "the name is computed at run time";
    return made;
  }
  std::uint32_t mask = 0;
  for (ResourceKind kind : kinds) mask |= 1u << static_cast<unsigned>(kind);
  auto [known, fresh] = found_.try_emplace({written, evaluated, from, mask});
  if (fresh) {
    // `found_` may grow below: the entry is written when the search is done.
    Target searched = find(written, evaluated, from, kinds);
    known->second = std::move(searched);
  }
  const Target& match = known->second;
  made.resource = match.resource;
  made.name = match.name;
  made.text = match.text;
  made.certainty = match.certainty;
  made.open = match.open;
  made.trail.insert(made.trail.end(), match.trail.begin(), match.trail.end());
  if (made.resource == no_resource && !made.name && !outcome.open.empty()) made.open = outcome.open;
  return made;
}

Target Names::find(ValueId written, ValueId evaluated, ServiceIndex from, Kinds kinds) {
  Target made;
  Values& values = run_.values;
  const Name want_written = name_of(values, written), want_evaluated = name_of(values, evaluated);
  int best = 0;
  std::vector<ResourceIndex> winners;
  for (ResourceIndex r = 0; r < run_.declared.resources.size(); ++r) {
    const Resource& resource = run_.declared.resources[r];
    if (!resource.name || !is_one_of(resource.kind, kinds)) continue;
    auto at = names_.find(r);
    if (at == names_.end()) {
      const Outcome& name = resolver_.outcomes(resource.name)[0];
      at = names_.emplace(r, std::pair(name_of(values, name.written), name_of(values, name.evaluated))).first;
    }
    const auto& [have_written, have_evaluated] = at->second;
    int score = std::max(agreement(want_written, have_written), agreement(want_evaluated, have_evaluated));
    if (score == 0) continue;
    if (run_.service_of_resource(r) == from) score += 30;
    if (score < best) continue;
    if (score > best) winners.clear();
    best = score;
    winners.push_back(r);
  }
  if (winners.size() > 1) {
    std::set<std::string> entities;
    for (ResourceIndex r : winners) entities.insert(unique_name(r));
    if (entities.size() > 1) {
      made.open = std::to_string(winners.size()) + " resources could be called " + values.display(written);
      return made;
    }
  }
  if (!winners.empty()) {
    made.resource = winners[0];
    const Resource& resource = run_.declared.resources[made.resource];
    made.trail.emplace_back(resource.span, resource.id + " is declared here");
    if (best < 50'000) made.certainty = Certainty::likely;
    return made;
  }
  made.text = values.display(evaluated);
  if (has_letters(made.text)) {
    made.name = evaluated;
    return made;
  }
  made.open = why_open(values, evaluated);
  if (made.open.empty()) made.open = "the name is computed at run time";
  made.text.clear();
  return made;
}

std::string Names::written_name(ResourceIndex r) {
  const Resource& resource = run_.declared.resources[r];
  if (!resource.name) return {};
  const Outcome& name = resolver_.outcomes(resource.name)[0];
  std::string text = run_.values.display(name.written);
  return has_letters(text) ? text : evaluated_name(r);
}

std::string Names::evaluated_name(ResourceIndex r) {
  const Resource& resource = run_.declared.resources[r];
  if (!resource.name) return {};
  const auto& all = resolver_.outcomes(resource.name);
  if (all.size() > 1) return {};  // one of several: the logical id is the better name
  return run_.values.display(all[0].evaluated);
}

std::string Names::generated_name(ResourceIndex r) const {
  const Resource& resource = run_.declared.resources[r];
  const ServiceIndex s = run_.service_of_resource(r);
  std::string owner = s != 0 ? run_.services[s].name : std::string(run_.files.path(resource.unit));
  return owner + "." + resource.id;
}

std::string Names::unique_name(ResourceIndex r) {
  if (!counted_) {
    counted_ = true;
    for (ResourceIndex i = 0; i < run_.declared.resources.size(); ++i)
      if (run_.declared.resources[i].name)
        units_of_name_[std::to_string(static_cast<int>(run_.declared.resources[i].kind)) + evaluated_name(i)]
            .insert(run_.declared.resources[i].unit.index);
  }
  std::string name = evaluated_name(r);
  if (name.empty() || !has_letters(name)) return generated_name(r);
  const std::string key = std::to_string(static_cast<int>(run_.declared.resources[r].kind)) + name;
  // Equal with holes in two units: nobody knows whether they are filled alike.
  if (name.find("${") != std::string::npos && units_of_name_[key].size() > 1) {
    const ServiceIndex s = run_.service_of_resource(r);
    return (s != 0 ? run_.services[s].name : std::string(run_.files.path(run_.declared.resources[r].unit))) +
           "." + name;
  }
  return name;
}

std::string Names::store_of(ResourceIndex r) const {
  const Resource& resource = run_.declared.resources[r];
  if (!resource.store.empty()) return resource.store;
  switch (resource.kind) {
    case ResourceKind::table: return "dynamodb";
    case ResourceKind::bucket: return "s3";
    case ResourceKind::cache: return "elasticache";
    case ResourceKind::database: return "database";
    case ResourceKind::queue: return "sqs";
    case ResourceKind::topic: return "sns";
    case ResourceKind::stream: return "kinesis";
    case ResourceKind::bus: return "eventbridge";
    default: return "other";
  }
}

static bool is_owner_tag(std::string_view name) {
  return name == "Domain" || name == "Context" || name == "Service" || name == "domain" ||
         name == "context" || name == "service";
}

Entity Names::described(ResourceIndex r, EntityKind kind) {
  const Resource& resource = run_.declared.resources[r];
  Entity made{kind, store_of(r) + ":" + unique_name(r), {}, Certainty::certain, {}};
  Attributes& a = made.attributes;
  a["id"] = resource.id;
  if (std::string physical = written_name(r); !physical.empty()) a["physical"] = physical;
  a[kind == EntityKind::table ? "store" : "transport"] = store_of(r);
  if (ServiceIndex s = run_.service_of_resource(r)) a["owner"] = run_.services[s].name;
  for (const Property& tag : resource.tags) {
    const auto& values = resolver_.outcomes(tag.value);
    a.try_emplace("tag:" + tag.name, run_.values.display(values[0].evaluated));
  }
  if (run_.property(resource, "stream")) a["stream"] = "on";
  made.evidence.push_back(run_.step(resource.span, ""));
  // Tags that may say who owns it are part of the proof.
  for (const Property& tag : resource.tags)
    if (is_owner_tag(tag.name))
      if (Step line = run_.step(tag.span, "tag " + tag.name);
          line.path == made.evidence[0].path && line.line != made.evidence[0].line)
        made.evidence.push_back(std::move(line));
  return made;
}

EntityId Names::table(ResourceIndex r) {
  if (auto known = made_.find(r); known != made_.end()) return known->second;
  Entity made = described(r, EntityKind::table);
  switch (run_.declared.resources[r].kind) {
    case ResourceKind::bucket: made.attributes["kind"] = "bucket"; break;
    case ResourceKind::cache: made.attributes["kind"] = "cache"; break;
    case ResourceKind::database: made.attributes["kind"] = "database"; break;
    default: made.attributes["kind"] = "table"; break;
  }
  return made_[r] = run_.facts.entity(std::move(made));
}

EntityId Names::table(std::string_view store, const Target& target) {
  if (target.resource != no_resource) return table(target.resource);
  Entity made{EntityKind::table,
              std::string(store) + ":" + (target.name ? target.text : "?"),
              {},
              Certainty::certain,
              {}};
  made.attributes["store"] = store;
  made.attributes["kind"] = store == "s3"                                ? "bucket"
                            : store == "redis" || store == "elasticache" ? "cache"
                                                                         : "table";
  if (!target.name) made.attributes["open"] = "not known";
  return run_.facts.entity(std::move(made));
}

EntityId Names::channel(ResourceIndex r) {
  if (auto known = made_.find(r); known != made_.end()) return known->second;
  Entity made = described(r, EntityKind::channel);
  switch (run_.declared.resources[r].kind) {
    case ResourceKind::queue: made.attributes["kind"] = "queue"; break;
    case ResourceKind::topic: made.attributes["kind"] = "topic"; break;
    default: made.attributes["kind"] = "stream"; break;
  }
  return made_[r] = run_.facts.entity(std::move(made));
}

EntityId Names::bus(ResourceIndex r) {
  if (auto known = made_.find(r); known != made_.end()) return known->second;
  return made_[r] = run_.facts.entity(described(r, EntityKind::bus));
}

// When clocks start it: "rate(1 day)", several by commas.
std::string Names::schedule_of(ResourceIndex function) {
  if (!has_schedules_) {
    has_schedules_ = true;
    for (const Wiring& w : run_.declared.wirings) {
      const bool consumes = w.kind == WiringKind::consumes;
      if (!consumes && w.kind != WiringKind::forwards) continue;
      const ResourceIndex clock = run_.resource_of(consumes ? w.to : w.from);
      if (clock == no_resource || run_.resource(clock).kind != ResourceKind::schedule) continue;
      const Property* p = run_.property(run_.resource(clock), "schedule");
      if (!p) continue;
      const std::string when = run_.values.display(resolver_.outcomes(p->value)[0].evaluated);
      for (const Target& t : targets(consumes ? w.from : w.to, {}, {ResourceKind::function}))
        if (t.resource != no_resource) schedules_[t.resource].insert(when);
    }
  }
  std::string all;
  if (const auto at = schedules_.find(function); at != schedules_.end())
    for (const std::string& one : at->second) all += (all.empty() ? "" : ", ") + one;
  return all;
}

EntityId Names::function(ResourceIndex r) {
  if (auto known = made_.find(r); known != made_.end()) return known->second;
  const Resource& resource = run_.declared.resources[r];
  const ServiceIndex s = run_.service_of_resource(r);
  const std::string owner = s != 0 ? run_.services[s].name : std::string(run_.files.path(resource.unit));
  Entity made{EntityKind::function, owner + "/" + resource.id, {}, Certainty::certain, {}};
  Attributes& a = made.attributes;
  if (s != 0) a["service"] = owner;
  a["unit"] = run_.files.path(resource.unit);
  a["id"] = resource.id;
  for (std::string_view word : {"handler", "runtime"})
    if (const Property* p = run_.property(resource, word))
      a[std::string(word)] = run_.values.display(resolver_.outcomes(p->value)[0].evaluated);
  if (std::string physical = written_name(r); !physical.empty()) a["physical"] = physical;
  if (const std::string when = schedule_of(r); !when.empty()) a["schedule"] = when;
  if (auto at = run_.deployed_of.find(r); at != run_.deployed_of.end()) {
    const Deployed& d = run_.deployed[at->second - 1];
    if (!d.files.empty()) a["path"] = run_.files.path(d.files[0]);
    else if (!d.folders.empty()) a["path"] = d.folders[0];
  }
  for (const Property& tag : resource.tags)
    a.try_emplace("tag:" + tag.name, run_.values.display(resolver_.outcomes(tag.value)[0].evaluated));
  made.evidence.push_back(run_.step(resource.span, ""));
  return made_[r] = run_.facts.entity(std::move(made));
}

EntityId Names::entity(ResourceIndex r) {
  switch (run_.declared.resources[r].kind) {
    case ResourceKind::table:
    case ResourceKind::bucket:
    case ResourceKind::cache:
    case ResourceKind::database: return table(r);
    case ResourceKind::queue:
    case ResourceKind::topic:
    case ResourceKind::stream: return channel(r);
    case ResourceKind::bus: return bus(r);
    case ResourceKind::function: return function(r);
    default: return {};
  }
}

}  // namespace demarc::linking
