// Values of chart templates: texts, lists, maps, and what nobody in the tree says.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/templates/cloudformation/node.h"

namespace demarc::helm {

enum class Kind : std::uint8_t { nil, boolean, number, text, list, map, missing };

struct Data;
// Shared and never changed once it is made; a null pointer is nil.
using Value = std::shared_ptr<const Data>;

struct Data {
  Kind kind = Kind::nil;
  std::string text;  // of scalars; of `missing` the name of what is missing
  std::vector<Value> items;
  std::vector<std::pair<std::string, Value>> entries;  // sorted by key
};

Kind kind_of(const Value& value);
Value make_text(std::string text);
Value make_number(long long number);
Value make_bool(bool is);
Value make_missing(std::string name);
Value make_list(std::vector<Value> items);
Value make_map(std::vector<std::pair<std::string, Value>> entries);
// Of a YAML tree; bounded.
Value from_node(cloudformation::Node node);

// The entry of a map; nil when there is none.
Value entry(const Value& map, std::string_view key);
// `over` laid over `below`, maps key by key.
Value merged(const Value& below, const Value& over, int depth = 0);
// What an `if` takes for true.
bool is_true(const Value& value);
// As a template prints it; what is missing becomes a printable hole.
std::string printed(const Value& value);
// YAML of the value, without a line end behind it.
std::string to_yaml(const Value& value, int indent = 0);
std::string to_json(const Value& value, int depth = 0);
long long number_of(const Value& value);

}  // namespace demarc::helm
