// Makes, merges and prints the values of chart templates.
#include "parsers/templates/helm/value.h"

#include <algorithm>
#include <charconv>

#include "parsers/templates/kubernetes/inline_document.h"

namespace demarc::helm {
namespace {

constexpr int max_depth = 60;
constexpr std::size_t max_text = 1u << 20;

Value scalar(Kind kind, std::string text) {
  auto made = std::make_shared<Data>();
  made->kind = kind;
  made->text = std::move(text);
  return made;
}

Value from_node(cloudformation::Node node, int depth, std::size_t& budget) {
  if (!node || depth > max_depth || budget == 0) return nullptr;
  --budget;
  switch (node.kind()) {
    case NodeKind::null: return nullptr;
    case NodeKind::boolean:
      return make_bool(node.text() == "true" || node.text() == "True" || node.text() == "TRUE");
    case NodeKind::number: return scalar(Kind::number, std::string(node.text()));
    case NodeKind::string: return make_text(std::string(node.text()));
    case NodeKind::list: {
      std::vector<Value> items;
      for (std::uint32_t i = 0; i < node.size(); ++i)
        items.push_back(from_node(node.child(i), depth + 1, budget));
      return make_list(std::move(items));
    }
    case NodeKind::map: {
      std::vector<std::pair<std::string, Value>> entries;
      for (std::uint32_t i = 0; i + 1 < node.size(); i += 2)
        entries.emplace_back(node.child(i).text(), from_node(node.child(i + 1), depth + 1, budget));
      return make_map(std::move(entries));
    }
  }
  return nullptr;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20) out += ' ';
    else out += c;
  }
  return out + "\"";
}

}  // namespace

Kind kind_of(const Value& value) { return value ? value->kind : Kind::nil; }
Value make_text(std::string text) {
  if (text.size() > max_text) text.resize(max_text);
  return scalar(Kind::text, std::move(text));
}
Value make_number(long long number) { return scalar(Kind::number, std::to_string(number)); }
Value make_bool(bool is) { return scalar(Kind::boolean, is ? "true" : "false"); }
Value make_missing(std::string name) { return scalar(Kind::missing, std::move(name)); }

Value make_list(std::vector<Value> items) {
  auto made = std::make_shared<Data>();
  made->kind = Kind::list;
  made->items = std::move(items);
  return made;
}

Value make_map(std::vector<std::pair<std::string, Value>> entries) {
  auto made = std::make_shared<Data>();
  made->kind = Kind::map;
  // Of equal keys the last one counts.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& one : entries) {
    if (!made->entries.empty() && made->entries.back().first == one.first)
      made->entries.back() = std::move(one);
    else made->entries.push_back(std::move(one));
  }
  return made;
}

Value from_node(cloudformation::Node node) {
  std::size_t budget = 200'000;
  return from_node(node, 0, budget);
}

Value entry(const Value& map, std::string_view key) {
  if (kind_of(map) != Kind::map) return nullptr;
  auto at = std::lower_bound(map->entries.begin(), map->entries.end(), key,
                             [](const auto& one, std::string_view wanted) { return one.first < wanted; });
  return at != map->entries.end() && at->first == key ? at->second : nullptr;
}

Value merged(const Value& below, const Value& over, int depth) {
  if (!over) return below;
  if (kind_of(below) != Kind::map || kind_of(over) != Kind::map || depth > max_depth) return over;
  std::vector<std::pair<std::string, Value>> all = below->entries;
  for (const auto& [key, value] : over->entries)
    all.emplace_back(key, merged(entry(below, key), value, depth + 1));
  return make_map(std::move(all));
}

bool is_true(const Value& value) {
  switch (kind_of(value)) {
    case Kind::nil:
    case Kind::missing: return false;
    case Kind::boolean: return value->text == "true";
    case Kind::number: return value->text.find_first_of("123456789") != std::string::npos;
    case Kind::text: return !value->text.empty();
    case Kind::list: return !value->items.empty();
    case Kind::map: return !value->entries.empty();
  }
  return false;
}

std::string printed(const Value& value) {
  switch (kind_of(value)) {
    case Kind::nil: return {};
    case Kind::missing: return kubernetes::printable_hole("helm", value->text);
    case Kind::list:
    case Kind::map: return to_json(value);
    default: return value->text;
  }
}

std::string to_yaml(const Value& value, int indent) {
  const std::string space(static_cast<std::size_t>(std::min(indent, max_depth)) * 2, ' ');
  std::string out;
  if (indent > max_depth) return "null";
  if (kind_of(value) == Kind::map) {
    if (value->entries.empty()) return "{}";
    for (const auto& [key, child] : value->entries) {
      const bool nested = (kind_of(child) == Kind::map && !child->entries.empty()) ||
                          (kind_of(child) == Kind::list && !child->items.empty());
      out += (out.empty() ? "" : "\n") + space + quoted(key) + ":" + (nested ? "\n" : " ") +
             to_yaml(child, indent + 1);
      if (out.size() > max_text) break;
    }
    return out;
  }
  if (kind_of(value) == Kind::list) {
    if (value->items.empty()) return "[]";
    for (const Value& child : value->items) {
      // A child's own first line follows the dash; its further lines are indented below it.
      const std::string inner = to_yaml(child, indent + 1);
      const std::size_t lead = inner.find_first_not_of(' ');
      out += (out.empty() ? "" : "\n") + space + "- " + (lead == std::string::npos ? "" : inner.substr(lead));
      if (out.size() > max_text) break;
    }
    return out;
  }
  switch (kind_of(value)) {
    case Kind::nil: return "null";
    case Kind::boolean:
    case Kind::number: return value->text;
    default: return quoted(printed(value));
  }
}

std::string to_json(const Value& value, int depth) {
  if (depth > max_depth) return "null";
  std::string out;
  switch (kind_of(value)) {
    case Kind::nil: return "null";
    case Kind::boolean:
    case Kind::number: return value->text;
    case Kind::list:
      for (const Value& child : value->items) out += (out.empty() ? "" : ",") + to_json(child, depth + 1);
      return "[" + out + "]";
    case Kind::map:
      for (const auto& [key, child] : value->entries)
        out += (out.empty() ? "" : ",") + quoted(key) + ":" + to_json(child, depth + 1);
      return "{" + out + "}";
    default: return quoted(printed(value));
  }
}

long long number_of(const Value& value) {
  long long number = 0;
  if (value) std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  return number;
}

}  // namespace demarc::helm
