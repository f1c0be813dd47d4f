// Look-up in the declared model.
#include "analyzer/model/model.h"

#include <algorithm>

#include "analyzer/base/glob.h"

namespace demarc::model {
namespace {

constexpr std::string_view class_words[] = {"call", "event", "import", "data", "schema"};
constexpr std::string_view pattern_words[] = {"customer", "conformist", "anticorruption-layer"};

}  // namespace

std::string_view to_string(EdgeClass c) { return class_words[static_cast<std::size_t>(c)]; }

std::optional<EdgeClass> edge_class(std::string_view word) {
  for (std::size_t i = 0; i < std::size(class_words); ++i)
    if (class_words[i] == word) return static_cast<EdgeClass>(i);
  return {};
}

std::string_view to_string(Pattern p) { return pattern_words[static_cast<std::size_t>(p)]; }

std::string_view to_string(ServiceType type) {
  constexpr std::string_view words[] = {"", "domain", "application", "infrastructure", "gateway", "frontend"};
  return words[static_cast<std::size_t>(type)];
}

std::string_view to_string(ContextKind kind) {
  constexpr std::string_view words[] = {"", "core", "supporting", "generic"};
  return words[static_cast<std::size_t>(kind)];
}

const Use* Context::use_of(std::string_view other) const {
  for (const Use& use : uses)
    if (use.to == other) return &use;
  return nullptr;
}

bool Relationship::holds(std::string_view a, std::string_view b) const {
  auto has = [&](std::string_view name) {
    return std::any_of(members.begin(), members.end(), [&](const Named& m) { return m.text == name; });
  };
  return a != b && has(a) && has(b);
}

const Context* Model::context(std::string_view name) const {
  for (const Context& c : contexts)
    if (c.name == name) return &c;
  return nullptr;
}

const Kernel* Model::kernel(std::string_view name) const {
  for (const Kernel& k : kernels)
    if (k.name == name) return &k;
  return nullptr;
}

const RuleSetting* Model::rule(std::string_view id) const {
  const RuleSetting* found = nullptr;
  for (const RuleSetting& r : rules) {
    if (r.rule == id) return &r;
    if (!found && has_wildcard(r.rule) && Glob(r.rule).matches(id)) found = &r;
  }
  return found;
}

Step Model::step(Span at, std::string what) const {
  Step step;
  if (auto path = paths.find(at.file); at.file && path != paths.end()) {
    step.path = path->second;
    step.begin = at.begin;
    step.end = at.end;
  }
  step.what = std::move(what);
  return step;
}

std::string folded_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c == '-' || c == '_' || c == ' ' || c == '.') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace demarc::model
