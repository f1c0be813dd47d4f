// What can be told of a call before its arguments or parameters are known.
#include <algorithm>

#include "analyzer/recognise/fold.h"

namespace demarc {

bool Fold::may_match(ValueId callee, std::string_view language, bool* any_row) {
  bool unwanted = false;
  if (!any_row) any_row = &unwanted;
  if (values_[callee].kind == ValueKind::either) {
    const std::uint32_t count = values_[callee].count;
    bool may = false;
    for (std::uint32_t i = 0; i < count; ++i) may |= may_match(values_.child(callee, i), language, any_row);
    return may;
  }
  ValueId base = callee;
  while (values_[base].kind == ValueKind::member) base = values_.child(base, 0);
  // A thing stays one of its type, whatever its parameters turn out to be.
  if (values_[base].kind != ValueKind::handle) {
    const Fate becomes = fate(callee);
    if (becomes == Fate::moves) return true;
    const bool is_named = values_[callee].kind == ValueKind::member;
    if (becomes == Fate::wastes && (!is_named || is_any_receivers(values_.text(callee)))) return true;
  }
  const Ahead found = ahead(callee, "()", language);
  *any_row |= found.rows;
  return found.effect;
}

void Fold::bury(const std::vector<std::uint32_t>& parameters) {
  buried_.clear();
  buried_.insert(parameters.begin(), parameters.end());
  fates_.clear();
}

bool Fold::is_any_receivers(std::string_view name) {
  const auto [known, fresh] = any_receivers_.try_emplace(values_.strings().id(name).index);
  if (!fresh) return known->second;
  const auto is_awake = [&](const RowTable& rows, std::string_view end) {
    std::string key("*");
    (key += end) += "()";
    const std::vector<CompiledRow>* some = rows.find(key);
    return some && std::any_of(some->begin(), some->end(), [&](const CompiledRow& row) {
             return !row.row || row.row->number >= asleep_.size() || !asleep_[row.row->number];
           });
  };
  for (const Tongue& one : tongues_) {
    known->second |= is_awake(*one.rows, name);
    for (std::string_view pattern : one.rows->patterns_of(name))
      known->second |= is_awake(*one.rows, pattern);
  }
  return known->second;
}

Fold::Fate Fold::fate(ValueId v) {
  if (!has_parameters(v)) return Fate::stays;
  if (fates_.size() <= v.index) fates_.resize(v.index + v.index / 4 + 64);
  if (fates_[v.index] != Fate::unasked) return fates_[v.index];
  const Value x = values_[v];
  Fate made = Fate::moves;
  switch (x.kind) {
    case ValueKind::parameter:
      if (buried_.contains(x.aux)) made = Fate::wastes;
      break;
    case ValueKind::handle:
    case ValueKind::instance:
    case ValueKind::list:
    case ValueKind::concat:
    case ValueKind::setting: made = Fate::stays; break;
    case ValueKind::either:
      made = Fate::stays;
      for (std::uint32_t i = 0; i < x.count && made != Fate::moves; ++i) {
        const Fate one = fate(values_.child(v, i));
        if (one != Fate::stays) made = one;
      }
      break;
    case ValueKind::element: {
      const ValueKind kind = values_[values_.child(v, 0)].kind;
      if (kind != ValueKind::list && kind != ValueKind::either) made = fate(values_.child(v, 0));
      break;
    }
    case ValueKind::member: {
      // What it is called by is asked of the class itself.
      const std::string_view name = values_.text(v);
      if (!name.starts_with("__") && !name.starts_with('#')) made = fate(values_.child(v, 0));
      break;
    }
    case ValueKind::result:
      if (x.count < 4) made = fate_called(values_.child(v, 0));
      break;
    default: break;
  }
  return fates_[v.index] = made;
}

// What becomes of what a call of `callee` yields, whatever its arguments are: nothing that is known, or it
// moves.
Fold::Fate Fold::fate_called(ValueId callee) {
  const Value x = values_[callee];
  Fate made = Fate::moves;
  switch (x.kind) {
    case ValueKind::path:
      if (values_.text(callee) != "dict" && values_.text(callee) != "Object") made = Fate::stays;
      break;
    case ValueKind::parameter:
    case ValueKind::element:
    case ValueKind::result: made = fate(callee); break;
    case ValueKind::member: {
      const ValueId on = values_.child(callee, 0);
      const std::string_view name = values_.text(callee);
      switch (values_[on].kind) {
        case ValueKind::path:
        case ValueKind::handle: made = fate(on); break;
        case ValueKind::parameter:
        case ValueKind::element:
        case ValueKind::member:
        case ValueKind::result:
          if (name != "map" && name != "flatMap") made = fate(on);
          break;
        case ValueKind::instance:
          if (name != "name" && name != "toString" && name != "getClass") made = fate(on);
          break;
        default: break;
      }
      if (made == Fate::wastes && is_any_receivers(name)) return Fate::moves;
      break;
    }
    default: break;
  }
  if (made == Fate::moves) return made;
  const bool is_known = std::any_of(tongues_.begin(), tongues_.end(),
                                    [&](const Tongue& one) { return ahead(callee, "()", one.name).rows; });
  return is_known ? Fate::moves : made;
}

Fold::Ahead Fold::ahead(ValueId callee, std::string_view tail, std::string_view language) {
  std::size_t tongue = 0;
  while (tongue < tongues_.size() && tongues_[tongue].name != language) ++tongue;
  Ahead found;
  if (tongue == tongues_.size()) return found;
  const auto look = [&] { match_rows(callee, {}, tail, language, *tongues_[tongue].rows, &found); };
  if (tongue >= 4) {
    look();
    return found;
  }
  if (ahead_.size() <= callee.index) ahead_.resize(callee.index + callee.index / 4 + 64);
  // Of each tail: asked, rows, effect (only of calls).
  const std::uint32_t kind = tail.empty()   ? 0
                             : tail == "()" ? 1
                                            : 2,
                      first = static_cast<std::uint32_t>(tongue) * 8;
  const std::uint32_t asked = 1u << (first + kind), rows = 1u << (first + 3 + kind),
                      effect = 1u << (first + 6);
  const std::uint32_t known = ahead_[callee.index];
  if (known & asked) return {(known & rows) != 0, kind == 1 && (known & effect) != 0};
  look();
  ahead_[callee.index] |= asked | (found.rows ? rows : 0) | (kind == 1 && found.effect ? effect : 0);
  return found;
}

}  // namespace demarc
