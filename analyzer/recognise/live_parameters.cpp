// A graph of parameters that are passed on to parameters, and life that spreads in it.
#include "analyzer/recognise/live_parameters.h"

namespace demarc {

namespace {
constexpr int max_depth = 32;
}

std::uint32_t LiveParameters::node(ValueId parameter) {
  const auto [known, fresh] =
      known_.try_emplace(values_[parameter].aux, static_cast<std::uint32_t>(nodes_.size()));
  if (fresh) {
    nodes_.emplace_back();
    parameters_.push_back(parameter);
  }
  return known->second;
}

void LiveParameters::add(ValueId callee) {
  found_.clear();
  reach(callee, 0);
  for (ValueId parameter : found_) node(parameter);
}

bool LiveParameters::reach(ValueId v, int depth) {
  if (depth > max_depth) return true;
  const Value x = values_[v];
  switch (x.kind) {
    case ValueKind::unknown:
    case ValueKind::literal:
    case ValueKind::setting:
    case ValueKind::reference:
    case ValueKind::concat: return false;
    case ValueKind::parameter: found_.push_back(v); return false;
    case ValueKind::path: return fold_.is_spoken_of(values_.text(v));
    case ValueKind::element:
    case ValueKind::member: return reach(values_.child(v, 0), depth + 1);
    case ValueKind::either:
    case ValueKind::list:
    case ValueKind::object: {
      bool any = false;
      for (std::uint32_t i = 0; i < x.count && !any; ++i) any = reach(values_.child(v, i), depth + 1);
      return any;
    }
    case ValueKind::result: {
      if (!fold_.has_parameters(v) || fold_.stays(v)) return false;
      if (x.count > 3) return true;  // of a declared type
      const ValueId callee = values_.child(v, 0);
      if (values_[callee].kind == ValueKind::member) {
        const std::string_view name = values_.text(callee);
        if (name == "map" || name == "flatMap" || fold_.is_any_receivers(name)) return true;
      }
      return reach(callee, depth + 1);
    }
    case ValueKind::handle:
    case ValueKind::function:
    case ValueKind::type:
    case ValueKind::instance:
    case ValueKind::module: return true;
  }
  return true;
}

void LiveParameters::look(std::uint32_t at) {
  const ValueId parameter = parameters_[at];
  const std::uint32_t number = values_[parameter].aux >> 8, index = values_[parameter].aux & 255;
  const FunctionRef f = program_.function(number);
  const code::Function& fn = program_[f];
  found_.clear();
  const ValueId closed = fold_.close_parameters(parameter);
  bool is_alive = index >= fn.parameters.count || fn.is_constructor ||
                  kept_.contains(program_.file(f.file)->code->strings.text(fn.name)) ||
                  (closed != parameter && reach(closed, 0));
  if (std::vector<Caller>* known = callers_.of(number))
    for (std::size_t i = 0; i < known->size() && !is_alive; ++i)
      is_alive = reach(fold_.given(f, index, callers_.arguments((*known)[i]), (*known)[i].receiver), 0);
  nodes_[at].is_alive = is_alive;
  if (is_alive) return;
  const std::vector<ValueId> passed = std::move(found_);
  for (ValueId one : passed) {
    const std::uint32_t from = node(one);
    nodes_[from].passed_to.push_back(at);
  }
}

std::vector<std::uint32_t> LiveParameters::dead() {
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) look(i);
  std::vector<std::uint32_t> spreading;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].is_alive) spreading.push_back(i);
  while (!spreading.empty()) {
    const std::uint32_t at = spreading.back();
    spreading.pop_back();
    for (std::uint32_t to : nodes_[at].passed_to)
      if (!nodes_[to].is_alive) {
        nodes_[to].is_alive = true;
        spreading.push_back(to);
      }
  }
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (!nodes_[i].is_alive) all.push_back(values_[parameters_[i]].aux);
  return all;
}

}  // namespace demarc
