// What the readers of languages share: how expressions, blocks, functions and annotations are put down.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/observations/code.h"
#include "analyzer/reader.h"
#include "parsers/reading/syntax.h"

namespace demarc::languages {

using code::AssignmentKind;
using code::BlockId;
using code::BlockKind;
using code::ClassId;
using code::ExprId;
using code::ExprKind;
using code::FunctionId;
using syntax::NodeIndex;

class TreeBuilder {
 public:
  // Nodes nested deeper than this become unknown; `too_deep` gives the first of them.
  static constexpr int max_depth = 500;
  std::optional<NodeIndex> too_deep() const { return too_deep_; }

 protected:
  // `out` is empty (as CodeFile's constructor leaves it).
  TreeBuilder(const syntax::Tree& tree, code::CodeFile& out) : t_(tree), f_(out) {}
  ~TreeBuilder() = default;

  // Where new statements stand; kept and put back around functions, classes and blocks.
  struct Context {
    FunctionId function;
    BlockId block;
    ClassId owner;          // in a class's own statements: that class
    std::size_t names = 0;  // where the language's own list of names begins for this function
    StringId receiver;      // what a method calls its object, where that is a parameter
  };

  // Runs `read` one level deeper; keeps the place instead where the bound is met.
  template <class Read>
  void deeper(NodeIndex n, Read&& read) {
    if (depth_ >= max_depth) {
      if (!too_deep_) too_deep_ = n;
      return;
    }
    ++depth_;
    read();
    --depth_;
  }

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
  code::Range keep_parameters(const std::vector<code::Parameter>& made);

  // The function that is the file as a whole, and its block.
  void begin_file();
  BlockId open_block(NodeIndex n, BlockKind kind, ExprId condition = {}, std::uint32_t choice = 0);
  FunctionId open_function(NodeIndex n, StringId name);
  // Goes into the body of a function; the caller puts the context back.
  void enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind = BlockKind::body);
  // The name of a function or class, as an assignment to it.
  void declare(NodeIndex name_node, StringId name, ExprKind kind, std::uint32_t target, NodeIndex n);
  virtual void assign(ExprId target, ExprId value, ExprId type = {},
                      AssignmentKind kind = AssignmentKind::assign, code::Range annotations = {}) {
    f_.assignments.push_back({target, value, type, in_.block, annotations, kind});
  }
  void returns(ExprId value) { f_.returns.push_back({value, in_.block}); }

  const syntax::Tree& t_;
  code::CodeFile& f_;
  std::vector<ExprId> stack_;
  std::vector<NodeIndex> chain_;  // nodes of left-deep operators, taken apart without recursion
  Context in_{};
  std::uint32_t choice_ = 0;
  int depth_ = 0;

 private:
  std::optional<NodeIndex> too_deep_;
};

// False, with a note, for a file that gave no tree.
bool is_parsed(syntax::Outcome outcome, FileId file, Observations& out);
// Notes where the tree has its first error, and where it was too deep to be followed.
void note_gaps(const syntax::Tree& tree, std::optional<NodeIndex> too_deep, FileId file, Observations& out);

}  // namespace demarc::languages
