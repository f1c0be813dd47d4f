// From the syntax tree of one Python file to its observations, in one pass: node kind → member function.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/lowering/tree_builder.h"
#include "parsers/languages/python/kinds.h"

namespace demarc::languages::py {

class Lower : public TreeBuilder {
 public:
  // Every assignment is looked up among its function's global names; more of them are taken for local ones.
  static constexpr std::size_t max_globals = 256;

  // `out` is empty (as CodeFile's constructor leaves it) and gets everything.
  Lower(const syntax::Tree& tree, code::CodeFile& out) : TreeBuilder(tree, out) {}
  void file();

 private:
  void push_list(ExprId list);
  ExprId number(std::size_t value, NodeIndex n);
  Kind kind(NodeIndex n) const { return static_cast<Kind>(t_[n].kind); }
  bool is_name(ExprId e, std::string_view text) const {
    return at(e).kind == ExprKind::name && f_.text(e) == text;
  }

  // Statements (lower.cpp).
  using Statement = void (Lower::*)(NodeIndex);
  static Statement statement_of(Kind kind);
  void statement(NodeIndex n);
  void statements(NodeIndex n);  // all children
  BlockId branch(NodeIndex body, BlockKind kind, ExprId condition, std::uint32_t choice);
  bool is_type_checking(NodeIndex condition) const;
  void skip(NodeIndex) {}
  void read_expression_statement(NodeIndex n);
  void read_import(NodeIndex n);
  void read_import_from(NodeIndex n);
  void read_if(NodeIndex n);
  void read_break(NodeIndex) { f_.blocks[in_.block.index].leaves = true; }
  void read_while(NodeIndex n);
  void read_for(NodeIndex n);
  void read_try(NodeIndex n);
  void read_except(NodeIndex n);
  void read_with(NodeIndex n);
  void read_return(NodeIndex n);
  void read_global(NodeIndex n);
  void read_type_alias(NodeIndex n);
  void read_assignment(NodeIndex n);
  void read_augmented(NodeIndex n);
  StringId dotted(NodeIndex n);
  void import(NodeIndex n, StringId module, StringId name, StringId local, bool binds_root = false);

  // Functions and classes (definitions.cpp).
  void read_function(NodeIndex n) { define_function(n, mark()); }
  void read_class(NodeIndex n) { define_class(n, mark()); }
  void read_decorated(NodeIndex n);
  void define_function(NodeIndex n, Mark decorators);
  void define_class(NodeIndex n, Mark decorators);
  ExprId read_lambda(NodeIndex n);
  code::Range read_parameters(NodeIndex n, bool is_method, StringId* receiver);
  void unpack_parameters(NodeIndex n, code::Range made);
  void enter(FunctionId function, NodeIndex body, ClassId owner, StringId receiver);

  // Targets (patterns.cpp).
  void assign(ExprId target, ExprId value, ExprId type = {}, AssignmentKind kind = AssignmentKind::assign,
              code::Range annotations = {}) override;
  void bind(NodeIndex target, ExprId value, ExprId type = {});
  void unpack(NodeIndex targets, ExprId value);
  ExprId part_of(ExprId value, std::size_t index, std::size_t count, bool is_after_star, NodeIndex n);
  void read_match(NodeIndex n);
  ExprId match_case(NodeIndex pattern, ExprId subject);
  ExprId both(NodeIndex n, ExprId a, ExprId b);
  ExprId match_each(NodeIndex patterns, ExprId subject);
  ExprId match_class(NodeIndex pattern, ExprId subject);
  ExprId match_entries(NodeIndex pattern, ExprId subject);

  // Expressions (expressions.cpp); strings in strings.cpp.
  using Expression = ExprId (Lower::*)(NodeIndex);
  static Expression expression_of(Kind kind);
  ExprId expr(NodeIndex n);
  ExprId read_unknown(NodeIndex n);
  ExprId read_inner(NodeIndex n);  // of a node that only wraps another
  ExprId read_name(NodeIndex n);
  ExprId read_dotted(NodeIndex n);
  ExprId read_number(NodeIndex n) { return leaf(ExprKind::number, n, id(n)); }
  ExprId read_true(NodeIndex n) { return leaf(ExprKind::constant, n, f_.strings.id("true")); }
  ExprId read_false(NodeIndex n) { return leaf(ExprKind::constant, n, f_.strings.id("false")); }
  ExprId read_none(NodeIndex n) { return leaf(ExprKind::constant, n, f_.strings.id("null")); }
  ExprId read_attribute(NodeIndex n);
  ExprId read_member_type(NodeIndex n);
  ExprId read_subscript(NodeIndex n);
  ExprId read_generic_type(NodeIndex n);
  ExprId read_union_type(NodeIndex n);
  ExprId read_type(NodeIndex n);
  ExprId read_call(NodeIndex n);
  void note_growth(NodeIndex n, ExprId call);
  void note_dynamic_import(NodeIndex n, ExprId call);
  ExprId read_argument(NodeIndex n);
  ExprId read_spread(NodeIndex n) { return over(ExprKind::spread, n, expr(t_.first(n))); }
  ExprId read_spread_map(NodeIndex n) { return over(ExprKind::spread_map, n, expr(t_.first(n))); }
  ExprId read_list(NodeIndex n);
  ExprId read_dictionary(NodeIndex n);
  ExprId read_pair(NodeIndex n);
  ExprId read_comprehension(NodeIndex n);
  ExprId read_boolean(NodeIndex n);
  ExprId read_binary(NodeIndex n);
  ExprId read_unary(NodeIndex n);
  ExprId read_conditional(NodeIndex n);
  ExprId read_comparison(NodeIndex n);
  ExprId read_walrus(NodeIndex n);
  ExprId read_yield(NodeIndex n);
  ExprId read_as(NodeIndex n);
  ExprId format(NodeIndex n, ExprId text, ExprId arguments);

  ExprId read_string(NodeIndex n);
  ExprId read_concatenated(NodeIndex n);
  void string_parts(NodeIndex n, std::string& pending);
  void interpolation_part(NodeIndex n, std::string& pending);
  void flush(NodeIndex n, std::string& pending);

  std::vector<StringId> globals_;  // of the functions at hand: Context::names says where each one's begin
  std::string text_;
  ExprId dynamic_;  // the last call that imports a module, see read_assignment
  BlockId global_block_;
  bool type_only_ = false, in_type_ = false;
};

// What is written between the quotes of a literal: escapes decoded into UTF-8, line ends made "\n". With
// `braces`, "{{" and "}}" are one brace each (f-strings). Appends to `out`.
struct StringStyle {
  bool is_raw = false, is_bytes = false, is_format = false;
};
StringStyle string_style(std::string_view prefix);
void decode_string(std::string_view written, StringStyle style, std::string& out);

}  // namespace demarc::languages::py
