// Making, simplifying and rewriting values; the written form is in values_text.cpp.
#include "analyzer/base/values.h"

#include <algorithm>
#include <unordered_map>

namespace demarc {
Values::Values() : values_(1), depth_(1, 0), nodes_(1, 1), owners_(1, 0) {}

ValueId Values::make(Value value, std::span<const ValueId> children) {
  if (children.size() > max_children) {
    std::vector<ValueId> cut(children.begin(), children.begin() + (max_children & ~1u));
    return make(value, cut);
  }
  Hash stirred((static_cast<std::uint64_t>(value.kind) << 32) | value.text.index);
  stirred.add((static_cast<std::uint64_t>(value.aux) << 32) | children.size());
  for (ValueId c : children) stirred.add(c.index);
  const std::uint32_t hash = stirred.value();
  slots_.make_room(values_.size());
  // Most values are there already, and so within all bounds.
  Slots::Slot& slot = slots_.place(hash, [&](std::uint32_t i) {
    const Value& known = values_[i];
    return known.kind == value.kind && known.text == value.text && known.aux == value.aux &&
           known.count == children.size() &&
           std::equal(children.begin(), children.end(), children_.begin() + known.first);
  });
  if (slot.index != 0) return ValueId{slot.index};
  std::uint8_t depth = 0;
  std::uint64_t nodes = 1;
  std::uint32_t owners = value.kind == ValueKind::parameter ? owner_bit(value.aux >> 8) : 0;
  for (ValueId c : children) {
    owners |= owners_[c.index];
    depth = std::max(depth, depth_[c.index]);
    nodes += nodes_[c.index];
  }
  if (depth >= max_depth || nodes > max_nodes) return {};
  value.first = static_cast<std::uint32_t>(children_.size());
  value.count = static_cast<std::uint32_t>(children.size());
  // `children` may be a view of children_, which is about to grow.
  const bool is_own = !children.empty() && !children_.empty() && children.data() >= children_.data() &&
                      children.data() < children_.data() + children_.size();
  if (is_own) {
    const std::vector<ValueId> own(children.begin(), children.end());
    children_.insert(children_.end(), own.begin(), own.end());
  } else {
    children_.insert(children_.end(), children.begin(), children.end());
  }
  ValueId id{static_cast<std::uint32_t>(values_.size())};
  values_.push_back(value);
  depth_.push_back(static_cast<std::uint8_t>(depth + 1));
  nodes_.push_back(static_cast<std::uint32_t>(nodes));
  owners_.push_back(owners);
  slot = {hash, id.index};
  return id;
}

ValueId Values::literal(std::string_view text) {
  // The empty text is a literal too; it needs a name of its own because StringId 0 is "".
  return make({ValueKind::literal, strings_.id(text), 0, 0, 0}, {});
}

ValueId Values::setting(std::string_view space, ValueId name, ValueId otherwise) {
  const ValueId both[] = {name, otherwise};
  return make({ValueKind::setting, strings_.id(space), 0, 0, 0}, std::span(both).first(otherwise ? 2 : 1));
}

ValueId Values::parameter(std::uint32_t function, std::uint32_t index) {
  return make({ValueKind::parameter, {}, (function << 8) | (index & 255), 0, 0}, {});
}

ValueId Values::reference(std::string_view resource, std::string_view attribute) {
  StringId text = strings_.id(resource);
  if (attribute.empty()) return make({ValueKind::reference, text, 0, 0, 0}, {});
  const ValueId child[] = {literal(attribute)};
  return make({ValueKind::reference, text, 0, 0, 0}, child);
}

ValueId Values::concat(std::span<const ValueId> parts) {
  std::vector<ValueId> flat;
  std::string pending;
  bool has_pending = false;
  auto flush = [&] {
    if (has_pending && !pending.empty()) flat.push_back(literal(pending));
    pending.clear();
    has_pending = false;
  };
  auto add = [&](auto&& self, ValueId part) -> void {
    const Value v = values_[part.index];
    if (v.kind == ValueKind::literal) {
      pending += strings_.text(v.text);
      has_pending = true;
    } else if (v.kind == ValueKind::concat) {
      for (std::uint32_t i = 0; i < v.count; ++i) self(self, children_[v.first + i]);
    } else {
      flush();
      flat.push_back(part);
    }
  };
  std::vector<ValueId> own(parts.begin(), parts.end());
  for (ValueId part : own) {
    add(add, part);
    if (pending.size() > max_text) return {};
  }
  if (flat.empty()) return literal(pending);
  flush();
  if (flat.size() == 1) return flat[0];
  return make({ValueKind::concat, {}, 0, 0, 0}, flat);
}

ValueId Values::either(std::span<const ValueId> alternatives) {
  std::vector<ValueId> flat;
  auto add = [&](ValueId id) {
    if (std::find(flat.begin(), flat.end(), id) == flat.end()) flat.push_back(id);
  };
  for (ValueId id : std::vector<ValueId>(alternatives.begin(), alternatives.end())) {
    const Value v = values_[id.index];
    if (v.kind != ValueKind::either) {
      add(id);
      continue;
    }
    for (std::uint32_t i = 0; i < v.count; ++i) add(children_[v.first + i]);
  }
  if (flat.empty()) return {};
  if (flat.size() == 1) return flat[0];
  if (flat.size() > max_alternatives) {
    flat.resize(max_alternatives - 1);
    if (std::find(flat.begin(), flat.end(), ValueId{}) == flat.end()) flat.push_back({});
  }
  return make({ValueKind::either, {}, 0, 0, 0}, flat);
}

ValueId Values::list(std::span<const ValueId> elements) {
  return make({ValueKind::list, {}, 0, 0, 0}, elements);
}

ValueId Values::object(std::span<const ValueId> keys_and_values) {
  return make({ValueKind::object, {}, 0, 0, 0}, keys_and_values);
}

ValueId Values::handle(std::string_view type, ValueId captures) {
  const ValueId child[] = {captures};
  return make({ValueKind::handle, strings_.id(type), 0, 0, 0}, std::span(child).first(captures ? 1 : 0));
}

ValueId Values::element(ValueId list) {
  const Value v = values_[list.index];
  switch (v.kind) {
    case ValueKind::list: {
      std::vector<ValueId> own(children_.begin() + v.first, children_.begin() + v.first + v.count);
      return either(own);
    }
    case ValueKind::either: {
      std::vector<ValueId> own;
      for (std::uint32_t i = 0; i < v.count; ++i) own.push_back(element(children_[v.first + i]));
      return either(own);
    }
    case ValueKind::unknown:
    case ValueKind::literal:
    case ValueKind::object: return {};
    default: break;
  }
  const ValueId child[] = {list};
  return make({ValueKind::element, {}, 0, 0, 0}, child);
}

ValueId Values::entry(ValueId object, std::string_view key, bool* found) const {
  const Value& v = values_[object.index];
  if (found) *found = false;
  if (v.kind != ValueKind::object) return {};
  for (std::uint32_t i = v.count; i >= 2; i -= 2) {
    ValueId k = children_[v.first + i - 2];
    if (values_[k.index].kind == ValueKind::literal && text(k) == key) {
      if (found) *found = true;
      return children_[v.first + i - 1];
    }
  }
  return {};
}

ValueId Values::member(ValueId object, std::string_view name) {
  const Value v = values_[object.index];
  switch (v.kind) {
    case ValueKind::object: {
      bool found = false;
      ValueId e = entry(object, name, &found);
      if (found) return e;
      for (std::uint32_t i = v.count; i >= 2; i -= 2) {
        ValueId rest = children_[v.first + i - 1];
        if (values_[children_[v.first + i - 2].index].kind == ValueKind::unknown && rest)
          return member(rest, name);
      }
      return {};
    }
    case ValueKind::either: {
      std::vector<ValueId> own;
      for (std::uint32_t i = 0; i < v.count; ++i) own.push_back(member(children_[v.first + i], name));
      return either(own);
    }
    case ValueKind::unknown:
    case ValueKind::literal: return {};
    default: break;
  }
  const ValueId child[] = {object};
  return make({ValueKind::member, strings_.id(name), 0, 0, 0}, child);
}

ValueId Values::path(std::string_view dotted) {
  return make({ValueKind::path, strings_.id(dotted), 0, 0, 0}, {});
}

ValueId Values::result(ValueId callee, std::span<const ValueId> arguments) {
  std::vector<ValueId> all{callee};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return make({ValueKind::result, {}, 0, 0, 0}, all);
}

ValueId Values::code(ValueKind kind, std::uint32_t number, std::span<const ValueId> arguments) {
  return make({kind, {}, number, 0, 0}, arguments);
}

bool Values::is_known(ValueId id) const {
  switch (values_[id.index].kind) {
    case ValueKind::unknown:
    case ValueKind::setting:
    case ValueKind::parameter:
    case ValueKind::element:
    case ValueKind::member:
    case ValueKind::path:
    case ValueKind::result: return false;
    case ValueKind::reference: return true;
    default: break;
  }
  for (ValueId c : children(id))
    if (!is_known(c)) return false;
  return true;
}

std::vector<ValueId> Values::alternatives(ValueId id) {
  const Value v = values_[id.index];
  if (v.kind == ValueKind::either) {
    std::vector<ValueId> all;
    for (std::uint32_t i = 0; i < v.count; ++i)
      for (ValueId a : alternatives(children_[v.first + i]))
        if (all.size() < max_alternatives && std::find(all.begin(), all.end(), a) == all.end())
          all.push_back(a);
    return all;
  }
  if (v.kind != ValueKind::concat) return {id};
  std::vector<std::vector<ValueId>> made{{}};
  for (std::uint32_t i = 0; i < v.count; ++i) {
    std::vector<ValueId> parts = alternatives(children_[v.first + i]);
    std::vector<std::vector<ValueId>> next;
    for (const auto& have : made)
      for (ValueId part : parts) {
        if (next.size() >= max_alternatives) break;
        next.push_back(have);
        next.back().push_back(part);
      }
    made = std::move(next);
  }
  std::vector<ValueId> all;
  for (const auto& parts : made) {
    ValueId one = concat(parts);
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

ValueId Values::rewrite(ValueId id, const std::function<ValueId(ValueId)>& swap) {
  std::unordered_map<ValueId, ValueId> memo;
  auto walk = [&](auto&& self, ValueId at) -> ValueId {
    if (auto known = memo.find(at); known != memo.end()) return known->second;
    const Value v = values_[at.index];
    ValueId made = at;
    if (v.count != 0) {
      std::vector<ValueId> own;
      bool changed = false;
      for (std::uint32_t i = 0; i < v.count; ++i) {
        ValueId c = children_[v.first + i];
        own.push_back(self(self, c));
        changed |= own.back() != c;
      }
      if (changed) switch (v.kind) {
          case ValueKind::concat: made = concat(own); break;
          case ValueKind::either: made = either(own); break;
          case ValueKind::element: made = element(own[0]); break;
          case ValueKind::member: made = member(own[0], std::string(strings_.text(v.text))); break;
          default: made = make({v.kind, v.text, v.aux, 0, 0}, own); break;
        }
    }
    made = swap(made);
    memo.emplace(at, made);
    return made;
  };
  return walk(walk, id);
}

std::string Values::display(ValueId id) const {
  const Value& v = values_[id.index];
  switch (v.kind) {
    case ValueKind::literal: return std::string(strings_.text(v.text));
    case ValueKind::concat: {
      std::string all;
      for (ValueId c : children(id)) all += display(c);
      return all;
    }
    case ValueKind::setting: {
      std::string name = v.count ? display(children_[v.first]) : "";
      if (std::size_t hash = name.rfind('#'); hash != std::string::npos) name.erase(0, hash + 1);
      return "${" + name + "}";
    }
    case ValueKind::reference: {
      std::string_view resource = strings_.text(v.text);
      if (std::size_t hash = resource.rfind('#'); hash != std::string_view::npos)
        resource.remove_prefix(hash + 1);
      return std::string(resource);
    }
    case ValueKind::either: {
      std::string all;
      for (ValueId c : children(id)) all += (all.empty() ? "" : "|") + display(c);
      return all;
    }
    default: return "${?}";
  }
}

}  // namespace demarc
