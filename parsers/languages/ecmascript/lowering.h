// From the syntax tree of one file to its observations, in one pass: node kind → member function.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/observations/code.h"
#include "parsers/languages/ecmascript/kinds.h"
#include "parsers/reading/syntax.h"

namespace demarc::ecmascript {

// Use once: construct, run(). Works on hostile trees: nesting beyond max_depth becomes `unknown`.
class Lowering {
 public:
  using Node = syntax::NodeIndex;  // 0, the root, also stands for "no node"

  Lowering(const syntax::Tree& tree, code::CodeFile& out) : tree_(tree), out_(out) {}
  void run();
  // The first node that was nested more deeply than is read.
  std::optional<Node> too_deep() const { return too_deep_; }

 private:
  using Expression = code::ExprId (Lowering::*)(Node);
  using Statement = void (Lowering::*)(Node);
  struct Tables {
    std::array<Expression, 256> expressions{};
    std::array<Statement, 256> statements{};
  };
  static const Tables tables;
  static constexpr int max_depth = 700;

  // What a function is told by the place where it is written.
  struct FunctionTraits {
    StringId name = {};
    code::ClassId owner = {};
    bool is_static = false, is_constructor = false, is_getter = false, is_exported = false;
    code::Range annotations = {};
  };
  struct Required {  // require('m') or import('m') of a literal
    StringId module;
    bool found = false, is_dynamic = false;
  };
  // Where new statements stand; put back when a function or block ends.
  struct Place {
    code::FunctionId function;
    code::BlockId block;
  };
  // Children of an expression that is being made: those pushed on kids_ since `base`.
  class Kids {
   public:
    explicit Kids(Lowering& l) : l_(l), base_(l.kids_.size()) {}
    ~Kids() {
      if (l_.kids_.size() > base_) l_.kids_.resize(base_);
    }
    Kids(const Kids&) = delete;
    Kids& operator=(const Kids&) = delete;
    void add(code::ExprId e) {
      if (e) l_.kids_.push_back(e);
    }
    std::size_t count() const { return l_.kids_.size() - base_; }
    code::ExprId operator[](std::size_t i) const { return l_.kids_[base_ + i]; }
    code::ExprId make(code::ExprKind kind, Node n, StringId text = {}) {
      return l_.make(kind, n, text, base_);
    }

   private:
    Lowering& l_;
    std::size_t base_;
  };
  friend class Kids;

  // --- words (lowering.cpp)
  std::uint8_t kind_of(Node n) const { return tree_[n].kind; }
  StringId text_id(Node n) { return out_.strings.id(tree_.text(n)); }
  StringId id(std::string_view text) { return out_.strings.id(text); }
  bool has_token(Node n, std::uint8_t token) const;
  // The first child that is no decorator; 0 for none.
  Node first_child(Node n) const;
  // Without parentheses, await, casts and `!`.
  Node bare(Node n) const;
  // The named child, or 0.
  Node part(Node n, std::uint8_t field) const { return tree_.child(n, field); }
  code::ExprId make(code::ExprKind kind, Node n, StringId text, std::size_t base);
  code::ExprId leaf(code::ExprKind kind, Node n, StringId text = {});
  code::ExprId wrap(code::ExprKind kind, Node n, code::ExprId child, StringId text = {});
  code::ExprId pair_of(code::ExprKind kind, Node n, code::ExprId a, code::ExprId b);
  void assign(code::ExprId target, code::ExprId value, code::ExprId type = {},
              code::AssignmentKind kind = code::AssignmentKind::assign, code::Range annotations = {});
  code::BlockId open_block(code::BlockKind kind, Node n, std::uint32_t choice = 0,
                           code::ExprId condition = {});
  Place enter(code::BlockId block);
  void leave(Place place) { function_ = place.function, block_ = place.block; }
  code::Range keep_annotations(std::size_t base);
  void mark_exported();

  // --- expressions (expressions.cpp, literals.cpp, calls.cpp, jsx.cpp)
  code::ExprId expression(Node n);
  // expression() where a function or class that is written here takes `name` unless it has its own.
  code::ExprId named(Node n, StringId name);
  // expression() for what stands on the right of an assignment: `b = c` in `a = b = c` is c.
  code::ExprId value(Node n, StringId name = {});
  code::ExprId unknown(Node n);
  code::ExprId nothing(Node) { return {}; }
  code::ExprId first(Node n);
  code::ExprId last(Node n);
  code::ExprId name(Node n);
  code::ExprId self(Node n);
  code::ExprId super(Node n);
  code::ExprId constant(Node n);
  code::ExprId number(Node n);
  code::ExprId string(Node n);
  code::ExprId template_string(Node n);
  code::ExprId member(Node n);
  code::ExprId subscript(Node n);
  code::ExprId meta_property(Node n);
  code::ExprId object(Node n);
  code::ExprId array(Node n);
  code::ExprId spread(Node n);
  code::ExprId binary(Node n);
  code::ExprId unary(Node n);
  code::ExprId ternary(Node n);
  code::ExprId sequence(Node n);
  code::ExprId yield(Node n);
  code::ExprId assignment(Node n);
  code::ExprId augmented(Node n);
  code::ExprId function_expression(Node n);
  code::ExprId class_expression(Node n);
  code::ExprId call(Node n);
  code::ExprId construct(Node n);
  code::ExprId jsx_element(Node n);
  code::ExprId jsx_opening(Node n);
  std::string_view string_content(Node n) const;
  // Text of a literal (a string, or a template without holes); false for anything else.
  bool literal_text(Node n, StringId& text);
  StringId decoded(std::string_view raw);
  std::uint8_t operator_of(Node n) const;
  // The operands of a chain of `op`, left to right; any chain may be long, none takes stack.
  std::vector<Node> operands(Node n, std::uint8_t op) const;
  code::ExprId key_entry(Node key, Node at, code::ExprId value);
  StringId key_text(Node key);

  // --- calls with a meaning of the language itself (calls.cpp)
  void arguments(Node list, Kids& kids, bool first_is_loop);
  code::ExprId known_call(Node n, Node callee, Node list);
  code::ExprId join(Node n, Node list_literal, Node arguments);
  void mutations(Node callee, code::ExprId call);
  code::ExprId merged(Node n, code::ExprId call);
  Node argument(Node list, std::uint32_t index) const;
  std::uint32_t argument_count(Node list) const;

  // --- modules (imports.cpp, exports.cpp)
  void import_statement(Node n);
  void import_clause(Node clause, StringId module, bool type_only, Node at);
  void import_alias(Node n);
  void add_import(Node at, StringId module, StringId name, StringId local, bool type_only = false,
                  bool is_dynamic = false);
  Required required(Node n);
  bool is_interop(Node callee) const;
  code::ExprId inline_import(Node n, const Required& required);
  // `target = require('m')…` where that is no more than an import; false when it is something else.
  bool import_binding(Node target, Node value);
  void export_statement(Node n);
  void export_clause(Node clause, StringId from, bool has_source, bool type_only);
  void export_declared(Node declaration);
  void export_name(Node n, StringId name, code::ExprId value, StringId from = {}, StringId from_name = {});
  // `exports.a = v`, `module.exports = v`; `left` as written. True when it was an export.
  bool common_js_export(Node left, code::ExprId value);
  bool is_exports(Node n) const;
  bool define_exports(Node callee, Node list);
  Node returned(Node function) const;
  void exported_pattern(Node pattern);

  // --- patterns (patterns.cpp)
  void bind(Node pattern, code::ExprId value, code::ExprId type = {});
  void bind_object(Node pattern, code::ExprId value);
  void bind_array(Node pattern, code::ExprId value);
  void bind_default(Node pattern, code::ExprId value);
  code::ExprId member_of(code::ExprId object, Node key);
  std::uint32_t commas(std::uint32_t from, std::uint32_t to) const;

  // --- types as expressions (types.cpp)
  code::ExprId declared_type(Node annotation);
  code::ExprId type(Node n);
  code::ExprId generic_type(Node n);
  // The arguments of a generic type: one, a list of several, or 0.
  code::ExprId type_arguments(Node list);
  code::ExprId union_type(Node n);

  // --- functions and classes (functions.cpp, classes.cpp)
  code::ExprId function(Node n, const FunctionTraits& traits);
  void parameter_list(Node n, code::FunctionId id);
  void function_declaration(Node n) { declare_function(n, false); }
  void declare_function(Node n, bool exported);
  void class_declaration(Node n) { declare_class(n, false, {}); }
  void declare_class(Node n, bool exported, code::Range annotations);
  code::ExprId class_(Node n, StringId name, bool exported, code::Range annotations);
  void class_body(Node body, code::ClassId owner);
  void heritage(Node n);
  void class_field(Node n, code::ClassId owner, code::Range annotations);
  void class_method(Node n, code::ClassId owner, code::Range annotations);
  code::ExprId method(Node n, FunctionTraits traits);
  void interface_declaration(Node n) { declare_class(n, false, {}); }
  // `type A = { b: string }` says what an interface says; other types have no members of their own.
  void type_alias(Node n) {
    if (is_object_alias(n)) declare_class(n, false, {});
  }
  bool is_object_alias(Node n) const;
  void enum_declaration(Node n);
  void name_space(Node n);
  code::ExprId name_space_expression(Node n);
  void ambient(Node n);
  code::Range decorators(Node n);

  // --- statements (statements.cpp)
  void statement(Node n);
  void statements(Node n);
  void skip(Node) {}
  void expression_statement(Node n);
  void variables(Node n);
  void declarator(Node n);
  void if_statement(Node n);
  void switch_statement(Node n);
  void for_statement(Node n);
  void for_in_statement(Node n);
  void while_statement(Node n);
  void break_statement(Node n);
  void loop_body(Node n);
  void do_statement(Node n);
  void try_statement(Node n);
  void return_statement(Node n);
  void braced(Node n, code::BlockId block);
  bool falls_through(Node branch) const;
  code::ExprId unless(Node condition, code::ExprId lowered);

  const syntax::Tree& tree_;
  code::CodeFile& out_;
  code::FunctionId function_;
  code::BlockId block_;
  std::vector<code::ExprId> kids_;  // see Kids
  std::vector<code::Parameter> parameters_;
  std::vector<StringId> default_locals_;  // names whose `.default` is what they are bound to
  std::uint32_t choices_ = 0;
  bool in_switch_ = false;   // a `break` here leaves a switch
  Node loop_callback_ = 0;   // the function that is about to be read is called once an element
  code::ExprId name_space_;  // what exports of a namespace become members of
  int depth_ = 0;
  std::optional<Node> too_deep_;
};

}  // namespace demarc::ecmascript
