// What calls yield: functions of the program, rows, and what texts, lists and dictionaries do by themselves.
#include <algorithm>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

ValueId Fold::returns(FunctionRef fn) {
  const std::uint32_t number = program_.number(fn);
  if (auto known = returns_memo_.find(number); known != returns_memo_.end()) return known->second;
  if (!running_returns_.insert(number).second) return cut();
  ProgramFile& f = program_.indexed(fn.file);
  std::vector<ValueId> all;
  for (std::uint32_t i : f.returns.find(fn.function.index)) {
    if (all.size() >= 32) break;
    const Return& r = f.code->returns[i];
    if (r.value) all.push_back(value(fn.file, r.value, r.block));
  }
  if (all.size() > 1) std::erase(all, null_);
  ValueId made = told(f, values_.either(all), program_[fn].return_type);
  // A method that nobody writes: its annotations say what the library makes of it.
  if (const Function& asked = program_[fn]; asked.is_abstract && asked.annotations.count > 0)
    if (const ValueId thing = annotated(f, asked.annotations, asked.owner, asked.return_type)) made = thing;
  if (const ValueId setting = unwritten_getter(fn)) made = setting;
  running_returns_.erase(number);
  returns_memo_[number] = made;
  return made;
}

std::vector<Fold::Target> Fold::targets(ValueId callee, int arguments) {
  std::vector<Target> all;
  auto add = [&](auto&& self, ValueId v, int depth) -> void {
    if (arguments >= 0) v = fitting(v, static_cast<std::size_t>(arguments));
    const Value x = values_[v];
    if (all.size() >= 8 || depth > 4) return;
    switch (x.kind) {
      case ValueKind::function:
        all.push_back({program_.function(x.aux), x.count ? values_.child(v, 0) : ValueId{}});
        break;
      case ValueKind::either:
        for (std::uint32_t i = 0; i < x.count; ++i) self(self, values_.child(v, i), depth + 1);
        break;
      case ValueKind::instance:  // cls(...)
      case ValueKind::type: {
        const ClassRef type = program_.type(x.aux);
        const FunctionRef made =
            arguments < 0 ? constructor(type) : constructor(type, static_cast<std::size_t>(arguments));
        if (made.file) all.push_back({made, {}});
        break;
      }
      case ValueKind::module: self(self, module_member(FileId{x.aux}, "default"), depth + 1); break;
      case ValueKind::member:
        if (has_parameters(v)) {
          ValueId object = values_.child(v, 0), closed = close_parameters(object);
          if (closed != object) self(self, member(closed, std::string(values_.text(v))), depth + 1);
        } else if (x.count == 1 && values_[values_.child(v, 0)].kind == ValueKind::function) {
          self(self, values_.child(v, 0), depth + 1);  // f.bind(x), f.call(x)
        }
        break;
      default: break;
    }
  };
  add(add, callee, 0);
  return all;
}

ValueId Fold::apply(ValueId callee, const CallArguments& arguments, Span site, std::string_view language) {
  if (++steps_ > step_limit_ || depth_ >= max_depth) return cut();
  callee = fitting(callee, arguments.positional.size() + arguments.named.size());
  const Value x = values_[callee];
  switch (x.kind) {
    case ValueKind::unknown: return {};
    case ValueKind::either: {
      std::vector<ValueId> all(values_.children(callee).begin(), values_.children(callee).end());
      for (ValueId& one : all) one = apply(one, arguments, site, language);
      if (all.size() > 1) std::erase(all, null_);
      return values_.either(all);
    }
    case ValueKind::module: {
      ++depth_;
      const ValueId made = apply(module_member(FileId{x.aux}, "default"), arguments, site, language);
      --depth_;
      return made;
    }
    case ValueKind::function: {
      FunctionRef f = program_.function(x.aux);
      ValueId receiver = x.count ? values_.child(callee, 0) : ValueId{};
      ++depth_;
      const ValueId body = returns(f);
      if (calls_ >= max_calls) {
        --depth_;
        return has_parameters(body) ? cut() : body;
      }
      ++calls_;
      ValueId made = substitute(body, f, arguments, receiver);
      made = bind_instance(made, receiver);
      --depth_;
      --calls_;
      return made;
    }
    case ValueKind::instance:
      if (ValueId called = class_member(program_.type(x.aux), "__call__", callee))
        return apply(called, arguments, site, language);
      [[fallthrough]];  // cls(...) in a class method makes one
    case ValueKind::type: {
      auto [list, object] = pack(arguments);
      const ValueId both[] = {list, object};
      return values_.code(ValueKind::instance, x.aux, both);
    }
    default: break;
  }
  // Object.assign({}, a, b), dict(a, x=1): the later ones put more in.
  if (x.kind == ValueKind::path && arguments.positional.size() + arguments.named.size() > 1 &&
      !arguments.positional.empty() &&
      (values_.text(callee) == "Object.assign" || values_.text(callee) == "dict")) {
    std::vector<ValueId> parts = arguments.positional, entries;
    if (!arguments.named.empty()) parts.push_back(pack(arguments).second);
    for (ValueId part : parts) {
      if (values_[part].kind == ValueKind::object) {
        const auto own = values_.children(part);
        entries.insert(entries.end(), own.begin(), own.end());
      } else {
        entries.push_back({});
        entries.push_back(part);
      }
    }
    return values_.object(entries);
  }
  if (x.kind == ValueKind::path && arguments.positional.size() == 1 &&
      values_[arguments.positional[0]].kind == ValueKind::object &&
      values_.text(callee).starts_with("Object."))
    if (const ValueId parts = parts_of(arguments.positional[0], std::string(values_.text(callee).substr(7))))
      return parts;
  for (const Tongue& one : tongues_) {
    if (!language.empty() && language != one.name) continue;
    for (const RowMatch& m : matches(callee, arguments, "()", one.name)) {
      ValueId base = callee;
      while (values_[base].kind == ValueKind::member) base = values_.child(base, 0);
      Captures captures = given_by(m);
      if (m.any_receiver || (m.compiled->row && m.compiled->row->certainty != Certainty::certain))
        captures.emplace_back("@likely", values_.literal("likely"));
      if (!m.compiled->gives.empty())
        return handle_with(m.compiled->gives, values_[base].kind == ValueKind::handle ? base : ValueId{},
                           captures,
                           m.compiled->row && m.compiled->row->distinct && site.file ? place_of(site) : "");
      if (m.compiled->row && m.compiled->row->value) return build(*m.compiled->row->value, m.captures);
    }
  }
  if (x.kind == ValueKind::path && (values_.text(callee) == "dict" || values_.text(callee) == "Object") &&
      !arguments.named.empty())
    return pack(arguments).second;
  auto [list, object] = pack(arguments);
  const ValueId children[] = {list, object};
  return values_.result(callee, children);
}

// What a text, or the known pieces of one, is with something else put in: "/orders/{1}" with an id. What a
// setting holds stays as it is.
ValueId Fold::with_replaced(ValueId text, std::string_view name, std::string what, ValueId with) {
  constexpr std::size_t longest = 4096;
  // Of expressions only those that spell a plain text.
  if (name != "replace") std::erase(what, '\\');
  if (what.empty()) return text;
  std::vector<ValueId> pieces{text}, parts;
  if (values_[text].kind == ValueKind::concat)
    pieces.assign(values_.children(text).begin(), values_.children(text).end());
  for (const ValueId piece : pieces) {
    if (!values_.is_literal(piece)) {
      parts.push_back(piece);
      continue;
    }
    const std::string all(values_.text(piece).substr(0, longest));
    std::size_t from = 0;
    for (std::size_t at; (at = all.find(what, from)) != std::string::npos; from = at + what.size()) {
      parts.push_back(values_.literal(all.substr(from, at - from)));
      parts.push_back(with);
      if (name != "replaceFirst") continue;
      from = at + what.size();
      break;
    }
    parts.push_back(values_.literal(all.substr(from)));
  }
  return sum(parts);
}

// The keys, values or pairs of both that a dictionary holds, as a list; 0 where `what` asks for nothing of
// that.
ValueId Fold::parts_of(ValueId object, std::string_view what) {
  const bool keys = what == "keys" || what == "keySet", values = what == "values";
  const bool pairs = what == "items" || what == "entries" || what == "entrySet";
  if (!keys && !values && !pairs) return {};
  std::vector<ValueId> all;
  for (std::uint32_t i = 0; i + 1 < values_[object].count; i += 2) {
    const ValueId pair[] = {values_.child(object, i), values_.child(object, i + 1)};
    all.push_back(keys ? pair[0] : values ? pair[1] : values_.list(pair));
  }
  return values_.list(all);
}

// What texts, lists and dictionaries do by themselves in every language.
ValueId Fold::text_method(ValueId object, std::string_view name, const CallArguments& arguments) {
  const Value o = values_[object];
  const auto& args = arguments.positional;
  if (o.kind == ValueKind::instance && (name == "name" || name == "toString") && args.empty())
    return enum_name(object, name);
  if (o.kind == ValueKind::instance && name == "getClass" && args.empty())
    return values_.code(ValueKind::type, o.aux);
  if (o.kind == ValueKind::type && args.empty() &&
      (name == "getSimpleName" || name == "getName" || name == "getTypeName" || name == "getCanonicalName"))
    return class_text(program_.type(o.aux), name != "getSimpleName");
  const bool is_text =
      o.kind == ValueKind::literal || o.kind == ValueKind::concat || o.kind == ValueKind::setting;
  if (o.kind == ValueKind::literal && name == "format") {
    const std::string text(values_.text(object));
    std::vector<ValueId> parts;
    std::string piece;
    std::size_t next = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '{' && text[at] != '}') {
        piece += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == text[at]) {
        piece += text[at++];
      } else if (text[at] == '{') {
        std::size_t close = text.find('}', at);
        if (close == std::string::npos) break;
        std::string field = text.substr(at + 1, close - at - 1);
        field = field.substr(0, field.find_first_of(":!"));
        ValueId v{};
        if (field.empty()) {
          if (next < args.size()) v = args[next++];
        } else if (field.find_first_not_of("0123456789") == std::string::npos && field.size() < 4) {
          std::size_t n = std::stoul(field);
          if (n < args.size()) v = args[n];
        } else {
          for (const auto& [n, a] : arguments.named)
            if (n == field.substr(0, field.find_first_of(".["))) v = a;
        }
        parts.push_back(values_.literal(piece));
        piece.clear();
        parts.push_back(v);
        at = close;
      }
    }
    parts.push_back(values_.literal(piece));
    return sum(parts);
  }
  if (is_text) {
    if (name == "concat") {
      std::vector<ValueId> all{object};
      all.insert(all.end(), args.begin(), args.end());
      return sum(all);
    }
    if (name == "join" && args.size() == 1 && values_[args[0]].kind == ValueKind::list) {
      std::vector<ValueId> parts, items(values_.children(args[0]).begin(), values_.children(args[0]).end());
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i) parts.push_back(object);
        parts.push_back(items[i]);
      }
      return sum(parts);
    }
    for (std::string_view same :
         {"toString", "strip", "trim", "rstrip", "lstrip", "encode", "decode", "trimEnd", "valueOf", "toUri",
          "toUriString", "toURI", "toURL", "normalize", "intern", "expand", "stripTrailing", "stripLeading"})
      if (name == same) return object;
    if (o.kind == ValueKind::literal &&
        (name == "lower" || name == "toLowerCase" || name == "upper" || name == "toUpperCase")) {
      std::string text(values_.text(object));
      for (char& ch : text)
        ch = static_cast<char>(name[0] == 'l' || name == "toLowerCase"
                                   ? std::tolower(static_cast<unsigned char>(ch))
                                   : std::toupper(static_cast<unsigned char>(ch)));
      return values_.literal(text);
    }
    if ((name == "replace" || name == "replaceAll" || name == "replaceFirst") && args.size() == 2 &&
        values_.is_literal(args[0]))
      return with_replaced(object, name, std::string(values_.text(args[0])), args[1]);
  }
  if (o.kind == ValueKind::list) {
    if (name == "join") {
      std::vector<ValueId> parts, items(values_.children(object).begin(), values_.children(object).end());
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (i) parts.push_back(args.empty() ? values_.literal(",") : args[0]);
        parts.push_back(items[i]);
      }
      return sum(parts);
    }
    if (name == "filter" || name == "slice" || name == "sort" || name == "reverse" || name == "copy")
      return object;
    if (name == "concat") {
      std::vector<ValueId> all(values_.children(object).begin(), values_.children(object).end());
      for (ValueId a : args) {
        if (values_[a].kind == ValueKind::list)
          for (std::uint32_t i = 0; i < values_[a].count; ++i) all.push_back(values_.child(a, i));
        else all.push_back(a);
      }
      return values_.list(all);
    }
  }
  const bool may_be_list = o.kind == ValueKind::list || o.kind == ValueKind::parameter ||
                           o.kind == ValueKind::member || o.kind == ValueKind::element ||
                           o.kind == ValueKind::result;
  if (may_be_list && (name == "map" || name == "flatMap") && args.size() >= 1 &&
      values_[args[0]].kind == ValueKind::function) {
    if (calls_ >= max_calls) return cut();
    CallArguments one;
    one.positional.push_back(values_.element(object));
    ValueId made = apply(args[0], one, {}, {});
    const ValueId only[] = {made};
    return made ? values_.list(only) : ValueId{};
  }
  if (o.kind == ValueKind::object && name == "get" && !args.empty() && values_.is_literal(args[0])) {
    ValueId v = member(object, std::string(values_.text(args[0])));
    if (args.size() < 2) return v;
    const ValueId either[] = {v, args[1]};
    return v ? values_.either(either) : args[1];
  }
  if (o.kind == ValueKind::object && args.empty())
    if (const ValueId parts = parts_of(object, name)) return parts;
  if (o.kind == ValueKind::object && (name == "copy" || name == "freeze")) return object;
  // handler.bind(x), and what wrappers of handlers hang behind each other: middy(handler).use(x)
  if (o.kind == ValueKind::function &&
      (name == "bind" || name == "use" || name == "before" || name == "after" || name == "onError"))
    return object;
  return {};
}

ValueId Fold::handle_with(std::string_view type, ValueId base, const Captures& captures,
                          std::string_view distinct_site) {
  std::vector<ValueId> entries;
  auto set = [&](ValueId key, ValueId v) {
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
      if (entries[i] == key) {
        entries[i + 1] = v;
        return;
      }
    entries.push_back(key);
    entries.push_back(v);
  };
  if (base && values_[base].kind == ValueKind::handle && values_[base].count == 1) {
    ValueId own = values_.child(base, 0);
    for (std::uint32_t i = 0; i + 1 < values_[own].count; i += 2)
      set(values_.child(own, i), values_.child(own, i + 1));
  }
  for (const auto& [name, v] : captures) set(values_.literal(name), v);
  if (!distinct_site.empty()) set(values_.literal("@site"), values_.literal(distinct_site));
  return entries.empty() ? values_.handle(type) : values_.handle(type, values_.object(entries));
}

}  // namespace demarc
