// What is on the left: targets taken apart, and the patterns of `match`.
#include <algorithm>

#include "parsers/languages/python/lower.h"

namespace demarc::languages::py {

void Lower::assign(ExprId target, ExprId value, ExprId type, AssignmentKind kind, code::Range annotations) {
  const code::Expr& e = at(target);
  BlockId block = in_.block;
  if (e.kind == ExprKind::name && globals_.size() > in_.names &&
      std::find(globals_.begin() + static_cast<std::ptrdiff_t>(in_.names), globals_.end(), e.text) !=
          globals_.end()) {
    // `global x`: the variable is the file's, set whenever this function may have run.
    if (!global_block_) {
      const Context inner = in_;
      in_.function = code::file_function;
      in_.block = f_.functions[1].body;
      global_block_ = open_block(0, BlockKind::branch, {}, 0);
      in_ = inner;
    }
    block = global_block_;
  }
  f_.assignments.push_back({target, value, type, block, annotations, kind});
}

void Lower::bind(NodeIndex target, ExprId value, ExprId type) {
  if (depth_ >= max_depth) return;
  ++depth_;
  switch (kind(target)) {
    case identifier:
      // Assigning to the name of the receiver gives the name another meaning; as a target it is a name.
      assign(leaf(ExprKind::name, target, id(target)), value, type);
      break;
    case attribute: assign(expr(target), value, type); break;
    case subscript: {
      const ExprId e = expr(target);
      if (at(e).kind == ExprKind::index) assign(e, value, type);
      else assign(e, value, {}, AssignmentKind::extend);  // x[a:b] = more
      break;
    }
    case pattern_list:
    case tuple_pattern:
    case list_pattern:
    case tuple:
    case list:
    case expression_list: unpack(target, value); break;
    case as_pattern_target:
    case parenthesized_expression:
    case list_splat_pattern:
    case list_splat:
      if (!t_.is_leaf(target)) bind(t_.first(target), value, type);
      break;
    default: expr(target); break;
  }
  --depth_;
}

// One part of `value`, which is taken apart into `count` targets.
ExprId Lower::part_of(ExprId value, std::size_t index, std::size_t count, bool is_after_star, NodeIndex n) {
  const code::Expr& e = at(value);
  if (e.kind == ExprKind::element && e.count == 1) {
    // for i, x in enumerate(xs) · for a, b in zip(xs, ys)
    const ExprId all = f_.children[e.first];
    const code::Expr& from = at(all);
    if (from.kind == ExprKind::call && from.count >= 2) {
      const ExprId callee = f_.children[from.first];
      if (is_name(callee, "enumerate") && count == 2)
        return index == 0 ? leaf(ExprKind::unknown, n)
                          : over(ExprKind::element, n, f_.children[from.first + 1]);
      if (is_name(callee, "zip") && !is_after_star && index + 1 < from.count)
        return over(ExprKind::element, n, f_.children[from.first + 1 + index]);
    }
  }
  const ExprId key = is_after_star
                         ? leaf(ExprKind::number, n, f_.strings.id("-" + std::to_string(count - index)))
                         : number(index, n);
  return over(ExprKind::index, n, value, key);
}

void Lower::unpack(NodeIndex targets, ExprId value) {
  std::size_t count = 0;
  bool has_star = false;
  for (NodeIndex c = t_.first(targets), end = t_.end(targets); c != end; c = t_.next(c)) {
    ++count;
    has_star |= kind(c) == list_splat_pattern || kind(c) == list_splat;
  }
  // `a, b = x, y` needs no indices.
  bool is_pairwise = false;
  if (value && at(value).kind == ExprKind::list && !at(value).cut && !has_star && at(value).count == count) {
    is_pairwise = true;
    for (std::size_t i = 0; i < count; ++i)
      is_pairwise &= at(f_.children[at(value).first + i]).kind != ExprKind::spread;
  }
  std::size_t i = 0;
  bool is_after_star = false;
  for (NodeIndex c = t_.first(targets), end = t_.end(targets); c != end; c = t_.next(c), ++i) {
    if (!value) {
      bind(c, {});
    } else if (is_pairwise) {
      bind(c, f_.children[at(value).first + i]);
    } else if (kind(c) == list_splat_pattern || kind(c) == list_splat) {
      is_after_star = true;
      bind(c, value);  // some of the elements: a slice
    } else {
      bind(c, part_of(value, i, count, is_after_star, c));
    }
  }
}

// ---- match

void Lower::read_match(NodeIndex n) {
  const std::uint32_t choice = ++choice_;
  ExprId subject;
  // `match a, b:` matches a tuple.
  const Mark subjects = mark();
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
    if (t_[c].field == f_subject) push(expr(c));
  if (stack_.size() - subjects == 1) {
    subject = stack_.back();
    stack_.resize(subjects);
  } else {
    subject = close(ExprKind::list, n, subjects);
  }
  const NodeIndex body = t_.child(n, f_body);
  if (!body) return;
  for (NodeIndex c = t_.first(body), end = t_.end(body); c != end; c = t_.next(c)) {
    if (kind(c) != case_clause) {
      statement(c);
      continue;
    }
    const BlockId outer = in_.block;
    in_.block = open_block(c, BlockKind::branch, {}, choice);
    const BlockId inner = in_.block;
    std::size_t patterns = 0;
    NodeIndex one = 0;
    for (NodeIndex p = t_.first(c), last = t_.end(c); p != last; p = t_.next(p))
      if (kind(p) == case_pattern) {
        ++patterns;
        one = p;
      }
    ExprId condition = patterns == 1 ? match_case(one, subject) : match_each(c, subject);
    if (const NodeIndex guard = t_.child(c, f_guard); guard && !t_.is_leaf(guard)) {
      const ExprId test = expr(t_.first(guard));
      condition = both(guard, condition, test);
    }
    f_.blocks[inner.index].condition = condition;
    if (const NodeIndex run = t_.child(c, f_consequence)) statements(run);
    in_.block = outer;
  }
}

// Binds the names of `pattern` to parts of `subject`. Gives equal(subject, label) where the pattern tells
// one, else nothing.
ExprId Lower::match_case(NodeIndex n, ExprId subject) {
  if (depth_ >= max_depth) return {};
  struct Depth {
    int& depth;
    ~Depth() { --depth; }
  } depth{++depth_};
  switch (kind(n)) {
    case case_pattern: {
      if (t_.is_leaf(n)) return {};  // _
      const NodeIndex inner = t_.first(n);
      if ((kind(inner) == integer || kind(inner) == float_) && t_[inner].begin != t_[n].begin)
        return over(ExprKind::equal, n, subject, leaf(ExprKind::number, n, id(n)));  // -1
      return match_case(inner, subject);
    }
    case dotted_name: {
      if (t_.next(t_.first(n)) != t_.end(n)) return over(ExprKind::equal, n, subject, read_dotted(n));
      assign(leaf(ExprKind::name, n, id(n)), subject);
      return {};
    }
    case identifier: assign(leaf(ExprKind::name, n, id(n)), subject); return {};
    case string:
    case concatenated_string:
    case integer:
    case float_:
    case complex_pattern:
    case true_:
    case false_:
    case none: {
      const ExprId label = expr(n);
      return over(ExprKind::equal, n, subject, label);
    }
    case union_pattern: {
      // One of several labels, if all of them are labels.
      const Mark labels = mark();
      bool all = true;
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
        const ExprId test = kind(c) == t_bar ? ExprId{} : match_case(c, subject);
        if (kind(c) == t_bar) continue;
        all &= test && at(test).count == 2 && f_.children[at(test).first] == subject;
        if (test && at(test).count == 2) push(f_.children[at(test).first + 1]);
      }
      const ExprId list = close(ExprKind::list, n, labels);
      return all ? over(ExprKind::equal, n, subject, list) : ExprId{};
    }
    case as_pattern: {
      ExprId test;
      NodeIndex last = 0;
      for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
        if (kind(c) == case_pattern) test = match_case(c, subject);
        last = c;
      }
      if (last && kind(last) == identifier) assign(leaf(ExprKind::name, last, id(last)), subject);
      return test;
    }
    case tuple_pattern: {
      // `(a)` is a; a comma makes a tuple of it.
      const NodeIndex inner = t_.is_leaf(n) ? 0 : t_.first(n);
      if (inner && t_.next(inner) == t_.end(n) && t_.text(n).find(',') == std::string_view::npos)
        return match_case(inner, subject);
      return match_each(n, subject);
    }
    case list_pattern: return match_each(n, subject);
    case dict_pattern: return match_entries(n, subject);
    case class_pattern: return match_class(n, subject);
    case splat_pattern:
      if (!t_.is_leaf(n)) match_case(t_.first(n), subject);
      return {};
    default: return {};
  }
}

// All that must hold for a case.
ExprId Lower::both(NodeIndex n, ExprId a, ExprId b) {
  if (!a || !b) return a ? a : b;
  return over(ExprKind::unknown, n, a, b);
}

// `[a, *b, "c"]`: the parts by number.
ExprId Lower::match_each(NodeIndex n, ExprId subject) {
  std::size_t count = 0, i = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) count += kind(c) == case_pattern;
  ExprId condition;
  bool is_after_star = false;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != case_pattern) continue;
    if (!t_.is_leaf(c) && kind(t_.first(c)) == splat_pattern) {
      is_after_star = true;
      match_case(c, subject);
    } else if (!t_.is_leaf(c)) {
      const bool is_pair = at(subject).kind == ExprKind::list && at(subject).count == count && !is_after_star;
      const ExprId part =
          is_pair ? f_.children[at(subject).first + i] : part_of(subject, i, count, is_after_star, c);
      const ExprId test = match_case(c, part);
      condition = both(n, condition, test);
    }
    ++i;
  }
  return condition;
}

// `{"type": "order", "id": i, **rest}`
ExprId Lower::match_entries(NodeIndex n, ExprId subject) {
  ExprId condition, key;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (t_[c].field == f_key) {
      key = expr(c);
    } else if (t_[c].field == f_value && key) {
      const ExprId test = match_case(c, over(ExprKind::index, c, subject, key));
      condition = both(n, condition, test);
      key = {};
    } else if (kind(c) == splat_pattern) {
      match_case(c, subject);
    }
  }
  return condition;
}

// `Order(kind="x", id=i)`; what a position stands for is known to the class alone.
ExprId Lower::match_class(NodeIndex n, ExprId subject) {
  ExprId condition;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) != case_pattern || t_.is_leaf(c)) continue;
    const NodeIndex inner = t_.first(c);
    if (kind(inner) != keyword_pattern) {
      match_case(c, leaf(ExprKind::unknown, c));
      continue;
    }
    if (t_.is_leaf(inner)) continue;
    const NodeIndex name = t_.first(inner), value = t_.next(name);
    if (value == t_.end(inner)) continue;
    const ExprId test = match_case(value, over(ExprKind::member, name, subject, id(name)));
    condition = both(n, condition, test);
  }
  return condition;
}

}  // namespace demarc::languages::py
