// Intrinsic functions that make text of texts: Sub, Join, Split, Select, and dynamic references.
#include <algorithm>
#include <charconv>

#include "parsers/templates/cloudformation/evaluate.h"

namespace demarc::cloudformation {
namespace {

constexpr std::string_view dynamic_opening = "{{resolve:";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

ValueId Evaluator::text(std::string_view text, Span where) {
  return dynamic(hook_ ? hook_(text, where) : values_->literal(text));
}

ValueId Evaluator::substitute(std::string_view text, Span where,
                              const std::map<std::string, ValueId>& variables) {
  return dynamic(fill(hook_ ? hook_(text, where) : values_->literal(text), where, variables));
}

// Replaces ${…} in the literal parts of a value.
ValueId Evaluator::fill(ValueId value, Span where, const std::map<std::string, ValueId>& variables) {
  if ((*values_)[value].kind == ValueKind::concat) {
    std::vector<ValueId> parts(values_->children(value).begin(), values_->children(value).end());
    for (ValueId& part : parts)
      if (values_->is_literal(part)) part = fill(part, where, variables);
    return values_->concat(parts);
  }
  if (!values_->is_literal(value)) return value;
  const std::string_view text = values_->text(value);
  std::vector<ValueId> parts;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t open = text.find("${", at);
    std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    parts.push_back(values_->literal(text.substr(at, open - at)));
    std::string_view name = text.substr(open + 2, close - open - 2);
    if (name.starts_with("!")) {
      parts.push_back(values_->literal("${" + std::string(name.substr(1)) + "}"));
    } else {
      name = trimmed(name);
      if (auto own = variables.find(std::string(name)); own != variables.end()) {
        parts.push_back(own->second);
      } else {
        std::size_t dot = name.find('.');
        parts.push_back(named(name.substr(0, dot),
                              dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1),
                              where));
      }
    }
    at = close + 1;
  }
  parts.push_back(values_->literal(text.substr(std::min(at, text.size()))));
  return values_->concat(parts);
}

ValueId Evaluator::sub(Node argument, bool tagged) {
  if (argument.is_scalar()) return substitute(argument.text(), argument.span());
  std::vector<Node> parts = arguments(argument, tagged);
  if (parts.empty() || parts.size() > 2 || !parts[0].is_scalar()) {
    note(argument.span(), "Fn::Sub takes a text, or a text and a map of variables");
    return {};
  }
  std::map<std::string, ValueId> variables;
  if (parts.size() == 2)
    for (const Entry& e : entries(parts[1]))
      variables.insert_or_assign(std::string(e.key), evaluate(e.value));
  return substitute(parts[0].text(), parts[0].span(), variables);
}

ValueId Evaluator::join(Node argument, bool tagged) {
  std::vector<Node> parts = arguments(argument, tagged);
  if (parts.size() != 2) {
    note(argument.span(), "Fn::Join takes a delimiter and a list");
    return {};
  }
  ValueId delimiter = evaluate(parts[0]);
  auto joined = [&](ValueId list) {
    if ((*values_)[list].kind != ValueKind::list) return list;
    std::vector<ValueId> all;
    for (ValueId c : std::vector<ValueId>(values_->children(list).begin(), values_->children(list).end())) {
      if (!all.empty()) all.push_back(delimiter);
      all.push_back(c);
    }
    return values_->concat(all);
  };
  ValueId list = evaluate(parts[1]);
  if ((*values_)[list].kind != ValueKind::either) return dynamic(joined(list));
  std::vector<ValueId> sides(values_->children(list).begin(), values_->children(list).end());
  for (ValueId& side : sides) side = dynamic(joined(side));
  return values_->either(sides);
}

// Holes of a concat count as free of the delimiter. What is one hole as a whole cannot be taken apart: the
// hole itself stands for each of its pieces, because a piece of a resource's ARN still names that resource.
ValueId Evaluator::split(Node argument, bool tagged) {
  std::vector<Node> parts = arguments(argument, tagged);
  ValueId delimiter = parts.size() == 2 ? evaluate(parts[0]) : ValueId{};
  if (!values_->is_literal(delimiter) || values_->text(delimiter).empty()) {
    note(argument.span(), "Fn::Split takes a delimiter and a text");
    return {};
  }
  const std::string cut(values_->text(delimiter));
  ValueId whole = evaluate(parts[1]);
  auto pieces = [&](ValueId of) -> ValueId {
    const Value v = (*values_)[of];
    if (v.kind != ValueKind::literal && v.kind != ValueKind::concat) return of;
    std::vector<ValueId> all, current;
    std::vector<ValueId> sources{of};
    if (v.kind == ValueKind::concat)
      sources.assign(values_->children(of).begin(), values_->children(of).end());
    for (ValueId source : sources) {
      if (!values_->is_literal(source)) {
        current.push_back(source);
        continue;
      }
      std::string_view text = values_->text(source);
      for (std::size_t at = 0;;) {
        std::size_t end = text.find(cut, at);
        current.push_back(values_->literal(text.substr(at, end - at)));
        if (end == std::string_view::npos || all.size() > Values::max_children) break;
        all.push_back(values_->concat(current));
        current.clear();
        at = end + cut.size();
      }
    }
    all.push_back(values_->concat(current));
    return values_->list(all);
  };
  if ((*values_)[whole].kind != ValueKind::either) return pieces(whole);
  std::vector<ValueId> sides(values_->children(whole).begin(), values_->children(whole).end());
  for (ValueId& side : sides) side = pieces(side);
  return values_->either(sides);
}

ValueId Evaluator::select(Node argument, bool tagged) {
  std::vector<Node> parts = arguments(argument, tagged);
  if (parts.size() != 2) {
    note(argument.span(), "Fn::Select takes an index and a list");
    return {};
  }
  ValueId index = evaluate(parts[0]), list = evaluate(parts[1]);
  std::uint32_t number = 0;
  std::string_view digits = values_->text(index);
  const bool numbered = values_->is_literal(index) &&
                        std::from_chars(digits.data(), digits.data() + digits.size(), number).ptr ==
                            digits.data() + digits.size();
  bool outside = false;
  auto picked = [&](ValueId from) -> ValueId {
    const Value v = (*values_)[from];
    if (v.kind != ValueKind::list) return from;
    if (!numbered) return values_->element(from);
    if (number < v.count) return values_->child(from, number);
    outside = true;
    return {};
  };
  ValueId made;
  if ((*values_)[list].kind == ValueKind::either) {
    std::vector<ValueId> sides(values_->children(list).begin(), values_->children(list).end());
    for (ValueId& side : sides) side = picked(side);
    made = values_->either(sides);
  } else {
    made = picked(list);
  }
  // With holes the list may be longer than it looks.
  if (outside && values_->is_known(list))
    note(argument.span(), "Fn::Select asks for an element that is not there");
  return made;
}

// Replaces every {{resolve:service:name}} in a text by the setting it stands for.
ValueId Evaluator::dynamic(ValueId value) {
  const Value v = (*values_)[value];
  std::vector<ValueId> sources{value};
  if (v.kind == ValueKind::concat)
    sources.assign(values_->children(value).begin(), values_->children(value).end());
  else if (v.kind != ValueKind::literal) return value;
  const bool any = std::any_of(sources.begin(), sources.end(), [&](ValueId s) {
    return values_->is_literal(s) && values_->text(s).find(dynamic_opening) != std::string_view::npos;
  });
  if (!any) return value;
  std::vector<ValueId> done, reference;
  bool inside = false;
  for (ValueId source : sources) {
    if (!values_->is_literal(source)) {
      (inside ? reference : done).push_back(source);
      continue;
    }
    std::string_view text = values_->text(source);
    while (!text.empty()) {
      std::size_t end = text.find(inside ? std::string_view("}}") : dynamic_opening);
      (inside ? reference : done).push_back(values_->literal(text.substr(0, end)));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + (inside ? 2 : dynamic_opening.size()));
      if (inside) {
        done.push_back(dynamic_reference(values_->concat(reference)));
        reference.clear();
      }
      inside = !inside;
    }
  }
  // Never closed: ordinary text.
  if (inside) return value;
  return values_->concat(done);
}

// `text` is what stands between "{{resolve:" and "}}": "ssm:name[:version]",
// "secretsmanager:id[:SecretString[:key[:stage[:version]]]]".
ValueId Evaluator::dynamic_reference(ValueId text) {
  std::vector<ValueId> parts{text};
  if ((*values_)[text].kind == ValueKind::concat)
    parts.assign(values_->children(text).begin(), values_->children(text).end());
  if (!values_->is_literal(parts.front())) return {};
  std::string_view head = values_->text(parts.front());
  const std::size_t colon = head.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string service(head.substr(0, colon));
  parts.front() = values_->literal(head.substr(colon + 1));
  if (service == "ssm" || service == "ssm-secure") {
    // A version is digits behind the last colon.
    if (values_->is_literal(parts.back())) {
      std::string_view last = values_->text(parts.back());
      std::size_t version = last.rfind(':');
      if (version != std::string_view::npos && version + 1 < last.size() &&
          last.find_first_not_of("0123456789", version + 1) == std::string_view::npos)
        parts.back() = values_->literal(last.substr(0, version));
    }
    return values_->setting("ssm", values_->concat(parts));
  }
  if (service == "secretsmanager") {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!values_->is_literal(parts[i])) continue;
      std::string_view part = values_->text(parts[i]);
      std::size_t end = part.find(":SecretString");
      if (end == std::string_view::npos) end = part.find("::");
      if (end == std::string_view::npos) continue;
      parts[i] = values_->literal(part.substr(0, end));
      parts.resize(i + 1);
      break;
    }
    return values_->setting("secret", values_->concat(parts));
  }
  return {};
}

}  // namespace demarc::cloudformation
