// let, also, apply, run, with and other blocks of the language's own library: they run where they stand.
#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {

// The block's statements in the function at hand. `object` is what it is called on, if anything.
ExprId Lower::scoped(NodeIndex n, NodeIndex lambda, ExprId object, Scope scope, std::string_view label) {
  const bool has_receiver = scope == Scope::apply || scope == Scope::run;
  const std::size_t names = locals_.size(), receivers = receivers_.size(), renamed = renamed_.size();
  const BlockId outer = in_.block;
  const NodeIndex written = child_of(lambda, lambda_parameters);
  NodeIndex variable = 0;
  if (written && !has_receiver)
    for (NodeIndex c = t_.first(written), end = t_.end(written); c != end && !variable; c = t_.next(c))
      if (kind(c) == variable_declaration || kind(c) == multi_variable_declaration) variable = c;
  // A name that no code can write.
  const StringId own = id("{" + std::to_string(++made_names_) + "}");
  if (object) {
    local(own);
    assign(leaf(ExprKind::name, n, own), object);
    f_.exprs[f_.assignments.back().target.index].end = t_[n].begin;
  }
  in_.block = open_block(lambda, BlockKind::body);
  const StringId label_name = id(label);
  if (object && has_receiver) {
    receivers_.push_back({own, label_name, true});
  } else if (object && variable) {
    bind(variable, leaf(ExprKind::name, variable, own));
    if (kind(variable) == variable_declaration)
      if (const NodeIndex name = child_of(variable, identifier))
        renamed_.emplace_back(name_of(name), name_of(name));
  } else if (object && !written) {
    renamed_.emplace_back(id("it"), own);
  }
  inlined_.push_back({label_name, {}});
  const ExprId last = lambda_value(lambda);
  const std::vector<ExprId> others = std::move(inlined_.back().values);
  inlined_.pop_back();
  in_.block = outer;
  locals_.resize(names);
  receivers_.resize(receivers);
  renamed_.resize(renamed);
  if (object && (scope == Scope::apply || scope == Scope::also)) {
    const ExprId made = leaf(ExprKind::name, n, own);
    f_.exprs[made.index].begin = t_[n].end;  // behind what the block did to it
    return made;
  }
  const Mark all = mark();
  for (ExprId one : others) push(one);
  push(last);
  return choice_of(n, all);
}

// buildString { append(x) }, buildList { add(x) }, buildMap { put(k, v) }
ExprId Lower::built(NodeIndex n, NodeIndex lambda, ExprId start, bool is_text) {
  const StringId own = id("{" + std::to_string(++made_names_) + "}");
  const std::size_t names = locals_.size(), receivers = receivers_.size();
  local(own, is_text);
  assign(leaf(ExprKind::name, n, own), start);
  f_.exprs[f_.assignments.back().target.index].end = t_[n].begin;
  const BlockId outer = in_.block;
  in_.block = open_block(lambda, BlockKind::body);
  receivers_.push_back({own, {}, true, is_text});
  lambda_value(lambda);
  in_.block = outer;
  receivers_.resize(receivers);
  locals_.resize(names);
  const ExprId made = leaf(ExprKind::name, n, own);
  f_.exprs[made.index].begin = t_[n].end;
  return made;
}

}  // namespace demarc::languages::kt
