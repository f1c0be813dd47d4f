// From the syntax tree of one Kotlin file to its observations, in one pass: node kind → member function.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "parsers/languages/jvm/builder.h"
#include "parsers/languages/kotlin/kinds.h"

namespace demarc::languages::kt {

using namespace jvm;

class Lower : public Builder {
 public:
  // `tree` is of readable(written).
  Lower(const syntax::Tree& tree, std::string_view written, code::CodeFile& out)
      : Builder(tree, out), written_(written) {}
  void file();

 private:
  // What stands before a declaration.
  struct Modifiers {
    code::Range annotations;
    bool is_enum = false, is_abstract = false, is_private = false, is_rest = false, is_annotation = false;
  };
  // A call taken apart: `f<T>(x) { … }` is one, though the grammar makes two of it.
  struct Parts {
    NodeIndex callee = 0, types = 0, arguments = 0, lambda = 0;
  };
  // What a block with a receiver of its own calls `this`.
  struct Receiver {
    StringId name, label;
    bool is_sure = false;  // no lambda that may have none
    bool is_text = false;  // a buffer that texts are appended to
  };
  // A lambda whose statements stand in the function around it: `return@label x` is one of its values.
  struct Inlined {
    StringId label;
    std::vector<ExprId> values;
  };
  // The class at hand.
  struct ClassState {
    Context constructor;  // of the primary one; no function: there is none
    std::vector<StringId> parameters;
    bool is_static = false;  // in a companion
    bool is_interface = false;
  };
  enum class Scope : std::uint8_t { none, let, also, apply, run };

  Kind kind(NodeIndex n) const { return static_cast<Kind>(t_[n].kind); }
  NodeIndex part(NodeIndex n, Field field) const { return t_.child(n, field); }
  NodeIndex child_of(NodeIndex n, Kind kind) const;  // 0 for none
  NodeIndex after(NodeIndex n, Kind token) const;    // the child behind a token; 0 for none
  StringId name_of(NodeIndex identifier);            // without its backticks
  static bool is_type(Kind kind);
  static bool is_token(Kind kind) { return kind >= t_star && kind <= t_var; }

  // Statements (lower.cpp, control.cpp).
  using Statement = void (Lower::*)(NodeIndex);
  static Statement statement_of(Kind kind);
  void note_names();
  void statement(NodeIndex n);
  void statements(NodeIndex n);  // all children
  void skip(NodeIndex) {}
  void read_package(NodeIndex n);
  void read_import(NodeIndex n);
  void read_alias(NodeIndex n);
  void read_class_statement(NodeIndex n) { read_class(n); }
  void read_property(NodeIndex n);
  void read_assignment(NodeIndex n);
  void read_for(NodeIndex n);
  void read_while(NodeIndex n);
  void read_block(NodeIndex n);
  void bind(NodeIndex declaration, ExprId value);  // of a variable or several: `val (a, b) = value`
  void branch(NodeIndex body, BlockKind kind, ExprId condition = {}, std::uint32_t choice = 0);
  ExprId value_of(NodeIndex body);        // of a block: its last expression
  ExprId last_value(NodeIndex n);         // of a statement in the last place
  ExprId lambda_value(NodeIndex lambda);  // the same of a lambda's statements
  ExprId read_if(NodeIndex n);
  ExprId read_when(NodeIndex n);
  ExprId when_condition(NodeIndex entry, ExprId subject);
  ExprId read_try(NodeIndex n);
  ExprId read_return(NodeIndex n);
  ExprId read_throw(NodeIndex n);
  ExprId choice_of(NodeIndex n, Mark all);

  // Classes (declarations.cpp, functions.cpp, types.cpp).
  ClassId read_class(NodeIndex n);
  StringId class_name_of(NodeIndex name);
  void read_bases(NodeIndex list);
  void make_primary(NodeIndex n, NodeIndex constructor, NodeIndex bases);
  void super_call(NodeIndex bases);
  void read_members(NodeIndex body);
  void read_member(NodeIndex n);
  void read_companion(NodeIndex n);
  void read_enum_entry(NodeIndex n, StringId type);
  void read_initialiser(NodeIndex n);
  void read_secondary(NodeIndex n);
  ExprId read_object(NodeIndex n);
  ClassId anonymous_class(NodeIndex n, NodeIndex body, ExprId base, NodeIndex bases);
  ExprId property_value(NodeIndex n);
  ExprId asked_type(NodeIndex value);
  ExprId getter_value(NodeIndex getter);
  bool mentions_parameter(NodeIndex n) const;
  bool has_scope_block(NodeIndex n) const;
  ExprId initial(NodeIndex value);
  void read_function(NodeIndex n);
  std::vector<code::Parameter> read_parameters(NodeIndex n);
  void read_body(FunctionId made, NodeIndex n, std::vector<code::Parameter> parameters, NodeIndex body);
  Modifiers read_modifiers(NodeIndex list);
  void read_annotation(NodeIndex n);
  ExprId annotation_call(NodeIndex n);
  std::size_t open_type_parameters(NodeIndex n);
  ExprId type(NodeIndex n);
  ExprId type_of(NodeIndex n);  // type() with its nesting counted
  ExprId user_type_name(NodeIndex n);
  ExprId class_name(NodeIndex n);  // of a type, without its arguments
  ExprId type_name(NodeIndex n, StringId name);
  ExprId masked_type(NodeIndex n);
  ExprId written_type(NodeIndex n, std::string_view text);
  std::string_view written_name(std::uint32_t begin) const;

  // Expressions (expressions.cpp, strings.cpp, calls.cpp, scopes.cpp).
  using Expression = ExprId (Lower::*)(NodeIndex);
  static Expression expression_of(Kind kind);
  ExprId expr(NodeIndex n);
  ExprId read_unknown(NodeIndex n);
  ExprId read_inner(NodeIndex n);
  ExprId read_name(NodeIndex n);
  ExprId plain_name(NodeIndex n, StringId name);
  ExprId name_or_member(NodeIndex n, StringId name);
  ExprId read_this(NodeIndex n);
  ExprId read_super(NodeIndex n) { return leaf(ExprKind::super, n); }
  ExprId read_number(NodeIndex n);
  ExprId read_character(NodeIndex n);
  enum class Trim : std::uint8_t { none, indent, margin };
  ExprId read_string(NodeIndex n) { return string(n, Trim::none); }
  ExprId string(NodeIndex n, Trim trim);
  ExprId read_navigation(NodeIndex n);
  ExprId read_reference(NodeIndex n);
  ExprId read_index(NodeIndex n);
  ExprId read_list(NodeIndex n);
  ExprId read_binary(NodeIndex n);
  ExprId read_infix(NodeIndex n);
  ExprId read_in(NodeIndex n);
  ExprId read_unary(NodeIndex n);
  ExprId read_cast(NodeIndex n);
  ExprId read_is(NodeIndex n);
  ExprId read_marked(NodeIndex n);  // with annotations or a label
  ExprId read_spread(NodeIndex n);
  ExprId read_lambda(NodeIndex n);
  ExprId read_anonymous(NodeIndex n);
  ExprId read_call(NodeIndex n);
  ExprId call_of(NodeIndex n, const Parts& p);
  Parts parts_of(NodeIndex n) const;
  NodeIndex argument(NodeIndex list, std::size_t which) const;  // its expression; 0 for none
  std::size_t argument_count(NodeIndex list) const;
  void arguments(const Parts& p, bool is_loop = false);
  void value_arguments_of(NodeIndex list);
  ExprId known_function(NodeIndex n, const Parts& p, std::string_view name);
  ExprId known_method(NodeIndex n, const Parts& p, NodeIndex object, std::string_view method);
  ExprId known_static(NodeIndex n, const Parts& p, std::string_view type, std::string_view method);
  ExprId map_of(NodeIndex n, const Parts& p);
  ExprId implicit_call(NodeIndex n, const Parts& p, StringId name);
  ExprId scoped(NodeIndex n, NodeIndex lambda, ExprId object, Scope scope, std::string_view label);
  ExprId built(NodeIndex n, NodeIndex lambda, ExprId start, bool is_text);
  bool is_elementwise(NodeIndex object, std::string_view method) const;
  void mutation(ExprId target, std::string_view method, ExprId call, NodeIndex n);
  bool is_class_like(NodeIndex object) const;
  ExprId expr_again(NodeIndex object);
  bool is_text_name(ExprId target) const;
  bool is_shouted(StringId name) const;
  std::string_view member_name_or_none(NodeIndex n) const;
  std::string dotted(NodeIndex n) const;  // "a.b.C"; empty when it is something else
  std::string_view member_name(NodeIndex navigation) const;

  std::string_view written_;
  std::vector<Receiver> receivers_;
  std::size_t first_receiver_ = 0;  // of the class at hand
  std::vector<std::pair<StringId, StringId>> renamed_;
  std::vector<Inlined> inlined_;
  std::size_t first_inlined_ = 0;  // of the function at hand
  ClassState class_;
  std::unordered_set<std::uint32_t> plain_functions_, properties_;  // names declared in the file
  std::unordered_set<NodeIndex> takes_it_;                          // lambdas that name their parameter `it`
  NodeIndex loop_callback_ = 0;  // the lambda that is about to be read is called once an element
  StringId lambda_label_;        // of the lambda that is about to be read
  std::uint32_t made_names_ = 0;
};

}  // namespace demarc::languages::kt
