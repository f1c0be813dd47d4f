// From the syntax tree of one Java file to its observations, in one pass: node kind → member function.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/java/kinds.h"
#include "parsers/languages/jvm/builder.h"

namespace demarc::languages::jv {

using namespace jvm;

class Lower : public Builder {
 public:
  Lower(const syntax::Tree& tree, code::CodeFile& out) : Builder(tree, out) {}
  void file();

 private:
  // What stands before a declaration.
  struct Modifiers {
    code::Range annotations;
    bool is_static = false, is_abstract = false, is_default = false, is_final = false;
  };
  // What the annotations of a class say that a compiler adds.
  struct Additions {
    bool all_arguments = false, required_arguments = false, no_arguments = false, getters = false,
         is_value = false;
  };

  Kind kind(NodeIndex n) const { return static_cast<Kind>(t_[n].kind); }
  NodeIndex part(NodeIndex n, Field field) const { return t_.child(n, field); }
  NodeIndex child_of(NodeIndex n, Kind kind) const;  // 0 for none

  // Statements (lower.cpp).
  using Statement = void (Lower::*)(NodeIndex);
  static Statement statement_of(Kind kind);
  void statement(NodeIndex n);
  void statements(NodeIndex n);  // all children
  void scoped_statements(NodeIndex n);
  BlockId branch(NodeIndex body, BlockKind kind, ExprId condition = {}, std::uint32_t choice = 0);
  void skip(NodeIndex) {}
  void read_package(NodeIndex n);
  void read_import(NodeIndex n);
  void read_expression_statement(NodeIndex n);
  void read_local(NodeIndex n);
  void read_if(NodeIndex n);
  // A break of a switch leaves no loop.
  void read_break(NodeIndex n) {
    if (!in_switch_ || !t_.is_leaf(n)) f_.blocks[in_.block.index].leaves = true;
  }
  void read_while(NodeIndex n);
  void read_do(NodeIndex n);
  void read_for(NodeIndex n);
  void read_for_each(NodeIndex n);
  void read_try(NodeIndex n);
  void read_catch(NodeIndex n);
  void read_resources(NodeIndex n);
  void read_return(NodeIndex n);
  void read_throw(NodeIndex n);
  void read_yield(NodeIndex n);
  void read_labeled(NodeIndex n);
  void read_synchronized(NodeIndex n);
  void read_switch_statement(NodeIndex n) { read_switch(n); }
  ExprId read_switch(NodeIndex n);
  ExprId switch_condition(NodeIndex group, ExprId subject);
  void declare_variable(NodeIndex declarator, ExprId type, std::string_view written_type);

  // Classes (declarations.cpp).
  void read_class(NodeIndex n) { read_type_declaration(n); }
  ClassId read_type_declaration(NodeIndex n);
  void read_bases(NodeIndex n);
  void read_members(NodeIndex body, Additions additions, std::vector<MadeField> fields);
  void read_field(NodeIndex n, std::vector<MadeField>& fields);
  void read_method(NodeIndex n);
  void read_constructor(NodeIndex n);
  void read_compact_constructor(NodeIndex n, const std::vector<MadeField>& fields);
  void read_annotation_element(NodeIndex n);
  void read_enum_constant(NodeIndex n, StringId type);
  void read_initialiser(NodeIndex n);
  std::vector<MadeField> record_fields(NodeIndex parameters);
  ClassId anonymous_class(NodeIndex n, NodeIndex body, ExprId base);
  void function_body(FunctionId made, NodeIndex n, NodeIndex parameters, NodeIndex body,
                     BlockKind kind = BlockKind::body);
  std::vector<code::Parameter> read_parameters(NodeIndex n);
  Modifiers read_modifiers(NodeIndex n, Additions* additions = nullptr);
  void note_addition(NodeIndex annotation, Additions& to) const;
  ExprId read_annotation(NodeIndex n);
  ExprId annotation_value(NodeIndex n);
  std::size_t open_type_parameters(NodeIndex n);
  ExprId type(NodeIndex n);
  ExprId type_of(NodeIndex n);  // type() with its nesting counted
  ExprId generic(NodeIndex n);
  ExprId type_name(NodeIndex n, StringId name);
  ExprId scoped_type(NodeIndex n, std::string_view text);
  ExprId class_name(NodeIndex n);  // of a type, without its arguments

  // Expressions (expressions.cpp, calls.cpp).
  using Expression = ExprId (Lower::*)(NodeIndex);
  static Expression expression_of(Kind kind);
  ExprId expr(NodeIndex n);
  ExprId read_unknown(NodeIndex n);
  ExprId read_inner(NodeIndex n);
  ExprId read_name(NodeIndex n);
  ExprId read_this(NodeIndex n) { return leaf(ExprKind::self, n); }
  ExprId read_super(NodeIndex n) { return leaf(ExprKind::super, n); }
  ExprId read_number(NodeIndex n);
  ExprId read_character(NodeIndex n);
  ExprId read_true(NodeIndex n) { return leaf(ExprKind::constant, n, id("true")); }
  ExprId read_false(NodeIndex n) { return leaf(ExprKind::constant, n, id("false")); }
  ExprId read_null(NodeIndex n) { return null(n); }
  ExprId read_string(NodeIndex n);
  ExprId read_field_access(NodeIndex n);
  ExprId read_array_access(NodeIndex n);
  ExprId read_array(NodeIndex n);
  ExprId read_list(NodeIndex n);
  ExprId read_assignment(NodeIndex n);
  ExprId read_binary(NodeIndex n);
  ExprId read_unary(NodeIndex n);
  ExprId read_cast(NodeIndex n);
  ExprId read_conditional(NodeIndex n);
  ExprId read_instanceof(NodeIndex n);
  void bind_pattern(NodeIndex n, ExprId value);
  ExprId read_class_literal(NodeIndex n);
  ExprId read_lambda(NodeIndex n);
  ExprId read_method_reference(NodeIndex n);
  ExprId read_call(NodeIndex n);
  ExprId read_construct(NodeIndex n);
  void read_constructor_call(NodeIndex n);
  void arguments(NodeIndex list, bool first_is_loop = false);
  ExprId known_static(NodeIndex n, std::string_view type, std::string_view method, NodeIndex list);
  ExprId known_method(NodeIndex n, NodeIndex object, std::string_view method, NodeIndex list);
  ExprId built_text(NodeIndex n);
  bool is_builder(NodeIndex n) const;
  bool is_stream(NodeIndex object) const;
  void mutation(NodeIndex object, std::string_view method, ExprId call, NodeIndex n);
  std::size_t argument_count(NodeIndex list) const;
  std::string dotted(NodeIndex n) const;  // "a.b.C"; empty when it is something else

  std::vector<ExprId> yields_;
  bool in_switch_ = false;       // a `break` here leaves a switch
  NodeIndex loop_callback_ = 0;  // the lambda that is about to be read is called once an element
  bool has_lombok_ = false;
};

}  // namespace demarc::languages::jv
