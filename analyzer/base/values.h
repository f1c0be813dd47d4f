// Values with holes: what code and templates say about a name before everything is known.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/base/slots.h"
#include "analyzer/base/strings.h"

namespace demarc {

// Written forms stand behind each word; Values::write prints them, Values::parse reads them back.
enum class ValueKind : std::uint8_t {
  unknown,  // ?                       nothing is known
  literal,  // "orders"                a text (numbers and booleans too)
  setting,  // $env:TABLE_NAME         read from outside: text is the space (env, ssm, param, export, secret,
            //                         config, pseudo …), children are the name and, if any, the default;
            //                         a name that is no literal is written $ssm:(…)
  parameter,  // $param:12/0             parameter `aux & 255` of function number `aux >> 8` of the program
  reference,  // $ref:t.yaml#Orders.Arn  a template's resource: text "t.yaml#Orders", child 0, if any, its
              // attribute
  concat,     // ("a" + $env:B)
  either,    // either("a", "b")        one of them (another branch, another caller); at most max_alternatives
  list,      // ["a", "b"]
  object,    // {"k": "v"}              children alternate key and value; under the key ? stands
             //                         an object that was spread into this one: its entries, where not
             //                         overridden
  handle,    // dynamodb.Table{"table": "orders"}   a thing of a known type with what was captured when it was
             // made
  element,   // each($param:3/1)        any element of a list that is not known yet
  member,    // $param:3/1."TableName"  a member or entry of something that is not known yet
  path,      // `boto3.client`          a name of a library outside the tree
  result,    // call(`x.y`, "a")        what a call returned that nobody could interpret
  function,  // fn:12                   function number of the program
  type,      // type:4                  class number of the program
  instance,  // new:4("a")              an object of a class: children are the constructor's arguments
  module,    // module:7                a file of the tree, as a module: aux is its FileId
};

struct Value {
  ValueKind kind = ValueKind::unknown;
  StringId text;
  std::uint32_t aux = 0;
  std::uint32_t first = 0, count = 0;
  bool operator==(const Value&) const = default;
};

// All values of a run, each distinct one once: equal values have equal ids. Id 0 is `unknown`.
// Not safe for concurrent use.
class Values {
 public:
  static constexpr std::uint32_t max_alternatives = 8;
  static constexpr std::uint32_t max_depth = 32;      // deeper nesting becomes unknown
  static constexpr std::uint32_t max_children = 512;  // more are cut, with an unknown in their place
  // A value shares its branches, but who walks it sees a tree: one that would have more nodes than this
  // becomes unknown, and so does a longer text.
  static constexpr std::uint32_t max_nodes = 1u << 16;
  static constexpr std::size_t max_text = 1u << 20;

  Values();
  const Value& operator[](ValueId id) const { return values_[id.index]; }
  std::span<const ValueId> children(ValueId id) const {
    const Value& v = values_[id.index];
    return std::span(children_).subspan(v.first, v.count);
  }
  ValueId child(ValueId id, std::uint32_t i) const { return children_[values_[id.index].first + i]; }
  std::string_view text(ValueId id) const { return strings_.text(values_[id.index].text); }
  Strings& strings() { return strings_; }
  const Strings& strings() const { return strings_; }

  // Makers simplify: adjacent literals of a concat join, a concat of one is that one, nested concats and
  // eithers are flattened, equal alternatives are one, and what exceeds a bound becomes unknown.
  ValueId literal(std::string_view text);
  ValueId setting(std::string_view space, ValueId name, ValueId otherwise = {});
  ValueId setting(std::string_view space, std::string_view name) { return setting(space, literal(name)); }
  ValueId parameter(std::uint32_t function, std::uint32_t index);
  ValueId reference(std::string_view resource, std::string_view attribute = {});
  ValueId concat(std::span<const ValueId> parts);
  ValueId either(std::span<const ValueId> alternatives);
  ValueId list(std::span<const ValueId> elements);
  ValueId object(std::span<const ValueId> keys_and_values);
  ValueId handle(std::string_view type, ValueId captures = {});
  ValueId element(ValueId list);                          // simplifies lists and eithers
  ValueId member(ValueId object, std::string_view name);  // simplifies objects and eithers
  ValueId path(std::string_view dotted);
  ValueId result(ValueId callee, std::span<const ValueId> arguments);
  ValueId code(ValueKind kind, std::uint32_t number, std::span<const ValueId> arguments = {});

  // The entry of an object, or 0 when it has none of its own (`found` tells that from an unknown entry).
  ValueId entry(ValueId object, std::string_view key, bool* found = nullptr) const;
  bool is_literal(ValueId id) const { return values_[id.index].kind == ValueKind::literal; }
  // True when no setting, parameter, element, member, path, result or unknown is left below `id` (references
  // are known).
  bool is_known(ValueId id) const;
  // True when a parameter of a function stands at or below `id`.
  bool has_parameters(ValueId id) const { return owners_[id.index] != 0; }
  // The functions that parameters at or below `id` belong to, as a set of owner_bit()s.
  std::uint32_t owners(ValueId id) const { return owners_[id.index]; }
  // Functions share bits: a bit that is missing says that no parameter of the function is there.
  static constexpr std::uint32_t owner_bit(std::uint32_t function) {
    return 1u << ((function * 0x9e3779b1u) >> 27);
  }
  // Every alternative of `id`, with eithers inside concats multiplied out, at most max_alternatives of them.
  std::vector<ValueId> alternatives(ValueId id);

  // `id` with `swap` applied bottom-up to every value below it (it returns its argument to keep it). Memoised
  // per call.
  ValueId rewrite(ValueId id, const std::function<ValueId(ValueId)>& swap);

  // The written form, and back. Functions, types and files are written by number.
  std::string write(ValueId id) const;
  Result<ValueId> parse(std::string_view text);
  // The value that `text` begins with; `used` says how many bytes it takes.
  Result<ValueId> parse_prefix(std::string_view text, std::size_t& used);
  // A form for people and for physical names: literals as they are, holes as ${NAME}: "${Stage}-orders".
  std::string display(ValueId id) const;

 private:
  ValueId make(Value value, std::span<const ValueId> children);
  std::vector<Value> values_;
  std::vector<std::uint8_t> depth_;
  std::vector<std::uint32_t> nodes_;  // of the tree below each value
  std::vector<std::uint32_t> owners_;
  std::vector<ValueId> children_;
  Slots slots_;
  Strings strings_;
};

}  // namespace demarc
