// What the readers of Java and Kotlin share: how expressions, blocks, functions and classes are put down.
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/observations/code.h"
#include "parsers/reading/syntax.h"

namespace demarc::languages::jvm {

using code::AssignmentKind;
using code::BlockId;
using code::BlockKind;
using code::ClassId;
using code::ExprId;
using code::ExprKind;
using code::FunctionId;
using syntax::NodeIndex;

class Builder {
 public:
  // Nodes nested deeper than this become unknown; `was_too_deep` tells.
  static constexpr int max_depth = 500;
  bool was_too_deep() const { return too_deep_; }
  NodeIndex deep_node() const { return deep_node_; }

 protected:
  // `out` is empty (as CodeFile's constructor leaves it).
  Builder(const syntax::Tree& tree, code::CodeFile& out) : t_(tree), f_(out) {}

  // Where new statements stand; kept and put back around functions, classes and blocks.
  struct Context {
    FunctionId function;
    BlockId block;
    ClassId owner;           // in a class's own statements: that class
    std::size_t locals = 0;  // where the names of the methods of this class begin in locals_
  };
  // A variable of a function, parameters too.
  struct Local {
    StringId name;
    bool is_text = false;  // a buffer that texts are appended to
  };
  // A type parameter, which means its bound.
  struct TypeParameter {
    StringId name;
    ExprId bound;
  };
  // A field that a constructor or an accessor is made for.
  struct MadeField {
    NodeIndex node = 0;
    StringId name;
    ExprId type, value;
    code::Range annotations;
    bool is_static = false, is_final = false, has_value = false, is_boolean = false, has_accessor = false;
    code::ParameterKind kind = code::ParameterKind::normal;
  };

  // Children are collected on one stack, since making one may make others in between.
  using Mark = std::size_t;
  Mark mark() const { return stack_.size(); }
  void push(ExprId e) {
    if (e) stack_.push_back(e);
  }
  ExprId close(ExprKind kind, NodeIndex n, Mark mark, StringId text = {});
  ExprId leaf(ExprKind kind, NodeIndex n, StringId text = {});
  ExprId over(ExprKind kind, NodeIndex n, ExprId child, StringId text = {});
  ExprId over(ExprKind kind, NodeIndex n, ExprId first, ExprId second);
  ExprId null(NodeIndex n) { return leaf(ExprKind::constant, n, f_.strings.id("null")); }
  StringId id(NodeIndex n) { return f_.strings.id(t_.text(n)); }
  StringId id(std::string_view text) { return f_.strings.id(text); }
  const code::Expr& at(ExprId e) const { return f_.exprs[e.index]; }
  bool is_text(ExprId e) const;
  code::Range keep(Mark mark);  // the stack from `mark` on, as annotations
  void list_call(ExprId call) { f_.calls.push_back({call, in_.block}); }

  void begin_file();
  BlockId open_block(NodeIndex n, BlockKind kind, ExprId condition = {}, std::uint32_t choice = 0);
  void assign(ExprId target, ExprId value, ExprId type = {}, AssignmentKind kind = AssignmentKind::assign,
              code::Range annotations = {});
  void returns(ExprId value) { f_.returns.push_back({value, in_.block}); }

  FunctionId open_function(NodeIndex n, StringId name);
  // Goes into the body of a function; the caller puts the context back.
  void enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind = BlockKind::body);
  void declare(NodeIndex name_node, StringId name, ExprKind kind, std::uint32_t target, NodeIndex n);
  // A class and the function of its body, declared under its name where it has one. Goes into the body.
  ClassId open_class(NodeIndex n, NodeIndex name_node, StringId name, NodeIndex body);
  code::Range keep_parameters(const std::vector<code::Parameter>& made);

  // Members that no one wrote (made_members.cpp); the class's body is at hand.
  void make_constructor(NodeIndex n, const std::vector<MadeField>& fields);
  void make_accessor(NodeIndex n, StringId method, const MadeField& field);
  void make_getters(NodeIndex n, const std::vector<MadeField>& fields, std::span<const StringId> written);

  // Names.
  void local(StringId name, bool is_text = false) { locals_.push_back({name, is_text}); }
  // The variable of this name in the functions of the class at hand; null when it is none.
  const Local* find_local(StringId name) const;
  // What an assignment to a plain name is one to: a variable, or a member of the class.
  ExprId target_name(NodeIndex n, StringId name);
  // A name that may belong to another file without being imported.
  ExprId outside_name(NodeIndex n, StringId name);
  void import(NodeIndex n, std::string_view module, std::string_view name, std::string_view local,
              bool is_type_only = false);
  // Imports of what was used and is neither declared nor imported here.
  void finish_names();
  // `a.b.C` in full: an import that has the whole text as its local name.
  ExprId qualified(NodeIndex n, std::string_view text);

  const syntax::Tree& t_;
  code::CodeFile& f_;
  std::vector<ExprId> stack_;
  std::vector<NodeIndex> chain_;  // nodes of left-deep operators, taken apart without recursion
  std::vector<Local> locals_;
  std::vector<TypeParameter> type_parameters_;
  std::vector<bool> used_;  // by StringId: names that outside_name() gave
  Context in_{};
  int depth_ = 0;
  std::uint32_t choice_ = 0;
  bool too_deep_ = false;
  NodeIndex deep_node_ = 0;
};

// "url" → "getUrl", with `prefix` "get".
std::string accessor(std::string_view prefix, std::string_view field);

// What stands between the quotes of a literal, with escapes decoded into UTF-8. Appends to `out`.
// `as_written` are escapes that stand for themselves there ("\$" in Kotlin is a dollar anyway).
void decode_escapes(std::string_view written, std::string& out);
// The content of a text block (Java) or of a raw string after trimIndent: without the common indentation.
std::string without_indentation(std::string_view block);

}  // namespace demarc::languages::jvm
