// The tables of the pass, and how expressions, blocks and exports are put down.
#include "parsers/languages/ecmascript/lowering.h"

#include <algorithm>
#include <unordered_map>

namespace demarc::ecmascript {

using namespace demarc::code;

const Lowering::Tables Lowering::tables = [] {
  Tables t;
  t.expressions.fill(&Lowering::unknown);
  auto on = [&](std::uint8_t k, Expression handler) { t.expressions[k] = handler; };
  for (std::uint8_t k : {kind::identifier, kind::property_name, kind::private_name, kind::shorthand,
                         kind::shorthand_pattern, kind::type_name, kind::import_})
    on(k, &Lowering::name);
  for (std::uint8_t k : {kind::undefined, kind::null_, kind::true_, kind::false_, kind::regex})
    on(k, &Lowering::constant);
  for (std::uint8_t k :
       {kind::parenthesized, kind::transparent, kind::substitution, kind::jsx_expression, kind::decorator,
        kind::computed_name, kind::expression_statement, kind::rest_pattern})
    on(k, &Lowering::first);
  for (std::uint8_t k :
       {kind::type_annotation, kind::type_arguments, kind::generic_type, kind::array_type, kind::union_type,
        kind::literal_type, kind::wrapped_type, kind::predefined_type, kind::modifier, kind::jsx_closing})
    on(k, &Lowering::nothing);
  for (std::uint8_t k = kind::token_async; k < kind::count; ++k) on(k, &Lowering::nothing);
  on(kind::type_assertion, &Lowering::last);
  on(kind::this_, &Lowering::self);
  on(kind::super_, &Lowering::super);
  on(kind::number, &Lowering::number);
  on(kind::string, &Lowering::string);
  on(kind::template_string, &Lowering::template_string);
  on(kind::member, &Lowering::member);
  on(kind::nested_name, &Lowering::member);
  on(kind::subscript, &Lowering::subscript);
  on(kind::meta_property, &Lowering::meta_property);
  on(kind::object, &Lowering::object);
  on(kind::array, &Lowering::array);
  on(kind::spread, &Lowering::spread);
  on(kind::binary, &Lowering::binary);
  on(kind::unary, &Lowering::unary);
  on(kind::ternary, &Lowering::ternary);
  on(kind::sequence, &Lowering::sequence);
  on(kind::yield, &Lowering::yield);
  on(kind::assignment, &Lowering::assignment);
  on(kind::augmented_assignment, &Lowering::augmented);
  on(kind::function, &Lowering::function_expression);
  on(kind::arrow, &Lowering::function_expression);
  on(kind::class_, &Lowering::class_expression);
  on(kind::name_space, &Lowering::name_space_expression);
  on(kind::call, &Lowering::call);
  on(kind::construct, &Lowering::construct);
  on(kind::jsx_element, &Lowering::jsx_element);
  on(kind::jsx_opening, &Lowering::jsx_opening);

  auto at = [&](std::uint8_t k, Statement handler) { t.statements[k] = handler; };
  for (std::uint8_t k : {kind::statement_block, kind::finally_clause, kind::labeled_statement,
                         kind::with_statement, kind::else_clause, kind::static_block, kind::class_body,
                         kind::switch_body, kind::switch_case, kind::switch_default})
    at(k, &Lowering::statements);
  at(syntax::error, &Lowering::statements);
  at(kind::break_statement, &Lowering::break_statement);
  at(kind::continue_statement, &Lowering::skip);
  at(kind::expression_statement, &Lowering::expression_statement);
  at(kind::variables, &Lowering::variables);
  at(kind::declarator, &Lowering::declarator);
  at(kind::if_statement, &Lowering::if_statement);
  at(kind::switch_statement, &Lowering::switch_statement);
  at(kind::for_statement, &Lowering::for_statement);
  at(kind::for_in_statement, &Lowering::for_in_statement);
  at(kind::while_statement, &Lowering::while_statement);
  at(kind::do_statement, &Lowering::do_statement);
  at(kind::try_statement, &Lowering::try_statement);
  at(kind::return_statement, &Lowering::return_statement);
  at(kind::throw_statement, &Lowering::expression_statement);
  at(kind::import_statement, &Lowering::import_statement);
  at(kind::import_alias, &Lowering::import_alias);
  at(kind::export_statement, &Lowering::export_statement);
  at(kind::function_declaration, &Lowering::function_declaration);
  at(kind::class_declaration, &Lowering::class_declaration);
  at(kind::interface_declaration, &Lowering::interface_declaration);
  at(kind::type_alias, &Lowering::type_alias);
  at(kind::enum_declaration, &Lowering::enum_declaration);
  at(kind::name_space, &Lowering::name_space);
  at(kind::ambient, &Lowering::ambient);
  return t;
}();

void Lowering::run() {
  // Measured: rarely more than three expressions for five nodes.
  out_.exprs.reserve(out_.exprs.size() + tree_.size() * 5 / 8);
  out_.children.reserve(tree_.size() / 2);
  Function file;
  file.end = static_cast<std::uint32_t>(tree_.source().size());
  out_.functions.push_back(file);
  function_ = file_function;
  block_ = open_block(BlockKind::body, 0);
  out_.functions[1].body = block_;
  statements(0);
  mark_exported();
  // These two are most of what is kept of a file.
  out_.exprs.shrink_to_fit();
  out_.children.shrink_to_fit();
}

bool Lowering::has_token(Node n, std::uint8_t token) const {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c))
    if (kind_of(c) == token) return true;
  return false;
}

Lowering::Node Lowering::first_child(Node n) const {
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c))
    if (kind_of(c) != kind::decorator && kind_of(c) < kind::token_async) return c;
  return 0;
}

Lowering::Node Lowering::bare(Node n) const {
  while (n) {
    switch (kind_of(n)) {
      case kind::parenthesized:
      case kind::transparent: n = first_child(n); continue;
      case kind::type_assertion:
        for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) n = c;
        continue;
      default: return n;
    }
  }
  return n;
}

ExprId Lowering::make(ExprKind kind, Node n, StringId text, std::size_t base) {
  const std::size_t count = kids_.size() - base;
  Expr e;
  e.kind = kind;
  e.count = static_cast<std::uint8_t>(std::min<std::size_t>(count, 255));
  e.cut = count > 255;
  e.text = text;
  e.first = static_cast<std::uint32_t>(out_.children.size());
  e.begin = tree_[n].begin;
  e.end = tree_[n].end;
  out_.children.insert(out_.children.end(), kids_.begin() + static_cast<std::ptrdiff_t>(base),
                       kids_.begin() + static_cast<std::ptrdiff_t>(base + e.count));
  kids_.resize(base);
  out_.exprs.push_back(e);
  return {static_cast<std::uint32_t>(out_.exprs.size() - 1)};
}

ExprId Lowering::leaf(ExprKind kind, Node n, StringId text) { return make(kind, n, text, kids_.size()); }

ExprId Lowering::wrap(ExprKind kind, Node n, ExprId child, StringId text) {
  Kids kids(*this);
  kids.add(child);
  return kids.make(kind, n, text);
}

ExprId Lowering::pair_of(ExprKind kind, Node n, ExprId a, ExprId b) {
  Kids kids(*this);
  kids.add(a);
  kids.add(b);
  return kids.make(kind, n);
}

void Lowering::assign(ExprId target, ExprId value, ExprId type, AssignmentKind kind, Range annotations) {
  out_.assignments.push_back({target, value, type, block_, annotations, kind});
}

BlockId Lowering::open_block(BlockKind kind, Node n, std::uint32_t choice, ExprId condition) {
  Block block;
  block.parent = block_;
  block.function = function_;
  block.kind = kind;
  block.choice = choice;
  block.condition = condition;
  block.begin = tree_[n].begin;
  block.end = tree_[n].end;
  out_.blocks.push_back(block);
  return {static_cast<std::uint32_t>(out_.blocks.size() - 1)};
}

Lowering::Place Lowering::enter(BlockId block) {
  const Place before{function_, block_};
  block_ = block;
  return before;
}

Range Lowering::keep_annotations(std::size_t base) {
  if (kids_.size() == base) return {};
  const Range range{static_cast<std::uint32_t>(out_.annotations.size()),
                    static_cast<std::uint32_t>(kids_.size() - base)};
  out_.annotations.insert(out_.annotations.end(), kids_.begin() + static_cast<std::ptrdiff_t>(base),
                          kids_.end());
  kids_.resize(base);
  return range;
}

// `export { a }`, `exports.a = a` and `module.exports = { a }` export what was declared elsewhere in the
// file.
void Lowering::mark_exported() {
  if (out_.exports.empty()) return;
  std::unordered_map<StringId, ExprId> defined;
  const auto is_code = [&](ExprId e) {
    return out_[e].kind == ExprKind::function || out_[e].kind == ExprKind::type;
  };
  for (const Assignment& a : out_.assignments)
    if (is_code(a.value) && out_[a.target].kind == ExprKind::name &&
        out_.blocks[a.block.index].function == file_function)
      defined.emplace(out_[a.target].text, a.value);
  const auto mark = [&](ExprId e) {
    if (out_[e].kind == ExprKind::name)
      if (auto found = defined.find(out_[e].text); found != defined.end()) e = found->second;
    if (out_[e].kind == ExprKind::function) out_.functions[out_[e].first].is_exported = true;
    if (out_[e].kind == ExprKind::type) out_.classes[out_[e].first].is_exported = true;
  };
  for (const Export& x : out_.exports) {
    mark(x.value);
    if (out_[x.value].kind != ExprKind::object) continue;
    for (std::uint32_t i = 0; i < out_[x.value].count; ++i) {
      const ExprId entry = out_.child(x.value, i);
      if (out_[entry].kind == ExprKind::entry) mark(out_.child(entry, out_[entry].count - 1u));
      else mark(entry);
    }
  }
}

}  // namespace demarc::ecmascript
