// Matching of methods and paths with holes.
#include "analyzer/link/routes.h"

#include <algorithm>
#include <cctype>

#include "analyzer/link/hosts.h"
#include "analyzer/link/procedures.h"

namespace demarc::linking {
namespace {

bool is_hole(std::string_view segment) {
  return segment.find('{') != std::string_view::npos || segment == "*";
}

// How well a called path fits a route: -1 not at all; else the number of equal literal segments.
int fit(const std::vector<std::string>& route, const std::vector<std::string>& called, std::size_t from) {
  int equal = 0;
  std::size_t i = 0;
  for (; i < route.size(); ++i) {
    const bool takes_rest = route[i].ends_with("+}") || route[i] == "*" || route[i].starts_with("{proxy");
    if (takes_rest) return equal;
    if (from + i >= called.size()) return -1;
    if (route[i] == called[from + i]) ++equal;
    else if (!is_hole(route[i]) && !is_hole(called[from + i])) return -1;
    else if (!is_hole(route[i])) --equal;  // the caller's hole stands for a literal: possible, not proven
  }
  return from + i == called.size() ? std::max(equal, 0) : -1;
}

// "orders:8080" + path, "http://orders" + path: what is put behind a whole host is a path that brings its own
// "/".
void part_from_path(const Desk& desk, std::string& text) {
  const std::size_t hole = text.find('{');
  if (hole == std::string::npos || hole == 0 || text.find('/') < hole) return;
  const std::string_view host = std::string_view(text).substr(0, hole);
  const std::size_t close = text.find('}', hole);
  const bool ends_host = close == std::string::npos || close + 1 == text.size() ||
                         std::string_view("/?{").find(text[close + 1]) != std::string_view::npos;
  if (!ends_host || !std::isalnum(static_cast<unsigned char>(host.back()))) return;
  const std::size_t colon = host.find(':');
  const std::string_view port = colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
  const bool has_port = port.size() >= 2 && port.find_first_not_of("0123456789") == std::string_view::npos;
  if (has_port || (colon == std::string_view::npos && desk.hosts && desk.hosts->named(host) != 0))
    text.insert(hole, "/");
}

// "orders:8080v1/items": host and path that nobody parted.
void part_port_from_path(std::string& text) {
  const std::size_t colon = text.find_first_of(":/{");
  if (colon == std::string::npos || text[colon] != ':') return;
  const std::size_t end = text.find_first_not_of("0123456789", colon + 1);
  if (end != std::string::npos && end > colon + 2 && std::isalpha(static_cast<unsigned char>(text[end])))
    text.insert(end, "/");
}

}  // namespace

std::vector<std::string> segments(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  std::vector<std::string> all;
  while (!path.empty()) {
    std::size_t slash = path.find('/');
    if (slash != 0) all.emplace_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return all;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string braced(const Values& values, ValueId value) {
  const Value& v = values[value];
  switch (v.kind) {
    case ValueKind::literal: return std::string(values.text(value));
    case ValueKind::concat: {
      std::string all;
      for (ValueId part : values.children(value)) all += braced(values, part);
      return all;
    }
    case ValueKind::setting: {
      std::string name = values.display(value);
      return "{" + (name.size() > 3 ? name.substr(2, name.size() - 3) : "") + "}";
    }
    case ValueKind::member: return "{" + std::string(values.text(value)) + "}";
    default: return "{}";
  }
}

Url take_url(const Desk& desk, const Outcome& outcome, ValueId more_path) {
  Run& run = desk.run;
  Values& values = run.values;
  Url made;
  made.trail = outcome.trail;
  std::vector<ValueId> parts;
  if (values[outcome.evaluated].kind == ValueKind::concat)
    parts.assign(values.children(outcome.evaluated).begin(), values.children(outcome.evaluated).end());
  else parts.push_back(outcome.evaluated);
  const std::string added = more_path ? braced(values, more_path) : "";
  auto finish = [&](std::string tail, bool behind_host) {
    std::size_t slash = behind_host ? tail.find('/') : 0;
    made.path = slash == std::string::npos ? "" : tail.substr(slash);
    if (!added.empty()) made.path += (added.starts_with("/") || made.path.ends_with("/") ? "" : "/") + added;
    made.path = made.path.substr(0, made.path.find_first_of("?#"));
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ResourceIndex r = run.resource_of(parts[i]);
    if (r == no_resource) {
      if (values[parts[i]].kind == ValueKind::reference && i <= 1) {
        made.open = "nothing declares " + values.display(parts[i]);
        return made;
      }
      continue;
    }
    made.resource = r;
    made.trail.emplace_back(run.resource(r).span, run.resource(r).id + " is declared here");
    std::string tail;
    for (std::size_t k = i + 1; k < parts.size(); ++k) tail += braced(values, parts[k]);
    // "https://" + id + ".execute-api…/stage/path", or the whole URL as an attribute + "/path".
    finish(tail, !tail.starts_with("/"));
    return made;
  }
  std::string text = braced(values, outcome.evaluated);
  // A host in one piece that a setting gives: "https://" + it + "/orders", it + "/orders".
  const std::size_t at = values.is_literal(parts[0]) && values.text(parts[0]).ends_with("://") ? 1 : 0;
  if (at < parts.size() && values[parts[at]].kind == ValueKind::setting &&
      (at + 1 == parts.size() || braced(values, parts[at + 1]).starts_with("/")))
    made.asked = values.display(parts[at]);
  for (std::string_view scheme :
       {"https://", "http://", "lb://", "lb:http://", "wss://", "ws://", "grpc://", "grpcs://", "tcp://",
        "dns:///", "static://", "discovery:///", "passthrough:///", "xds:///", "kubernetes:///", "stork://"})
    if (text.starts_with(scheme)) {
      text.erase(0, scheme.size());
      part_from_path(desk, text);
      part_port_from_path(text);
      std::string host = text.substr(0, text.find('/'));
      finish(text, true);
      if (host.find('{') == std::string::npos) made.host = host;
      else made.open = outcome.open.empty() ? "the host is computed at run time" : outcome.open;
      return made;
    }
  if (text.starts_with("/")) {
    finish(text, false);
    made.is_relative = true;
    made.open = "a path without a host";
    return made;
  }
  if (!text.empty() && text[0] != '{') {
    made.host = text.substr(0, text.find('/'));
    finish(text, true);
    if (made.host.find('{') == std::string::npos) return made;
    made.host.clear();
  } else if (std::size_t close = text.find('}'); close != std::string::npos) {
    finish(text.substr(close + 1), true);
  }
  made.open = outcome.open.empty() ? "the host is computed at run time" : outcome.open;
  return made;
}

EntityId Routes::operation(ServiceIndex service, std::string method, std::string_view path) {
  if (method.empty() || method == "*") method = "ANY";
  std::string whole(path);
  const bool is_path =
      method != "QUERY" && method != "MUTATION" && method != "SUBSCRIPTION" && method != "rpc";
  if (is_path && !whole.starts_with("/")) whole = "/" + whole;
  Run& run = desk_.run;
  Entity made{EntityKind::operation,
              run.services[service].name + " " + method + " " + whole,
              {},
              Certainty::certain,
              {}};
  made.attributes["service"] = run.services[service].name;
  made.attributes["method"] = method;
  made.attributes["path"] = whole;
  const std::vector<std::string> parts = segments(whole);
  for (const std::string& part : parts)
    if (part.size() >= 2 && part[0] == 'v' &&
        std::all_of(part.begin() + 1, part.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; }))
      made.attributes["version"] = part;
  EntityId id = run.facts.entity(std::move(made));
  if (by_entity_.emplace(id, known_.size()).second) known_.push_back({service, method, parts, id, {}});
  return id;
}

void Routes::reach_by(ServiceIndex service, EntityId operation) {
  const Known* own = find(operation);
  if (!own) return;
  Known also = *own;
  also.service = service;
  also.is_borrowed = true;
  for (const Known& one : known_)
    if (one.entity == operation && one.service == service) return;
  known_.push_back(std::move(also));
}

EntityId Routes::invocation(ResourceIndex function) {
  Run& run = desk_.run;
  const ServiceIndex service = run.service_of_resource(function);
  if (service == 0) return {};
  std::string name = desk_.names.evaluated_name(function);
  if (name.empty()) name = run.resource(function).id;
  Entity made{
      EntityKind::operation, run.services[service].name + " invoke " + name, {}, Certainty::certain, {}};
  made.attributes["service"] = run.services[service].name;
  made.attributes["method"] = "invoke";
  made.attributes["path"] = name;
  made.evidence.push_back(run.step(run.resource(function).span, ""));
  return run.facts.entity(std::move(made));
}

EntityId Routes::match(ServiceIndex service, const std::string& method, std::string_view path) const {
  const std::vector<const Known*> found = fitting(service, method, path);
  return found.size() == 1 ? found[0]->entity : EntityId{};
}

std::vector<const Routes::Known*> Routes::fitting(ServiceIndex service, const std::string& method,
                                                  std::string_view path) const {
  const std::vector<std::string> called = segments(path);
  int best = -1;
  std::vector<const Known*> winners;
  for (std::size_t from = 0; from <= std::min<std::size_t>(1, called.size()); ++from) {
    for (const Known& one : known_) {
      if (one.service != service) continue;
      const bool same_method = one.method == method;
      if (!same_method && !method.empty() && method != "ANY" && one.method != "ANY") continue;
      if (!same_method && (has_procedures(method) || has_procedures(one.method))) continue;
      int score = fit(one.path, called, from);
      if (score < 0) continue;
      score = score * 4 + (same_method ? 2 : 0) + (from == 0 ? 1 : 0);
      if (score < best) continue;
      if (score > best) winners.clear();
      best = score;
      winners.push_back(&one);
    }
  }
  return winners;
}

Routes::Known* Routes::find(EntityId operation) {
  auto at = by_entity_.find(operation);
  return at == by_entity_.end() ? nullptr : &known_[at->second];
}

const Routes::Known* Routes::find(EntityId operation) const {
  auto at = by_entity_.find(operation);
  return at == by_entity_.end() ? nullptr : &known_[at->second];
}

}  // namespace demarc::linking
