// What a rule is: one constant in one file, whose declaration is its documentation and whose examples are
// executed.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/architecture/finding.h"

namespace demarc {

namespace rules {
class Ground;
}

struct RuleOption {
  std::string_view name, otherwise;  // the value without a setting; lists by blanks
  std::string_view sentence;
  // The only words that it may be, by `|`. Without them `otherwise` tells what it is: a severity, yes or
  // no, a number, else any text.
  std::string_view words = {};
};

// What a rule needs to be meant seriously.
enum class Basis : std::uint8_t {
  facts,     // judges the tree whatever is declared
  contexts,  // without declared contexts every service counts as one, and findings are notes
  model,     // silent without declared contexts
};

enum class Example : std::uint8_t { bad, good };

// A small change to an example that turns its result round: wherever `from` stands in it, `to` is put. Then
// the bad example is silent, and the good one speaks. Each rule has three of them at least.
struct Mutation {
  Example of;
  std::string_view from, to;
  std::string_view sentence;  // what the change means
};

// In rules/<group>/<name>.cpp, with dashes as underscores: `const Rule demarc::rules::<group>::<name>`.
struct Rule {
  std::string_view id;  // "data/shared-table"; never changes
  std::string_view since;
  Severity severity = Severity::warning;
  Basis basis = Basis::contexts;
  std::string_view what;  // one sentence
  std::string_view why;
  std::string_view fix;
  std::span<const RuleOption> options = {};  // its own, beyond severity, message, ignore and min-confidence
  std::string_view help_uri;                 // a page for further reading
  // Facts in their written form; where a model is needed it stands before a line `---`. The bad example marks
  // every line that a finding must point to with `# <id>`; the good one has no finding of this rule.
  std::string_view bad = {}, good = {};
  std::span<const Mutation> mutations = {};
  // Adds its findings; rule id, order and the model's settings are the engine's.
  void (*check)(const rules::Ground&, std::vector<Finding>&) = nullptr;
};

namespace rules {

// All rules, by path of their files.
std::span<const Rule* const> all();
const Rule* find(std::string_view id);

}  // namespace rules
}  // namespace demarc
