// Calls, and the few of them whose meaning belongs to the language and its own library.
#include <algorithm>
#include <array>

#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {
namespace {

template <std::size_t N>
bool any_of(std::string_view text, const std::array<std::string_view, N>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

bool is_upper(std::string_view text) { return !text.empty() && text[0] >= 'A' && text[0] <= 'Z'; }

bool makes_list(std::string_view name) {
  static constexpr std::array<std::string_view, 19> all{
      "listOf",       "mutableListOf", "arrayListOf",   "setOf",    "mutableSetOf",
      "hashSetOf",    "linkedSetOf",   "sortedSetOf",   "arrayOf",  "listOfNotNull",
      "setOfNotNull", "sequenceOf",    "emptyList",     "emptySet", "emptyArray",
      "intArrayOf",   "longArrayOf",   "emptySequence", "flowOf"};
  return any_of(name, all);
}

bool makes_map(std::string_view name) {
  static constexpr std::array<std::string_view, 6> all{"mapOf",       "mutableMapOf", "hashMapOf",
                                                       "linkedMapOf", "sortedMapOf",  "emptyMap"};
  return any_of(name, all);
}

// Their block runs here and now, and its value is theirs.
bool runs_block(std::string_view name) {
  static constexpr std::array<std::string_view, 11> all{
      "runBlocking", "withContext", "coroutineScope", "supervisorScope", "runCatching",      "synchronized",
      "async",       "withTimeout", "lazy",           "measureTime",     "withTimeoutOrNull"};
  return any_of(name, all);
}

// What they answer is told like the thing they are called on.
bool is_same(std::string_view method, std::size_t arguments) {
  static constexpr std::array<std::string_view, 29> all{
      "orEmpty",          "toString",     "toInt",       "toLong",       "toBoolean",
      "toDouble",         "await",        "awaitSingle", "awaitFirst",   "awaitSingleOrNull",
      "awaitFirstOrNull", "getOrThrow",   "getOrNull",   "toList",       "toSet",
      "toMutableList",    "toTypedArray", "toMap",       "toMutableMap", "asSequence",
      "filterNotNull",    "distinct",     "sorted",      "asIterable",   "toMutableSet",
      "orElseThrow",      "intern",       "asList",      "awaitAll"};
  return arguments == 0 && any_of(method, all);
}

bool is_list_class(std::string_view name) {
  static constexpr std::array<std::string_view, 8> all{
      "ArrayList", "LinkedList", "HashSet", "LinkedHashSet",
      "TreeSet",   "ArrayDeque", "Vector",  "CopyOnWriteArrayList"};
  return any_of(name, all);
}
bool is_map_class(std::string_view name) {
  static constexpr std::array<std::string_view, 7> all{
      "HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap", "Properties", "Hashtable", "EnumMap"};
  return any_of(name, all);
}

// Functions of the language that no file declares or imports.
bool is_library_function(std::string_view name) {
  static constexpr std::array<std::string_view, 16> all{
      "println", "print", "require", "check", "error", "TODO",  "assert", "repeat",
      "maxOf",   "minOf", "launch",  "Pair",  "delay", "yield", "typeOf", "readLine"};
  return any_of(name, all);
}

}  // namespace

// ---- the parts of a call

Lower::Parts Lower::parts_of(NodeIndex n) const {
  Parts p;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) switch (kind(c)) {
      case type_arguments: p.types = c; break;
      case value_arguments: p.arguments = c; break;
      case annotated_lambda: p.lambda = child_of(c, lambda_literal); break;
      default:
        if (!p.callee && !is_token(kind(c))) p.callee = c;
        break;
    }
  if (!p.callee || p.arguments || p.types || !p.lambda || kind(p.callee) != call_expression) return p;
  Parts inner;
  for (NodeIndex c = t_.first(p.callee), end = t_.end(p.callee); c != end; c = t_.next(c)) switch (kind(c)) {
      case type_arguments: inner.types = c; break;
      case value_arguments: inner.arguments = c; break;
      case annotated_lambda: return p;
      default:
        if (!inner.callee && !is_token(kind(c))) inner.callee = c;
        break;
    }
  inner.lambda = p.lambda;
  return inner.callee && inner.arguments ? inner : p;
}

std::size_t Lower::argument_count(NodeIndex list) const {
  std::size_t count = 0;
  for (NodeIndex c = list ? t_.first(list) : 0, end = list ? t_.end(list) : 0; c != end; c = t_.next(c))
    count += kind(c) == value_argument;
  return count;
}

NodeIndex Lower::argument(NodeIndex list, std::size_t which) const {
  for (NodeIndex c = list ? t_.first(list) : 0, end = list ? t_.end(list) : 0; c != end; c = t_.next(c)) {
    if (kind(c) != value_argument || which-- > 0) continue;
    if (const NodeIndex value = after(c, t_assign)) return value;
    for (NodeIndex v = t_.first(c), last = t_.end(c); v != last; v = t_.next(v))
      if (!is_token(kind(v))) return v;
    return 0;
  }
  return 0;
}

void Lower::value_arguments_of(NodeIndex list) {
  for (NodeIndex c = t_.first(list), end = t_.end(list); c != end; c = t_.next(c)) {
    if (kind(c) != value_argument || t_.is_leaf(c)) continue;
    const NodeIndex value = after(c, t_assign), key = value ? child_of(c, identifier) : 0;
    if (key) {
      push(over(ExprKind::argument, c, expr(value), name_of(key)));
      continue;
    }
    bool is_spread = false;
    for (NodeIndex v = t_.first(c), last = t_.end(c); v != last; v = t_.next(v)) {
      is_spread |= kind(v) == t_star;
      if (is_token(kind(v))) continue;
      const ExprId given = expr(v);
      push(is_spread ? over(ExprKind::spread, c, given) : given);
    }
  }
}

void Lower::arguments(const Parts& p, bool is_loop) {
  if (p.arguments) {
    if (is_loop && !p.lambda)
      if (const NodeIndex first = argument(p.arguments, 0); first && kind(first) == lambda_literal)
        loop_callback_ = first;
    value_arguments_of(p.arguments);
  }
  if (!p.lambda) return;
  if (is_loop) loop_callback_ = p.lambda;
  if (kind(p.callee) == navigation_expression) lambda_label_ = id(member_name(p.callee));
  else if (kind(p.callee) == identifier) lambda_label_ = name_of(p.callee);
  push(expr(p.lambda));
}

// list.map { … } calls its block once an element; a Mono, an Optional or a setting once at most.
bool Lower::is_elementwise(NodeIndex object, std::string_view method) const {
  static constexpr std::array<std::string_view, 4> always{"forEach", "forEachIndexed", "onEach",
                                                          "forEachOrdered"};
  static constexpr std::array<std::string_view, 24> some{
      "map",           "flatMap", "filter",    "mapNotNull", "mapIndexed",  "filterNot",
      "any",           "all",     "none",      "sumOf",      "associate",   "associateBy",
      "associateWith", "groupBy", "fold",      "reduce",     "collect",     "concatMap",
      "doOnNext",      "mapTo",   "partition", "find",       "firstOrNull", "flatMapIterable"};
  if (any_of(method, always)) return true;
  if (!any_of(method, some)) return false;
  static constexpr std::array<std::string_view, 10> once{
      "just",    "bodyToMono", "findById",     "ofNullable",   "justOrEmpty",
      "findOne", "mono",       "fromCallable", "getIfPresent", "findFirst"};
  static constexpr std::array<std::string_view, 5> types{"Mono", "Optional", "Either", "Result", "Try"};
  for (int steps = 0; object && steps < 64; ++steps) {
    if (kind(object) == call_expression) {
      object = parts_of(object).callee;
    } else if (kind(object) == navigation_expression && !t_.is_leaf(object)) {
      const std::string_view name = member_name(object);
      if (any_of(name, once) || (name.starts_with("findBy") && !name.ends_with("s"))) return false;
      object = t_.first(object);
    } else {
      return !(kind(object) == identifier && any_of(t_.text(object), types));
    }
  }
  return true;
}

// ---- calls

ExprId Lower::read_call(NodeIndex n) {
  Parts p = parts_of(n);
  if (!p.callee) return read_unknown(n);
  // `a to f<T>(x)`: the call is the right side's.
  if (p.types && kind(p.callee) == infix_expression) {
    const NodeIndex infix = p.callee;
    NodeIndex left = 0, op = 0;
    for (NodeIndex c = t_.first(infix), end = t_.end(infix); c != end; c = t_.next(c)) {
      if (is_token(kind(c))) continue;
      if (!left) left = c;
      else if (!op) op = c;
      else p.callee = c;
    }
    if (p.callee == infix) return read_unknown(n);
    const ExprId first = expr(left);
    const ExprId second = call_of(n, p);
    return over(t_.text(op) == "to" ? ExprKind::list : ExprKind::unknown, n, first, second);
  }
  return call_of(n, p);
}

ExprId Lower::call_of(NodeIndex n, const Parts& p) {
  const Mark all = mark();
  if (p.types)
    for (NodeIndex c = t_.first(p.types), end = t_.end(p.types); c != end; c = t_.next(c))
      if (kind(c) == type_projection) type(c);  // names are used
  bool is_loop = false, is_class = false;
  NodeIndex object = 0;
  std::string_view method;
  if (kind(p.callee) == navigation_expression && !t_.is_leaf(p.callee) && !is_class_like(p.callee)) {
    object = t_.first(p.callee);
    method = member_name(p.callee);
    const std::string_view root = kind(object) == identifier ? t_.text(object) : std::string_view{};
    if (is_upper(root) || kind(object) == navigation_expression)
      if (const ExprId meaning =
              known_static(n, p, is_upper(root) ? root : member_name_or_none(object), method))
        return meaning;
    if (!is_upper(root))
      if (const ExprId meaning = known_method(n, p, object, method)) return meaning;
    // "/api".nest { … }: what the receiver can do with a text.
    if (kind(object) == string_literal && p.lambda && receivers_.size() > first_receiver_) {
      push(over(ExprKind::member, p.callee, leaf(ExprKind::name, p.callee, receivers_.back().name),
                id(method)));
      push(expr(object));
      arguments(p);
      const ExprId made = close(ExprKind::call, n, all);
      list_call(made);
      return made;
    }
    push(read_navigation(p.callee));
    is_loop = is_elementwise(object, method);
    is_class = is_upper(method);
  } else if (kind(p.callee) == identifier) {
    const StringId name = name_of(p.callee);
    const std::string_view text = f_.strings.text(name);
    const bool is_own = find_local(name) || plain_functions_.contains(name.index);
    if (!is_own)
      if (const ExprId meaning = known_function(n, p, text)) return meaning;
    is_class =
        is_upper(text) && !find_local(name) && !(receivers_.size() > first_receiver_ && is_shouted(name));
    if (!is_own && !is_class && receivers_.size() > first_receiver_ && !is_library_function(text))
      return implicit_call(n, p, name);
    push(is_library_function(text) ? leaf(ExprKind::name, p.callee, name) : read_name(p.callee));
    is_loop = text == "repeat";
  } else {
    push(expr(p.callee));
  }
  arguments(p, is_loop);
  const ExprId made = close(is_class ? ExprKind::construct : ExprKind::call, n, all);
  list_call(made);
  if (object && (kind(object) == identifier) && !is_class)
    if (const ExprId on = expr_again(object)) mutation(on, method, made, n);
  return made;
}

// GET("/x") of a block's receiver, not a class that was imported.
bool Lower::is_shouted(StringId name) const {
  for (char c : f_.strings.text(name))
    if (c >= 'a' && c <= 'z') return false;
  return std::none_of(f_.imports.begin(), f_.imports.end(),
                      [&](const code::Import& i) { return i.local == name; });
}

// get<Articles> { … } in a file that has Ktor's typed routes: the class says what is answered, so it stands
// before the handler like an argument.
NodeIndex Lower::routed_type(const Parts& p) const {
  if (!p.types || p.arguments || !p.lambda) return 0;
  const bool has_typed_routes = std::any_of(f_.imports.begin(), f_.imports.end(), [&](const code::Import& i) {
    const std::string_view from = f_.strings.text(i.module);
    return from.starts_with("io.ktor.server.resources") || from.starts_with("io.ktor.server.locations") ||
           from.starts_with("io.ktor.locations");
  });
  NodeIndex only = 0;
  for (NodeIndex c = t_.first(p.types), end = t_.end(p.types); has_typed_routes && c != end; c = t_.next(c)) {
    if (kind(c) != type_projection) continue;
    if (only) return 0;
    only = c;
  }
  return only;
}

// In a block with a receiver: a method of that, or what else is called by this name.
ExprId Lower::implicit_call(NodeIndex n, const Parts& p, StringId name) {
  const Receiver own = receivers_.back();
  const std::string_view text = f_.strings.text(name);
  const Mark all = mark();
  const ExprId on = leaf(ExprKind::name, p.callee, own.name);
  if (own.is_text && (text == "append" || text == "appendLine")) {
    arguments(p);
    if (mark() == all) return on;
    const ExprId value = stack_[all];
    stack_.resize(all);
    assign(leaf(ExprKind::name, n, own.name), appended_text(n, value), {}, AssignmentKind::append);
    return on;
  }
  const ExprId plain = plain_name(p.callee, name);
  push(on);
  push(plain);
  const ExprId callee = close(ExprKind::member, p.callee, all, name);
  push(callee);
  if (const NodeIndex routed = routed_type(p)) push(type(routed));
  arguments(p, is_elementwise(0, text));
  const ExprId made = close(ExprKind::call, n, all);
  list_call(made);
  mutation(leaf(ExprKind::name, n, own.name), text, made, n);
  return made;
}

// A variable that is changed: its plain name, once more.
ExprId Lower::expr_again(NodeIndex object) {
  const StringId name = name_of(object);
  for (std::size_t i = renamed_.size(); i-- > 0;)
    if (renamed_[i].first == name) return leaf(ExprKind::name, object, renamed_[i].second);
  return leaf(ExprKind::name, object, name);
}

// list.add(x), map.put(k, v): what a name holds grows.
void Lower::mutation(ExprId target, std::string_view method, ExprId call, NodeIndex n) {
  const code::Expr made = at(call);
  if (made.count == 2 &&
      (method == "add" || method == "addLast" || method == "offer" || method == "append")) {
    const bool is_text = method == "append";
    if (is_text && !is_text_name(target)) return;
    const ExprId value = f_.children[made.first + 1];
    assign(target, is_text ? appended_text(n, value) : value, {}, AssignmentKind::append);
  } else if (made.count == 2 && (method == "addAll" || method == "putAll")) {
    assign(target, f_.children[made.first + 1], {}, AssignmentKind::extend);
  } else if (made.count == 3 && (method == "put" || method == "putIfAbsent" || method == "setProperty")) {
    const ExprId key = f_.children[made.first + 1], value = f_.children[made.first + 2];
    assign(over(ExprKind::index, n, target, key), value);
  }
}

bool Lower::is_text_name(ExprId target) const {
  const Local* found = find_local(at(target).text);
  return found && found->is_text;
}

std::string_view Lower::member_name_or_none(NodeIndex n) const {
  return kind(n) == navigation_expression && !t_.is_leaf(n) ? member_name(n) : std::string_view{};
}

// ---- what belongs to the language

ExprId Lower::map_of(NodeIndex n, const Parts& p) {
  const Mark all = mark();
  const std::size_t count = argument_count(p.arguments);
  for (std::size_t i = 0; i < count; ++i) {
    const NodeIndex one = argument(p.arguments, i);
    if (!one) continue;
    const ExprId pair = expr(one);
    const code::Expr x = at(pair);
    if (x.kind == ExprKind::list && x.count == 2) {
      const ExprId key = f_.children[x.first], value = f_.children[x.first + 1];
      push(at(key).kind == ExprKind::string ? over(ExprKind::entry, one, value, at(key).text)
                                            : over(ExprKind::entry, one, key, value));
    } else {
      push(over(ExprKind::spread_map, one, pair));
    }
  }
  return close(ExprKind::object, n, all);
}

ExprId Lower::known_function(NodeIndex n, const Parts& p, std::string_view name) {
  const std::size_t count = argument_count(p.arguments);
  const Mark all = mark();
  if (makes_list(name)) {
    arguments(p);
    return close(ExprKind::list, n, all);
  }
  if (makes_map(name)) return map_of(n, p);
  if (name == "Pair" && count == 2) {
    arguments(p);
    return close(ExprKind::list, n, all);
  }
  if ((name == "requireNotNull" || name == "checkNotNull") && count > 0) {
    arguments(p);
    const ExprId made = stack_[all];
    stack_.resize(all);
    return made;
  }
  if (name == "StringBuilder" || name == "StringBuffer") {
    arguments(p);
    const bool is_empty = mark() == all || at(stack_[all]).kind == ExprKind::number;
    const ExprId made = is_empty ? leaf(ExprKind::string, n, id("")) : stack_[all];
    stack_.resize(all);
    return made;
  }
  if (is_list_class(name) || is_map_class(name)) {
    arguments(p);
    const ExprId given = mark() == all ? ExprId{} : stack_[all];
    stack_.resize(all);
    const bool is_copy = given && at(given).kind != ExprKind::number && at(given).kind != ExprKind::name;
    if (is_copy) push(over(is_map_class(name) ? ExprKind::spread_map : ExprKind::spread, n, given));
    return close(is_map_class(name) ? ExprKind::object : ExprKind::list, n, all);
  }
  if (!p.lambda) return {};
  if (name == "with" && count == 1)
    return scoped(n, p.lambda, expr(argument(p.arguments, 0)), Scope::run, name);
  if (name == "run" && count == 0) return scoped(n, p.lambda, {}, Scope::run, name);
  if (name == "buildString") return built(n, p.lambda, leaf(ExprKind::string, n, id("")), true);
  if (name == "buildList" || name == "buildSet")
    return built(n, p.lambda, close(ExprKind::list, n, all), false);
  if (name == "buildMap") return built(n, p.lambda, close(ExprKind::object, n, all), false);
  const code::Function& around = f_.functions[in_.function.index];
  const bool is_inside = !around.is_class_body && in_.function != code::file_function;
  if (runs_block(name) && is_inside && !child_of(p.lambda, lambda_parameters)) {
    if (p.arguments) value_arguments_of(p.arguments);
    stack_.resize(all);
    return scoped(n, p.lambda, {}, Scope::run, name);
  }
  return {};
}

ExprId Lower::known_static(NodeIndex n, const Parts& p, std::string_view type, std::string_view method) {
  const std::size_t count = argument_count(p.arguments);
  const Mark all = mark();
  if (type == "String" && method == "format" && count > 0) {
    arguments(p);
    const code::Expr first = at(stack_[all]);
    const bool has_locale = first.kind == ExprKind::member && first.count &&
                            f_.strings.text(at(f_.children[first.first]).text) == "Locale";
    if (has_locale && count > 1) stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(all));
    return close(ExprKind::format, n, all);
  }
  if ((method == "of" && (type == "List" || type == "Set" || type == "Stream")) ||
      (type == "Arrays" && method == "asList") ||
      (type == "Collections" && (method == "singletonList" || method == "singleton"))) {
    arguments(p);
    return close(ExprKind::list, n, all);
  }
  if ((method == "of" && type == "Map") || (type == "Collections" && method == "singletonMap")) {
    arguments(p);
    const std::vector<ExprId> given(stack_.begin() + static_cast<std::ptrdiff_t>(all), stack_.end());
    stack_.resize(all);
    for (std::size_t i = 0; i + 1 < given.size(); i += 2)
      push(at(given[i]).kind == ExprKind::string ? over(ExprKind::entry, n, given[i + 1], at(given[i]).text)
                                                 : over(ExprKind::entry, n, given[i], given[i + 1]));
    return close(ExprKind::object, n, all);
  }
  if (count > 0 && ((type == "Objects" && method == "requireNonNull") ||
                    (type == "Optional" && (method == "ofNullable" || method == "of")))) {
    arguments(p);
    const ExprId made = stack_[all];
    stack_.resize(all);
    return made;
  }
  return {};
}

ExprId Lower::known_method(NodeIndex n, const Parts& p, NodeIndex object, std::string_view method) {
  const std::size_t count = argument_count(p.arguments);
  const Mark all = mark();
  if (p.lambda && count == 0) {
    Scope scope = Scope::none;
    if (method == "let" || method == "use") scope = Scope::let;
    else if (method == "also") scope = Scope::also;
    else if (method == "apply") scope = Scope::apply;
    else if (method == "run") scope = Scope::run;
    const code::Function& around = f_.functions[in_.function.index];
    const bool is_inside = !around.is_class_body && in_.function != code::file_function;
    if (scope != Scope::none && is_inside) return scoped(n, p.lambda, expr(object), scope, method);
    if (is_inside && (method == "async" || method == "withLock" || method == "runCatching") &&
        !child_of(p.lambda, lambda_parameters)) {
      expr(object);
      return scoped(n, p.lambda, {}, Scope::run, method);
    }
    // The thing itself, if at all.
    if (method == "takeIf" || method == "takeUnless" || method == "ifBlank" || method == "ifEmpty" ||
        method == "getOrElse" || method == "orElseGet") {
      const ExprId value = expr(object);
      arguments(p);
      const ExprId other = stack_[all];
      stack_.resize(all);
      if (method.starts_with("take")) return value;
      const ExprId made = over(ExprKind::call, n, other);
      list_call(made);
      return over(ExprKind::either, n, value, made);
    }
    return {};
  }
  if (p.lambda) return {};
  if (method == "format" || method == "formatted") {
    push(expr(object));
    arguments(p);
    return close(ExprKind::format, n, all);
  }
  if (count == 0 && (method == "trimIndent" || method == "trimMargin") &&
      kind(object) == multiline_string_literal)
    return string(object, method == "trimIndent" ? Trim::indent : Trim::margin);
  if ((method == "equals" || method == "equalsIgnoreCase" || method == "contentEquals") && count > 0) {
    push(expr(object));
    arguments(p);
    stack_.resize(all + 2);
    return close(ExprKind::equal, n, all);
  }
  if (is_same(method, count)) {
    if (kind(object) == super_expression || kind(object) == this_expression) return {};
    const ExprId value = expr(object);
    return value;
  }
  if ((method == "orElse" || method == "getOrDefault") && count == 1) {
    push(expr(object));
    arguments(p);
    return close(ExprKind::either, n, all);
  }
  if (method == "joinToString") {
    const ExprId parts = expr(object);
    const NodeIndex separator = argument(p.arguments, 0);
    const ExprId between = separator ? expr(separator) : leaf(ExprKind::string, n, id(", "));
    return over(ExprKind::call, n, over(ExprKind::member, n, between, id("join")), parts);
  }
  if (method == "plus" && count == 1) {
    push(expr(object));
    arguments(p);
    return close(ExprKind::concat, n, all);
  }
  return {};
}

}  // namespace demarc::languages::kt
