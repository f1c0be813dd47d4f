// Calls and `new`, and the few of them whose meaning belongs to the language and its own library.
#include <algorithm>
#include <array>

#include "parsers/languages/java/lower.h"

namespace demarc::languages::jv {
namespace {

template <std::size_t N>
bool any_of(std::string_view text, const std::array<std::string_view, N>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// The last name of "a.b.Map<String, X>".
std::string_view simple_name(std::string_view type) {
  type = type.substr(0, type.find('<'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\n' || type.back() == '\r'))
    type.remove_suffix(1);
  return type.substr(type.rfind('.') + 1);
}

bool is_buffer(std::string_view name) { return name == "StringBuilder" || name == "StringBuffer"; }

bool is_list(std::string_view name) {
  static constexpr std::array<std::string_view, 8> all{
      "ArrayList", "LinkedList", "HashSet", "LinkedHashSet",
      "TreeSet",   "ArrayDeque", "Vector",  "CopyOnWriteArrayList"};
  return any_of(name, all);
}

bool is_map(std::string_view name) {
  static constexpr std::array<std::string_view, 7> all{
      "HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap", "Properties", "Hashtable", "EnumMap"};
  return any_of(name, all);
}

}  // namespace

std::size_t Lower::argument_count(NodeIndex list) const {
  std::size_t count = 0;
  if (list)
    for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) ++count;
  return count;
}

void Lower::arguments(NodeIndex list, bool first_is_loop) {
  if (!list) return;
  bool is_first = true;
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    if (is_first && first_is_loop && kind(c) == lambda_expression) loop_callback_ = c;
    is_first = false;
    push(expr(c));
  }
}

// x.stream().map(…): what such a chain calls, it calls once an element.
bool Lower::is_stream(NodeIndex object) const {
  for (int steps = 0; object && kind(object) == method_invocation && steps < 64; ++steps) {
    const NodeIndex name = part(object, f_name), inner = part(object, f_object);
    const std::string_view text = name ? t_.text(name) : std::string_view{};
    if (text == "stream" || text == "parallelStream" || text == "fromIterable" || text == "fromStream")
      return true;
    if (inner && kind(inner) == identifier) {
      const std::string_view root = t_.text(inner);
      if (root == "Stream" || root == "IntStream" || root == "StreamSupport") return true;
    }
    object = inner;
  }
  return false;
}

ExprId Lower::read_call(NodeIndex n) {
  const NodeIndex object = part(n, f_object), name = part(n, f_name), list = part(n, f_arguments);
  if (!name) return read_unknown(n);
  const std::string_view method = t_.text(name);
  if (object) {
    const bool is_class = kind(object) == identifier && !t_.text(object).empty() &&
                          t_.text(object)[0] >= 'A' && t_.text(object)[0] <= 'Z';
    if (is_class || kind(object) == field_access)
      if (const ExprId meaning = known_static(n, simple_name(t_.text(object)), method, list)) return meaning;
    if (!is_class)
      if (const ExprId meaning = known_method(n, object, method, list)) return meaning;
  }
  const Mark all = mark();
  if (!object) {
    push(leaf(ExprKind::name, name, id(name)));
  } else if (kind(object) != super_ && child_of(n, super_)) {
    push(over(ExprKind::member, name, leaf(ExprKind::super, object), id(name)));
  } else {
    const ExprId on = expr(object);
    push(over(ExprKind::member, name, on, id(name)));
    f_.exprs.back().begin = t_[object].begin;
  }
  static constexpr std::array<std::string_view, 14> loops{
      "map",      "flatMap",   "filter",   "peek",    "anyMatch", "allMatch",  "noneMatch",
      "mapToInt", "mapToLong", "mapToObj", "collect", "reduce",   "concatMap", "doOnNext"};
  const bool is_loop = object && (method == "forEach" || method == "forEachOrdered" ||
                                  (any_of(method, loops) && is_stream(object)));
  arguments(list, is_loop);
  const ExprId made = close(ExprKind::call, n, all);
  list_call(made);
  if (object) mutation(object, method, made, n);
  return made;
}

// list.add(x), map.put(k, v): what a name holds grows.
void Lower::mutation(NodeIndex object, std::string_view method, ExprId call, NodeIndex n) {
  if (kind(object) != identifier) return;
  const code::Expr made = at(call);
  auto target = [&] { return leaf(ExprKind::name, object, id(object)); };
  if (made.count == 2 && (method == "add" || method == "addLast" || method == "offer")) {
    const ExprId value = f_.children[made.first + 1];
    assign(target(), value, {}, AssignmentKind::append);
  } else if (made.count == 2 && (method == "addAll" || method == "putAll")) {
    const ExprId value = f_.children[made.first + 1];
    assign(target(), value, {}, AssignmentKind::extend);
  } else if (made.count == 3 && (method == "put" || method == "putIfAbsent" || method == "setProperty")) {
    const ExprId key = f_.children[made.first + 1], value = f_.children[made.first + 2];
    assign(over(ExprKind::index, n, target(), key), value);
  }
}

ExprId Lower::known_static(NodeIndex n, std::string_view type, std::string_view method, NodeIndex list) {
  const std::size_t count = argument_count(list);
  const Mark all = mark();
  auto pass = [&](std::size_t which) {  // one of the arguments is the result
    arguments(list);
    const ExprId made = stack_[all + which];
    stack_.resize(all);
    return made;
  };
  if (type == "String") {
    if (method == "format" && count > 0) {
      arguments(list);
      // String.format(Locale.ROOT, "…", …)
      const code::Expr first = at(stack_[all]);
      const bool has_locale = first.kind == ExprKind::member && first.count &&
                              f_.strings.text(at(f_.children[first.first]).text) == "Locale";
      if (has_locale && count > 1) stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(all));
      return close(ExprKind::format, n, all);
    }
    if (method == "join" && count > 1) {
      arguments(list);
      const ExprId separator = stack_[all];
      stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(all));
      ExprId parts = count == 2 ? stack_.back() : ExprId{};
      if (parts) stack_.resize(all);
      else parts = close(ExprKind::list, list, all);
      return over(ExprKind::call, n, over(ExprKind::member, n, separator, id("join")), parts);
    }
    if ((method == "valueOf" || method == "copyValueOf") && count == 1) return pass(0);
    return {};
  }
  if (type == "MessageFormat" && method == "format" && count > 0) {
    arguments(list);
    stack_[all] = over(ExprKind::member, n, stack_[all], id("format"));
    return close(ExprKind::call, n, all);
  }
  const bool is_of = method == "of";
  if ((is_of && (type == "List" || type == "Set" || type == "Stream" || type == "ImmutableList" ||
                 type == "ImmutableSet" || type == "EnumSet")) ||
      (type == "Arrays" && method == "asList") ||
      (type == "Collections" && (method == "singletonList" || method == "singleton" ||
                                 method == "emptyList" || method == "emptySet")) ||
      (type == "Lists" && method == "newArrayList") || (type == "Sets" && method == "newHashSet")) {
    arguments(list);
    return close(ExprKind::list, n, all);
  }
  if ((type == "List" || type == "Set" || type == "Map" || type == "Collections") && count == 1 &&
      (method == "copyOf" || method.starts_with("unmodifiable") || method.starts_with("synchronized")))
    return pass(0);
  if ((is_of && (type == "Map" || type == "ImmutableMap")) ||
      (type == "Collections" && (method == "singletonMap" || method == "emptyMap"))) {
    arguments(list);
    const std::vector<ExprId> given(stack_.begin() + static_cast<std::ptrdiff_t>(all), stack_.end());
    stack_.resize(all);
    for (std::size_t i = 0; i + 1 < given.size(); i += 2) {
      const bool is_literal = at(given[i]).kind == ExprKind::string;
      push(is_literal ? over(ExprKind::entry, n, given[i + 1], at(given[i]).text)
                      : over(ExprKind::entry, n, given[i], given[i + 1]));
    }
    return close(ExprKind::object, n, all);
  }
  if (type == "Map" && method == "ofEntries") {
    arguments(list);
    return close(ExprKind::object, n, all);
  }
  if (type == "Map" && method == "entry" && count == 2) {
    arguments(list);
    return close(ExprKind::entry, n, all);
  }
  if (type == "Objects" || type == "Optional" || type == "Integer" || type == "Long" || type == "Boolean" ||
      type == "Assert" || type == "Preconditions") {
    if (type == "Objects" && method == "equals" && count == 2) {
      arguments(list);
      return close(ExprKind::equal, n, all);
    }
    if (count > 0 && (method == "requireNonNull" || method == "ofNullable" || method == "checkNotNull" ||
                      (type == "Optional" && is_of)))
      return pass(0);
    if (count == 1 && (method == "parseInt" || method == "parseLong" || method == "parseBoolean" ||
                       (method == "valueOf" && type != "Optional")))
      return pass(0);
  }
  if (count == 2 && ((type == "Objects" && method == "requireNonNullElse") || method == "firstNonNull" ||
                     method == "defaultIfNull" || method == "defaultIfEmpty" || method == "defaultIfBlank" ||
                     (method == "defaultString" && type == "StringUtils"))) {
    arguments(list);
    return close(ExprKind::either, n, all);
  }
  return {};
}

ExprId Lower::known_method(NodeIndex n, NodeIndex object, std::string_view method, NodeIndex list) {
  const std::size_t count = argument_count(list);
  if (method == "append" || method == "insert" || method == "toString" || method == "build") {
    if (method != "build")
      if (const ExprId text = built_text(n)) return text;
    return {};
  }
  const Mark all = mark();
  if (method == "formatted") {
    push(expr(object));
    arguments(list);
    return close(ExprKind::format, n, all);
  }
  if (count == 1 && (method == "equals" || method == "equalsIgnoreCase" || method == "contentEquals")) {
    push(expr(object));
    arguments(list);
    return close(ExprKind::equal, n, all);
  }
  // What an Optional holds is told like the value itself.
  if (method == "orElse" && count == 1) {
    push(expr(object));
    arguments(list);
    return close(ExprKind::either, n, all);
  }
  if (method == "orElseThrow") {
    const ExprId value = expr(object);
    arguments(list);
    stack_.resize(all);
    return value;
  }
  if (method == "orElseGet" && count == 1) {
    const ExprId value = expr(object);
    arguments(list);
    const ExprId made = close(ExprKind::call, n, all);
    list_call(made);
    return over(ExprKind::either, n, value, made);
  }
  return {};
}

bool Lower::is_builder(NodeIndex n) const {
  const NodeIndex type = kind(n) == object_creation_expression ? part(n, f_type) : 0;
  return type && is_buffer(simple_name(t_.text(type)));
}

// new StringBuilder("a").append(b).toString() is a sum; buffer.append(b) makes what the buffer holds grow.
ExprId Lower::built_text(NodeIndex n) {
  std::vector<NodeIndex> calls;
  NodeIndex root = n;
  while (root && kind(root) == method_invocation) {
    const NodeIndex name = part(root, f_name);
    const std::string_view text = name ? t_.text(name) : std::string_view{};
    if (text != "append" && !(text == "toString" && root == n)) return {};
    calls.push_back(root);
    root = part(root, f_object);
  }
  if (!root) return {};
  const bool is_sum = is_builder(root);
  const Local* buffer = kind(root) == identifier ? find_local(id(root)) : nullptr;
  if (!is_sum && !(buffer && buffer->is_text)) return {};
  const Mark all = mark();
  push(is_sum ? expr(root) : leaf(ExprKind::name, root, id(root)));
  const bool is_appended = calls.size() > 1 || t_.text(part(n, f_name)) == "append";
  for (std::size_t i = calls.size(); i-- > 0;) {
    if (t_.text(part(calls[i], f_name)) != "append") continue;
    const Mark parts = mark();
    arguments(part(calls[i], f_arguments));
    if (mark() == parts) continue;
    stack_.resize(parts + 1);  // append(text, from, to)
    if (is_sum) continue;
    const ExprId value = stack_.back();
    stack_.resize(parts);
    assign(leaf(ExprKind::name, root, id(root)), appended_text(calls[i], value), {}, AssignmentKind::append);
  }
  if (is_sum) return close(ExprKind::concat, n, all);
  stack_.resize(all);
  // The name is read behind the last growth.
  const ExprId made = leaf(ExprKind::name, n, id(root));
  if (is_appended) f_.exprs[made.index].begin = t_[n].end;
  return made;
}

void Lower::read_constructor_call(NodeIndex n) {
  const NodeIndex what = part(n, f_constructor);
  const Mark all = mark();
  push(what && kind(what) == super_ ? leaf(ExprKind::super, what) : leaf(ExprKind::self, what ? what : n));
  arguments(part(n, f_arguments));
  list_call(close(ExprKind::call, n, all));
}

ExprId Lower::read_construct(NodeIndex n) {
  const NodeIndex written = part(n, f_type), list = part(n, f_arguments), body = child_of(n, class_body);
  if (!written) return read_unknown(n);
  const std::string_view name = simple_name(t_.text(written));
  const Mark all = mark();
  if (!body) {
    const bool is_text = name == "String" || is_buffer(name);
    if (is_text) {
      arguments(list);
      ExprId made;
      if (mark() == all || at(stack_[all]).kind == ExprKind::number) made = leaf(ExprKind::string, n, id(""));
      else made = stack_[all];
      stack_.resize(all);
      return made;
    }
    if (is_list(name) || is_map(name)) {
      arguments(list);
      const ExprId given = mark() == all ? ExprId{} : stack_[all];
      stack_.resize(all);
      const bool is_copy = given && at(given).kind != ExprKind::number && at(given).kind != ExprKind::type;
      if (is_copy) push(over(is_map(name) ? ExprKind::spread_map : ExprKind::spread, n, given));
      return close(is_map(name) ? ExprKind::object : ExprKind::list, n, all);
    }
  }
  ExprId what = body ? type(written) : class_name(written);
  if (!what) what = leaf(ExprKind::unknown, written);
  if (body) {
    const ClassId inside = anonymous_class(n, body, what);
    what = leaf(ExprKind::type, n);
    f_.exprs[what.index].first = inside.index;
  }
  push(what);
  arguments(list);
  const ExprId made = close(ExprKind::construct, n, all);
  list_call(made);
  return made;
}

}  // namespace demarc::languages::jv
