// Follows a value from code through templates to the resource behind it, line by line.
#include "analyzer/link/resolve.h"

#include <algorithm>
#include <array>

#include "analyzer/base/letters.h"

namespace demarc::linking {
namespace {

Outcome plain(ValueId value) { return {value, value, {}, {}}; }

void add(std::vector<Outcome>& all, Outcome one) {
  if (all.size() >= Resolver::max_outcomes) return;
  for (const Outcome& have : all)
    if (have.written == one.written && have.evaluated == one.evaluated) return;
  all.push_back(std::move(one));
}

// What opens a door is nobody's business who reads a report: "postgres://app:***@db/orders".
std::string without_secrets(std::string text) {
  constexpr std::string_view mask = "***";
  const auto hide = [&](std::size_t begin, std::size_t end) {
    if (begin < end) text.replace(begin, end - begin, mask);
  };
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const std::size_t end = std::min(text.find_first_of("/?# \t\n", at + 3), text.size());
    const std::size_t sign = text.rfind('@', end);
    if (sign == std::string::npos || sign < at) continue;
    std::size_t colon = at + 3;
    while (colon < sign && text[colon] != ':')  // "${NAME}" tells nothing
      colon = text.compare(colon, 2, "${") == 0 ? std::min(text.find('}', colon), sign) : colon + 1;
    if (text.compare(colon + 1, 2, "${") != 0) hide(colon + 1, sign);
  }
  for (std::string_view word :
       {"password=", "Password=", "pwd=", "Pwd=", "PWD=", "AccountKey=", "SharedAccessKey="})
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size()))
      hide(at + word.size(), std::min(text.find_first_of("&; \t\n", at), text.size()));
  return text;
}

std::string shown(const Values& values, ValueId value) {
  // A setting whose name is a setting: the inner name says it all.
  while (values[value].kind == ValueKind::setting && values[value].count > 0 &&
         values[values.child(value, 0)].kind == ValueKind::setting)
    value = values.child(value, 0);
  std::string text = without_secrets(values.display(value));
  if (text.size() > 120) text.resize(120);
  return text;
}

// A default that repeats the name, or says in words that there is none.
bool is_placeholder(const Values& values, ValueId text, ValueId name) {
  if (!values.is_literal(text)) return false;
  if (text == name) return true;
  const std::string word = lower(values.text(text));
  constexpr std::array words = {"",      "undefined", "none",    "null",     "nil",  "unknown", "unset",
                                "empty", "not set",   "not_set", "changeme", "todo", "n/a",     "missing"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A variable that is handed on under its own name if it is there: `- STOCK_URL` in a compose file.
bool is_handed_on(const Values& values, ValueId left, std::string_view name) {
  const Value v = values[left];
  if (v.kind != ValueKind::setting || v.count == 0) return false;
  if (values.text(left) != "env" && values.text(left) != "shell") return false;
  const ValueId asked = values.child(left, 0);
  return values.is_literal(asked) && property_name(values.text(asked)) == property_name(name);
}

}  // namespace

Resolver::Resolver(Run& run) : run_(run), properties_(run) {
  for (const Binding& b : run_.declared.bindings)
    bindings_[std::string(run_.files.path(b.target)) + "#" + b.parameter].push_back(&b);
  for (const Provision& p : run_.declared.provisions)
    if (p.space == "dotenv") beside_[std::string(run_.values.text(p.name))].push_back(&p);
    else if (p.space != "config" || !p.owner) providers_[p.space].push_back({&p, {}, false});
}

std::vector<Outcome> Resolver::outcomes(ValueId value, const Scope& scope) {
  work_ = 0;
  std::vector<Outcome> all = resolve(value, scope, 0);
  if (all.empty()) all.push_back(plain(value));
  return all;
}

const std::vector<Outcome>& Resolver::outcomes(ValueId value) {
  if (auto known = memo_.find(value); known != memo_.end()) return known->second;
  std::vector<Outcome> made = outcomes(value, {});
  return memo_.emplace(value, std::move(made)).first->second;
}

std::vector<Outcome> Resolver::resolve(ValueId value, const Scope& scope, int depth) {
  if (depth > max_depth || ++work_ > 20'000) return {plain(value)};
  const Value v = run_.values[value];
  std::vector<Outcome> all;
  switch (v.kind) {
    case ValueKind::either: {
      // `env.X || "text"`: the text counts where nothing sets X, and never where it only repeats the name.
      const ValueId head = run_.values.child(value, 0);
      if (v.count == 2 && run_.values[head].kind == ValueKind::setting && run_.values[head].count == 1 &&
          run_.values.text(head) == "env" && run_.values.is_literal(run_.values.child(value, 1)))
        return resolve(run_.values.setting("env", run_.values.child(head, 0), run_.values.child(value, 1)),
                       scope, depth + 1);
      // `env.X || env.Y || "text"`, `env.X || `${env.Y}-orders``: the first that something sets.
      const ValueKind last = run_.values[run_.values.child(value, v.count - 1)].kind;
      if (v.count > 1 && run_.values[head].kind == ValueKind::setting && run_.values[head].count == 1 &&
          run_.values.text(head) == "env" && (last == ValueKind::literal || last == ValueKind::concat)) {
        std::vector<Outcome> first = resolve(head, scope, depth + 1);
        if (std::any_of(first.begin(), first.end(), [](const Outcome& o) { return o.open.empty(); }))
          return first;
        std::vector<ValueId> rest;
        for (std::uint32_t i = 1; i < v.count; ++i) rest.push_back(run_.values.child(value, i));
        return resolve(run_.values.either(rest), scope, depth + 1);
      }
      for (std::uint32_t i = 0; i < v.count; ++i)
        for (Outcome& one : resolve(run_.values.child(value, i), scope, depth + 1)) add(all, std::move(one));
      return all;
    }
    case ValueKind::concat: return concat(value, scope, depth);
    case ValueKind::setting: return setting(value, scope, depth);
    case ValueKind::path: return built_file(value, scope, depth);
    case ValueKind::element:
    case ValueKind::member: {
      const std::string name(run_.values.text(value));
      if (all = handed_over(value, name, scope, depth); !all.empty()) return all;
      for (Outcome& one : resolve(run_.values.child(value, 0), scope, depth + 1)) {
        auto take = [&](ValueId of) {
          return v.kind == ValueKind::member ? run_.values.member(of, name) : run_.values.element(of);
        };
        const ValueId written = take(one.written), evaluated = take(one.evaluated);
        if (written == value || run_.values[evaluated].kind == v.kind) {
          one.written = written;
          one.evaluated = evaluated;
          add(all, std::move(one));
          continue;
        }
        for (Outcome& next : resolve(evaluated, scope, depth + 1)) {
          next.trail.insert(next.trail.begin(), one.trail.begin(), one.trail.end());
          add(all, std::move(next));
        }
      }
      return all;
    }
    default: return {plain(value)};
  }
}

// event.ResourceProperties.TableName: what the custom resources that ask for the function give it.
std::vector<Outcome> Resolver::handed_over(ValueId value, std::string_view name, const Scope& scope,
                                           int depth) {
  std::vector<Outcome> all;
  const ValueId of = run_.values.child(value, 0);
  if (run_.values[value].kind != ValueKind::member || run_.values[of].kind != ValueKind::member ||
      run_.values.text(of) != "ResourceProperties")
    return all;
  for (const Wiring& w : run_.declared.wirings) {
    const Property* integration = w.kind == WiringKind::calls ? run_.property(w, "integration") : nullptr;
    if (!integration || !run_.values.is_literal(integration->value) ||
        run_.values.text(integration->value) != "custom-resource")
      continue;
    const ResourceIndex asking = run_.resource_of(w.from);
    const auto asked = run_.deployed_of.find(run_.resource_of(w.to));
    if (asking == no_resource || asked == run_.deployed_of.end()) continue;
    if (std::find(scope.functions.begin(), scope.functions.end(), asked->second) == scope.functions.end())
      continue;
    if (const Property* given = run_.property(run_.resource(asking), name))
      for (Outcome& one : follow(given->value, {}, depth, given->span, std::string(name) + " is given here"))
        add(all, std::move(one));
  }
  return all;
}

std::vector<Outcome> Resolver::concat(ValueId value, const Scope& scope, int depth) {
  struct Half {
    std::vector<ValueId> written, evaluated;
    Trail trail;
    std::string open;
  };
  std::vector<Half> halves(1);
  const auto children = run_.values.children(value);
  for (ValueId part : std::vector<ValueId>(children.begin(), children.end())) {
    std::vector<Outcome> options = resolve(part, scope, depth + 1);
    if (run_.values[part].kind == ValueKind::setting) {
      // A stage, a project name: what chooses among deployments stays a hole, so that both sides agree.
      // A variable of the deploy command is no more than another way to choose.
      const bool only_choices = std::all_of(options.begin(), options.end(), [&](const Outcome& o) {
        return run_.values.is_literal(o.evaluated) ||
               (run_.values[o.evaluated].kind == ValueKind::setting && o.evaluated != part &&
                run_.values.text(o.evaluated) == "config");
      });
      if (only_choices) {
        const std::string_view space = run_.values.text(part);
        const bool chooses = space != "env" && space != "ssm" && space != "output" && space != "export";
        if (options.size() > 1 && chooses) options = {plain(part)};
        else if (options.size() == 1 && chooses) options[0].written = part;
      }
    }
    std::vector<Half> next;
    for (const Half& have : halves)
      for (const Outcome& option : options) {
        if (next.size() >= max_outcomes) break;
        Half one = have;
        one.written.push_back(option.written);
        one.evaluated.push_back(option.evaluated);
        one.trail.insert(one.trail.end(), option.trail.begin(), option.trail.end());
        if (one.open.empty()) one.open = option.open;
        next.push_back(std::move(one));
      }
    halves = std::move(next);
  }
  std::vector<Outcome> all;
  for (Half& h : halves)
    add(all, {run_.values.concat(h.written), run_.values.concat(h.evaluated), std::move(h.trail),
              std::move(h.open)});
  return all;
}

std::vector<Outcome> Resolver::follow(ValueId next, const Scope& scope, int depth, Span line,
                                      const std::string& what) {
  std::vector<Outcome> all = resolve(next, scope, depth + 1);
  for (Outcome& one : all) one.trail.insert(one.trail.begin(), {line, what});
  return all;
}

std::vector<Outcome> Resolver::setting(ValueId value, const Scope& scope, int depth) {
  const Value v = run_.values[value];
  const std::string space(run_.values.text(value));
  if (v.count == 0) return {plain(value)};
  std::vector<Outcome> all;
  const ValueId name = run_.values.child(value, 0);
  if (space == "env" || space == "param") {
    if (run_.values.is_literal(name)) {
      const std::string text(run_.values.text(name));
      all = space == "env" ? environment(value, text, scope, depth) : parameter(value, text, depth);
    }
  } else if (space == "config" && scope.service != 0 && run_.values.is_literal(name)) {
    const std::string text(run_.values.text(name));
    all = property(text, scope, depth);
  }
  if (all.empty() && space != "env" && space != "param") {
    for (const Outcome& named : resolve(name, scope, depth + 1))
      for (Outcome& one : provided(value, space, named.evaluated, depth)) {
        // The name's own chain belongs in front.
        one.trail.insert(one.trail.begin(), named.trail.begin(), named.trail.end());
        if (one.evaluated == value && named.written != name) {
          ValueId renamed = run_.values.setting(space, named.evaluated);
          one.written = one.evaluated = renamed;
        }
        add(all, std::move(one));
      }
  }
  // What is set to something that only the deployment knows is set: the default then does not count, unless
  // all that is known is a parameter that nobody gives, or that a variable is handed on if it is there.
  const auto is_not_given = [&](ValueId left) {
    if (left == value) return true;
    if (run_.values[left].kind != ValueKind::setting) return false;
    return run_.values.text(left) == "param" ||
           (run_.values.is_literal(name) && is_handed_on(run_.values, left, run_.values.text(name)));
  };
  const bool unknown =
      all.empty() || (all.size() == 1 && !all[0].open.empty() && is_not_given(all[0].evaluated));
  if (unknown && v.count > 1 && !is_placeholder(run_.values, run_.values.child(value, 1), name)) {
    std::vector<Outcome> otherwise = resolve(run_.values.child(value, 1), scope, depth + 1);
    return otherwise;
  }
  if (unknown && space == "env" && run_.values.is_literal(name))
    if (auto beside = beside_program(std::string(run_.values.text(name)), scope, depth); !beside.empty())
      return beside;
  if (all.empty()) all.push_back(plain(value));
  return all;
}

std::vector<Outcome> Resolver::beside_program(const std::string& name, const Scope& scope, int depth) {
  std::vector<Outcome> all;
  const auto known = beside_.find(name);
  if (known == beside_.end() || scope.service == 0) return all;
  std::uint8_t best = 0;
  for (const Provision* p : known->second)
    if (run_.service_of(p->unit) == scope.service) best = std::max(best, p->rank);
  for (const Provision* p : known->second)
    if (p->rank == best && run_.service_of(p->unit) == scope.service)
      for (Outcome& one :
           follow(p->value, scope, depth, p->span, name + " = " + shown(run_.values, p->value)))
        add(all, std::move(one));
  return all;
}

std::vector<Outcome> Resolver::environment(ValueId value, std::string_view name, const Scope& scope,
                                           int depth) {
  std::vector<Outcome> all;
  auto take = [&](std::uint32_t deployed) {
    const Resource& resource = run_.declared.resources[run_.deployed[deployed - 1].resource];
    for (const Property& p : resource.environment)
      if (p.name == name) {
        // What a template says needs no environment of ours.
        for (Outcome& one :
             follow(p.value, {}, depth, p.span, std::string(name) + " = " + shown(run_.values, p.value)))
          add(all, std::move(one));
        return;
      }
  };
  for (std::uint32_t f : scope.functions) take(f);
  if (all.empty() && scope.service != 0) {
    auto provided_here = providers_.find("env");
    if (provided_here != providers_.end())
      for (const Provider& p : provided_here->second) {
        auto unit = run_.service_of_unit.find(p.provision->unit);
        if (unit == run_.service_of_unit.end() || unit->second != scope.service ||
            !run_.values.is_literal(p.provision->name) || run_.values.text(p.provision->name) != name)
          continue;
        for (Outcome& one : follow(p.provision->value, {}, depth, p.provision->span,
                                   std::string(name) + " = " + shown(run_.values, p.provision->value)))
          add(all, std::move(one));
      }
  }
  if (all.empty() && scope.service != 0)
    for (std::uint32_t d = 0; d < run_.deployed.size(); ++d)
      if (run_.deployed[d].service == scope.service) take(d + 1);
  if (!all.empty()) return all;
  Outcome left = plain(value);
  left.open = "environment variable " + std::string(name) + " is not set";
  if (!scope.functions.empty())
    left.open +=
        " for function " + run_.declared.resources[run_.deployed[scope.functions[0] - 1].resource].id;
  return {left};
}

const std::set<std::string>& Resolver::profiles(ServiceIndex service, int depth) {
  auto [at, fresh] = profiles_.try_emplace(service);
  if (!fresh) return at->second;  // while they are being found, none is
  std::set<std::string> active;
  for (std::string_view name :
       {"spring.profiles.active", "spring.profiles.include", "micronaut.environments", "quarkus.profile"})
    for (const Outcome& o : property(name, {service, {}}, depth))
      if (run_.values.is_literal(o.evaluated)) {
        std::string_view text = run_.values.text(o.evaluated);
        while (!text.empty()) {
          const std::size_t end = std::min(text.find_first_of(", "), text.size());
          if (end != 0) active.emplace(text.substr(0, end));
          text.remove_prefix(std::min(end + 1, text.size()));
        }
      }
  return profiles_[service] = std::move(active);
}

std::vector<Outcome> Resolver::property(std::string_view name, const Scope& scope, int depth) {
  std::vector<Outcome> all;
  const std::string wanted = property_name(name);
  for (ResourceIndex piece : run_.services[scope.service].pieces) {
    auto deployed = run_.deployed_of.find(piece);
    if (deployed == run_.deployed_of.end()) continue;
    if (!scope.functions.empty() &&
        std::find(scope.functions.begin(), scope.functions.end(), deployed->second) == scope.functions.end())
      continue;
    for (const Property& p : run_.resource(piece).environment)
      if (Properties::means(p.name, wanted))
        for (Outcome& one :
             follow(p.value, scope, depth, p.span, p.name + " = " + shown(run_.values, p.value)))
          if (one.open.empty() || !is_handed_on(run_.values, one.evaluated, p.name)) add(all, std::move(one));
  }
  if (!all.empty()) return all;
  for (const Provision* p : properties_.setting(scope.service, wanted, profiles(scope.service, depth)))
    for (Outcome& one :
         follow(p->value, scope, depth, p->span, std::string(name) + " = " + shown(run_.values, p->value)))
      add(all, std::move(one));
  return all;
}

std::vector<Outcome> Resolver::parameter(ValueId value, std::string_view name, int depth) {
  std::vector<Outcome> all;
  auto at = bindings_.find(std::string(name));
  const std::string_view local = name.substr(name.rfind('#') + 1);
  if (at != bindings_.end())
    for (bool defaults : {false, true}) {
      for (const Binding* b : at->second)
        if (b->is_default == defaults && b->value != value)
          for (Outcome& one : follow(b->value, {}, depth, b->span,
                                     std::string(local) + " = " + shown(run_.values, b->value)))
            add(all, std::move(one));
      if (!all.empty()) return all;
    }
  Outcome left = plain(value);
  left.open = "parameter " + std::string(local) + " has no value";
  return {left};
}

const Provision* Resolver::provider(std::string_view space, ValueId name, int depth, std::string& open) {
  auto [known, fresh] = asked_.try_emplace({std::string(space), name}, nullptr, "");
  if (!fresh) {
    open = known->second.second;
    return known->second.first;
  }
  auto answer = [&](const Provision* p, std::string why) {
    open = why;
    asked_[{std::string(space), name}] = {p, std::move(why)};
    return p;
  };
  const std::string nobody =
      "nothing in the tree provides " + std::string(space) + " " + shown(run_.values, name);
  auto all = providers_.find(space);
  if (all == providers_.end()) return answer(nullptr, space == "pseudo" ? "" : nobody);
  struct Names {
    Name written, evaluated;
    ValueId value;
  };
  auto names = [&](const Outcome& o) {
    return Names{name_of(run_.values, o.written), name_of(run_.values, o.evaluated), o.evaluated};
  };
  std::vector<Names> asked;
  for (const Outcome& want : resolve(name, {}, depth + 1)) asked.push_back(names(want));
  int best = 0;
  std::vector<const Provision*> winners;
  for (Provider& p : all->second) {
    if (!p.ready) {
      p.ready = true;
      p.names = resolve(p.provision->name, {}, depth + 1);
    }
    int score = 0;
    for (const Outcome& o : p.names) {
      for (const Names& want : asked)
        if (want.value == o.evaluated && run_.values.is_literal(o.evaluated)) score = 100'000;
      if (score >= 100'000 || space == "output") continue;
      const Names have = names(o);
      for (const Names& want : asked)
        score = std::max(
            {score, agreement(want.written, have.written), agreement(want.evaluated, have.evaluated)});
    }
    if (score == 0 || score < best) continue;
    if (score > best) winners.clear();
    best = score;
    winners.push_back(p.provision);
  }
  std::vector<ValueId> distinct;
  for (const Provision* p : winners)
    if (std::find(distinct.begin(), distinct.end(), p->value) == distinct.end()) distinct.push_back(p->value);
  if (distinct.empty()) return answer(nullptr, nobody);
  if (distinct.size() > 1)
    return answer(nullptr, std::to_string(distinct.size()) + " places provide " + std::string(space) + " " +
                               shown(run_.values, name));
  return answer(winners[0], "");
}

std::vector<Outcome> Resolver::provided(ValueId value, std::string_view space, ValueId name, int depth) {
  // A reference to the parameter's own resource stands for its name.
  if (ResourceIndex r = run_.resource_of(name); r != no_resource && run_.declared.resources[r].name)
    name = run_.declared.resources[r].name;
  Outcome left = plain(value);
  const Provision* p = provider(space, name, depth, left.open);
  if (!p) return {left};
  return follow(
      p->value, {}, depth, p->span,
      std::string(space) + " " + shown(run_.values, p->name) + " = " + shown(run_.values, p->value));
}

std::vector<Outcome> Resolver::built_file(ValueId value, const Scope& scope, int depth) {
  // "../../config.ApiUrl": a module of the tree that is not there, and what is taken from it.
  const std::string text(run_.values.text(value));
  std::size_t dot = text.rfind('.');
  if (!(text.starts_with("./") || text.starts_with("../")) || text.rfind('/') > dot) return {plain(value)};
  const std::string word = text.substr(dot + 1);
  std::vector<const Provision*> found;
  for (std::string_view space : {"config", "output"}) {
    auto all = providers_.find(space);
    if (all == providers_.end() || !found.empty()) continue;
    std::vector<const Provision*> elsewhere;
    for (const Provider& p : all->second) {
      if (!run_.values.is_literal(p.provision->name)) continue;
      std::string_view name = run_.values.text(p.provision->name);
      name = name.substr(name.rfind('#') + 1);
      if (name != word) continue;
      auto unit = run_.service_of_unit.find(p.provision->unit);
      const bool is_own =
          unit != run_.service_of_unit.end() && unit->second == scope.service && scope.service != 0;
      (is_own ? found : elsewhere).push_back(p.provision);
    }
    if (found.empty()) found = std::move(elsewhere);
  }
  Outcome left = plain(value);
  left.open = found.empty() ? "nothing in the tree says what " + word + " of " + text.substr(0, dot) + " is"
                            : std::to_string(found.size()) + " places provide " + word;
  for (const Provision* p : found)
    if (p->value != found[0]->value) return {left};
  if (found.empty()) return {left};
  return follow(found[0]->value, {}, depth, found[0]->span,
                word + " = " + shown(run_.values, found[0]->value));
}

}  // namespace demarc::linking
