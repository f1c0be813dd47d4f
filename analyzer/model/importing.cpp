// What the importers of foreign model files share: contexts by name, and uses between them.
#include <algorithm>

#include "analyzer/model/import.h"

namespace demarc::model {

std::string context_name(std::string_view shown) {
  std::string out;
  char before = 0;
  for (const char c : shown) {
    const bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_upper && !is_lower && !is_digit) {
      if (!out.empty() && out.back() != '-') out += '-';
    } else {
      // "OrderService" as well.
      if (is_upper && before >= 'a' && before <= 'z' && !out.empty() && out.back() != '-') out += '-';
      out += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    before = c;
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

Context& context_of(Model& model, std::string_view name, Span at) {
  for (Context& c : model.contexts)
    if (c.name == name) return c;
  Context made;
  made.name = name;
  made.at = at;
  made.is_code_default = true;
  model.contexts.push_back(std::move(made));
  return model.contexts.back();
}

void add_once(NamedList& into, Named one) {
  if (one.text.empty()) return;
  if (std::any_of(into.begin(), into.end(), [&](const Named& n) { return n.text == one.text; })) return;
  into.push_back(std::move(one));
}

void add_way(Model& model, std::string_view user, std::string_view owner, EdgeClass way, Span at) {
  if (user == owner || user.empty() || owner.empty()) return;
  Context& context = context_of(model, user, at);
  context.has_uses = true;
  for (Use& use : context.uses)
    if (use.to == owner) {
      use.by.add(way);
      return;
    }
  Use use;
  use.to = owner;
  use.at = at;
  use.by.add(way);
  context.uses.push_back(std::move(use));
}

}  // namespace demarc::model
