// Which part of a message a value is.
#include <algorithm>
#include <array>

#include "analyzer/recognise/message_reading.h"

namespace demarc {
using namespace code;

namespace {

constexpr int max_steps = 24;                   // of one path
constexpr std::uint32_t max_looks = 1'000'000;  // at values, for one handler

// What yields the thing it is asked of, in another form.
constexpr std::array<std::string_view, 20> same = {
    "toString", "decode",   "encode", "strip",  "trim",        "asText", "textValue",
    "getBytes", "value",    "json",   "text",   "orElseThrow", "then",   "asJson",
    "values",   "asObject", "toList", "stream", "deepCopy",    "array"};
// What yields all messages of a batch, in another form.
constexpr std::array<std::string_view, 6> batches = {"items",    "records",  "iterator",
                                                     "entrySet", "messages", "getMessages"};
constexpr std::string_view polled = "polled[]";

}  // namespace

std::optional<MessagePlace> MessageReading::place(ValueId v, int steps) {
  if (steps > max_steps || (!is_polling_ && !values_.has_parameters(v)) || ++looks_ > max_looks) return {};
  const Value x = values_[v];
  switch (x.kind) {
    case ValueKind::parameter: {
      const auto known = bound_.find(x.aux);
      if (known == bound_.end()) return {};
      return MessagePlace{known->second, false, false};
    }
    case ValueKind::handle:
      if (!is_polling_ || !formats_.polled.contains(values_.text(v))) return {};
      return MessagePlace{std::string(polled), false, false};
    case ValueKind::path: {
      if (!is_polling_ || !formats_.polled.contains(values_.text(v))) return {};
      return MessagePlace{std::string(polled), false, false};
    }
    case ValueKind::instance: {
      // A thing that was made of a message: its fields are the message's.
      const auto made = decoded_.find(x.aux);
      if (made == decoded_.end() || x.count > 0) return {};
      return MessagePlace{made->second, false, false};
    }
    case ValueKind::member: return below(place(values_.child(v, 0), steps + 1), values_.text(v));
    case ValueKind::element: {
      std::optional<MessagePlace> of = place(values_.child(v, 0), steps + 1);
      if (of && !of->path.ends_with("[]")) of->path += "[]";
      // There may be no messages: of one that is there nothing is missing for that.
      if (of && is_polling_) of->is_optional = of->is_bare = false;
      return of;
    }
    case ValueKind::either: {
      std::optional<MessagePlace> one;
      for (std::uint32_t i = 0; i < x.count; ++i) {
        std::optional<MessagePlace> other = place(values_.child(v, i), steps + 1);
        if (!other) continue;
        if (one && one->path != other->path) return {};
        one = std::move(other);
      }
      if (one && !is_polling_) one->is_optional = true;
      return one;
    }
    case ValueKind::result: return called(v, steps);
    case ValueKind::object:
      // `message.seen = true`: the message, with more in it.
      for (std::uint32_t i = 0; i + 1 < x.count; i += 2)
        if (!values_.child(v, i))
          if (auto of = place(values_.child(v, i + 1), steps + 1)) return of;
      return {};
    default: return {};
  }
}

std::optional<MessagePlace> MessageReading::below(std::optional<MessagePlace> of, std::string_view name) {
  if (!of || name.empty() || name.find_first_of(". []\"\n") != std::string_view::npos) return {};
  // The first of a list is one of its things: orders.get(0).
  if (name.find_first_not_of("0123456789") == std::string_view::npos) {
    if (!of->path.ends_with("[]")) of->path += "[]";
    return of;
  }
  std::string_view called = name;
  if (const MessageShape* shape = shape_at(of->path))
    if (const auto* known = child_of(*shape, name)) called = known->first;
  (of->path += '.') += called;
  of->is_bare = false;
  return of;
}

const MessageReading::Child* MessageReading::child_of(const MessageShape& shape, std::string_view name) {
  for (const Child& one : shape.children)
    if (one.second.property.empty() ? one.first == name : one.second.property == name) return &one;
  return nullptr;
}

const MessageShape* MessageReading::shape_at(std::string_view path, int steps) {
  if (const auto known = typed_.find(path); known != typed_.end()) return &known->second;
  if (steps > max_steps) return nullptr;
  if (path.ends_with("[]")) return shape_at(path.substr(0, path.size() - 2), steps + 1);
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const MessageShape* above = shape_at(path.substr(0, dot), steps + 1);
  if (!above) return nullptr;
  const auto at = above->children.find(std::string(path.substr(dot + 1)));
  return at == above->children.end() ? nullptr : &at->second;
}

std::optional<MessagePlace> MessageReading::called(ValueId v, int steps) {
  const Value x = values_[v];
  const ValueId callee = values_.child(v, 0);
  const ValueId list = x.count > 1 ? values_.child(v, 1) : ValueId{};
  const std::uint32_t given = values_[list].kind == ValueKind::list ? values_[list].count : 0;
  const Value what = values_[callee];
  if (what.kind == ValueKind::path && is_polling_ && given == 0) {
    // A method of a library's class: Message.body
    const std::string_view path = values_.text(callee);
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || !formats_.polled.contains(path.substr(0, dot))) return {};
    return asked(MessagePlace{std::string(polled), false, false}, std::string(path.substr(dot + 1)));
  }
  if (what.kind == ValueKind::path) {
    if (given == 0 || !formats_.decodes.contains(values_.text(callee))) return {};
    std::optional<MessagePlace> of = place(values_.child(list, 0), steps + 1);
    if (of && given > 1)
      if (const ValueId type = values_.child(list, 1); values_[type].kind == ValueKind::type)
        typed_.try_emplace(of->path, declared_.shape(program_.type(values_[type].aux)));
    return of;
  }
  if (what.kind != ValueKind::member) return {};
  const std::string name(values_.strings().text(what.text));
  std::optional<MessagePlace> of = place(values_.child(callee, 0), steps + 1);
  if (!of) return {};
  // What stands around messages: batches by where they come from, lists, their accessors.
  if (is_polling_ && of->path == polled && std::ranges::find(batches, name) != batches.end()) return of;
  if (name == "decode" || name == "encode") return of;  // as this or that character set
  if ((name == "get" || name == "path" || name == "at" || name.starts_with("opt")) && given > 0 &&
      values_.is_literal(values_.child(list, 0))) {
    of = below(std::move(of), values_.text(values_.child(list, 0)));
    if (!of) return {};
    if (name != "get" || given > 1) of->is_optional = true;
    of->is_bare = true;
    return of;
  }
  if (name.starts_with("get") && given == 1 && values_.is_literal(values_.child(list, 0)))
    return below(std::move(of), values_.text(values_.child(list, 0)));  // getString("x")
  if (given > 0) return {};
  return asked(std::move(of), name);
}

// What a method without arguments yields.
std::optional<MessagePlace> MessageReading::asked(std::optional<MessagePlace> of, const std::string& name) {
  const std::size_t skip = name.starts_with("get") ? 3 : name.starts_with("is") ? 2 : 0;
  if (skip != 0 && name.size() > skip && name[skip] >= 'A' && name[skip] <= 'Z') {
    std::string property = name.substr(skip);
    property[0] = static_cast<char>(property[0] - 'A' + 'a');
    if (property == "class" || property == "empty") return {};
    return below(std::move(of), property);
  }
  if (const MessageShape* shape = shape_at(of->path); shape && child_of(*shape, name))
    return below(std::move(of), name);
  if (std::ranges::find(same, name) != same.end()) return of;
  if (is_polling_ && of->path == polled) return below(std::move(of), name);
  return {};
}

}  // namespace demarc
