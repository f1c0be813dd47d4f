// Arguments against the patterns of rows: whether they fit, and what is captured of them.
#include <algorithm>

#include "analyzer/recognise/fold.h"

namespace demarc {

namespace {
constexpr std::size_t max_sets = 64;
}  // namespace

bool Fold::match_arguments(const std::vector<ArgumentPattern>& patterns, const CallArguments& arguments,
                           std::vector<Captures>& sets) {
  std::size_t next = 0;
  for (const ArgumentPattern& p : patterns) {
    if (p.kind == ArgumentPattern::Kind::rest) break;
    if (p.each) {
      std::vector<Captures> all;
      for (; next < arguments.positional.size(); ++next) {
        std::vector<Captures> some = sets;
        if (!match(p, arguments.positional[next], true, some)) continue;
        for (Captures& c : some)
          if (all.size() < max_sets) all.push_back(std::move(c));
      }
      if (all.empty()) return false;
      sets = std::move(all);
      continue;
    }
    ValueId given{};
    bool has = false;
    const std::string& word = p.name.empty() ? p.capture : p.name;
    auto by_name = [&] {
      for (const auto& [n, v] : arguments.named)
        if (n == word) {
          given = v;
          has = true;
        }
      if (!has)
        for (const auto& [n, v] : arguments.named)
          if (n == "**") {
            given = member(v, word);
            has = true;
          }
    };
    if (!p.name.empty()) {
      by_name();
    } else if (next < arguments.positional.size()) {
      given = arguments.positional[next++];
      has = true;
    } else if (!p.capture.empty()) {
      by_name();
    }
    if (!match(p, given, has, sets)) return false;
  }
  return true;
}

// What stands behind the beginning that one of "a:*"|"b:*" asks for; 0 where the value begins otherwise.
ValueId Fold::behind_prefix(ValueId v, std::string_view patterns) {
  std::vector<ValueId> parts{v};
  if (values_[v].kind == ValueKind::concat)
    parts.assign(values_.children(v).begin(), values_.children(v).end());
  if (!values_.is_literal(parts[0])) return {};
  const std::string text(values_.text(parts[0]));
  while (!patterns.empty()) {
    const std::size_t open = patterns.find('"'), close = patterns.find('"', open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    std::string_view front = patterns.substr(open + 1, close - open - 1);
    patterns.remove_prefix(close + 1);
    if (!front.ends_with('*')) continue;
    front.remove_suffix(1);
    if (!text.starts_with(front)) continue;
    parts[0] = values_.literal(text.substr(front.size()));
    return sum(parts);
  }
  return {};
}

bool Fold::match(const ArgumentPattern& p, ValueId v, bool present, std::vector<Captures>& sets) {
  using Kind = ArgumentPattern::Kind;
  if (sets.size() > max_sets) return false;
  const Value x = values_[v];
  const std::vector<ValueId> own(values_.children(v).begin(), values_.children(v).end());
  // Each alternative (or element) makes its own captures.
  auto fan_out = [&](const ArgumentPattern& inner, const std::vector<ValueId>& among) {
    std::vector<Captures> all;
    for (ValueId one : among) {
      std::vector<Captures> some = sets;
      if (!match(inner, one, true, some)) continue;
      for (Captures& c : some)
        if (all.size() < max_sets) all.push_back(std::move(c));
    }
    if (all.empty()) return false;
    sets = std::move(all);
    return true;
  };
  const bool is_hole = x.kind == ValueKind::unknown || x.kind == ValueKind::parameter ||
                       x.kind == ValueKind::element || x.kind == ValueKind::member ||
                       x.kind == ValueKind::result || x.kind == ValueKind::setting ||
                       x.kind == ValueKind::instance;
  switch (p.kind) {
    case Kind::any:
    case Kind::rest: return present || !p.required;
    case Kind::capture:
      if (p.type == "nothing") return !present;
      if (!present && p.required) return false;
      if (!p.type.empty()) {
        if (x.kind == ValueKind::either) return fan_out(p, own);
        if (x.kind == ValueKind::module) {
          const ValueId inner = member(v, "default");
          return inner && values_[inner].kind != ValueKind::module && match(p, inner, present, sets);
        }
        if (p.type == "entity") {
          // Things of a class, or the class itself, that is stored somewhere.
          const bool is =
              (x.kind == ValueKind::type || x.kind == ValueKind::instance) && is_mapped(program_.type(x.aux));
          if (!is) return false;
          for (Captures& c : sets) c.emplace_back(p.capture, v);
          return true;
        }
        if (p.type == "function") {
          if (x.kind != ValueKind::function) return false;
          for (Captures& c : sets) c.emplace_back(p.capture, v);
          return true;
        }
        if (p.type == "class" || p.type == "thing") {
          if (x.kind != (p.type == "class" ? ValueKind::type : ValueKind::instance)) return false;
          for (Captures& c : sets) c.emplace_back(p.capture, v);
          return true;
        }
        if (p.type == "text" || p.type == "address") {
          if (p.type == "address" && x.kind == ValueKind::instance) return false;
          if (x.kind == ValueKind::object || x.kind == ValueKind::list || x.kind == ValueKind::function ||
              x.kind == ValueKind::type || (x.kind == ValueKind::handle && as_text(v) == v))
            return false;
          for (Captures& c : sets) c.emplace_back(p.capture, v);
          return true;
        }
        if (p.type[0] == '"') {
          const ValueId rest = behind_prefix(v, p.type);
          if (!rest) return false;
          for (Captures& c : sets) c.emplace_back(p.capture, rest);
          return true;
        }
        const bool is_not = p.type[0] == '!';
        // `b -> b.name(x)` makes of a fresh thing what the library then takes.
        if (x.kind == ValueKind::function && !is_not) {
          CallArguments fresh;
          fresh.positional.push_back(handle_with(p.type, {}, {}, {}));
          const ValueId made = apply(v, fresh, {}, {});
          return values_[made].kind == ValueKind::handle && values_.text(made) == p.type &&
                 match(p, made, present, sets);
        }
        const bool is =
            x.kind == ValueKind::handle && values_.text(v) == std::string_view(p.type).substr(is_not ? 1 : 0);
        if (is == is_not) return false;
      }
      if (present)
        for (Captures& c : sets) c.emplace_back(p.capture, v);
      return true;
    case Kind::text: {
      if (!present) return false;
      for (ValueId a : values_.alternatives(v)) {
        // A library's own name is known by its last part: build(PutItemCommand).
        std::string_view said = values_.text(a);
        if (values_[a].kind == ValueKind::path) said = said.substr(said.rfind('.') + 1);
        else if (!values_.is_literal(a)) continue;
        if (std::find(p.texts.begin(), p.texts.end(), said) != p.texts.end()) return true;
      }
      return false;
    }
    case Kind::list: {
      if (!present) return !p.required && p.inner[0].kind == Kind::capture;
      if (p.inner.size() > 1) {  // a tuple
        if (x.kind == ValueKind::either) return fan_out(p, own);
        if (x.kind != ValueKind::list || own.size() < p.inner.size()) return false;
        for (std::size_t i = 0; i < p.inner.size(); ++i)
          if (!match(p.inner[i], own[i], true, sets)) return false;
        return true;
      }
      // A list that is made empty is filled by code that folding does not follow.
      if (x.kind == ValueKind::list) return fan_out(p.inner[0], own.empty() ? std::vector<ValueId>{{}} : own);
      if (x.kind == ValueKind::either) return fan_out(p, own);
      return match(p.inner[0], is_hole && x.kind != ValueKind::unknown ? values_.element(v) : v, true, sets);
    }
    case Kind::object: {
      if (!present || x.kind == ValueKind::function) {  // a callback stands where options may be left out
        // An options object that was left out: fine as long as nothing in it must be there.
        return std::all_of(p.inner.begin(), p.inner.end(), [](const ArgumentPattern& i) {
          return !i.required && i.kind != Kind::text && i.kind != Kind::object && i.kind != Kind::list;
        });
      }
      if (x.kind == ValueKind::either) return fan_out(p, own);
      if (x.kind == ValueKind::object) {
        for (const ArgumentPattern& entry : p.inner) {
          if (entry.any_key) {
            std::vector<Captures> all;
            for (std::size_t i = 0; i + 1 < own.size(); i += 2) {
              std::vector<Captures> some = sets;
              for (Captures& c : some) c.emplace_back(entry.name, own[i]);
              if (!match(entry, own[i + 1], true, some)) continue;
              for (Captures& c : some)
                if (all.size() < max_sets) all.push_back(std::move(c));
            }
            if (all.empty()) return false;
            sets = std::move(all);
            continue;
          }
          bool has = false;
          ValueId e = values_.entry(v, entry.name, &has);
          if (!has) {
            e = member(v, entry.name);  // through what was spread into the object
            has = static_cast<bool>(e);
          }
          if (entry.required && !has && entry.type != "nothing") return false;
          if (!has && (entry.kind == Kind::object || entry.kind == Kind::list || entry.kind == Kind::text))
            return false;
          if (!match(entry, e, has, sets)) return false;
        }
        return true;
      }
      if (!is_hole) return false;
      for (const ArgumentPattern& entry : p.inner) {
        if (entry.any_key) {
          for (Captures& c : sets)
            c.emplace_back(entry.name, has_parameters(v) ? values_.element(v) : ValueId{});
          continue;
        }
        if (entry.required || entry.kind == Kind::text) return false;
        if (!match(entry, member(v, entry.name), true, sets)) return false;
      }
      return true;
    }
  }
  return false;
}

}  // namespace demarc
