// What any programming language says, in one closed vocabulary: expressions, assignments, calls, functions,
// classes, imports. No framework is known here. A reader makes one CodeFile from one file's bytes and nothing
// else.
#pragma once
#include <cstdint>
#include <vector>

#include "analyzer/base/id.h"
#include "analyzer/base/strings.h"

namespace demarc::code {

using ExprId = Id<struct ExprTag>;          // 0: no expression
using FunctionId = Id<struct FunctionTag>;  // 1 is the file itself, run from top to bottom
using ClassId = Id<struct ClassTag>;
using BlockId = Id<struct BlockTag>;

// Readers make things simple: parentheses, await, casts, type assertions, `x!`, slices (x[a:b]) and optional
// chaining are left out, and only what they hold is written.
enum class ExprKind : std::uint8_t {
  unknown,     // anything else; children are kept so that calls inside are seen
  string,      // text, decoded
  number,      // text as written
  constant,    // true, false, null (text in this spelling, whatever the language writes)
  name,        // text: an identifier
  self,        // this, self (Python: the first parameter of a method, by whatever name), cls
  super,       // super, super()
  member,      // children: object (then the plain name, of an implicit object); text: the member's name
  index,       // children: object, key
  call,        // children: callee, then arguments (`argument` for named ones, `spread` for * and ...)
  construct,   // `new X(...)` where the language writes it so; children as in call
  argument,    // a named argument; text: its name; children: value
  spread,      // ...x, *x; children: x
  spread_map,  // **x in a call or a dictionary; children: x
  concat,      // children: parts of string building: +, f-strings, template strings, adjacent literals
  format,      // template % arguments: children: template, then arguments (an object for named ones)
  either,      // a ? b : c, a or b, a || b, a ?? b: children: the possible results
  object,      // children: entry, spread_map, function (a method, text on the function)
  entry,       // text: key, or child 0 when the key is computed; last child: value
  list,        // lists, tuples, sets; children: elements and spreads
  element,     // any element of the child: the loop variable's value in `for x in xs`, comprehensions
  each,  // a comprehension; children: the element expression (its loop variable is assigned in a loop block)
  function,  // a function expression or declaration; `target` is its FunctionId
  type,      // a class expression or declaration; `target` is its ClassId
  equal,     // children: two sides of ==, ===, is; a `case` label against its subject; `x in [..]` has a list
             // right
  assign,    // an assignment inside an expression; children: the value (the Assignment itself is listed too)
};

struct Expr {
  ExprKind kind = ExprKind::unknown;
  std::uint8_t count = 0;  // children, at most 255 (further ones are dropped, and `cut` is set)
  bool cut = false;
  std::uint8_t reserved = 0;
  StringId text;            // of CodeFile::strings
  std::uint32_t first = 0;  // children in CodeFile::children; for function and type: the number of the target
  std::uint32_t begin = 0;  // byte offsets
  std::uint32_t end = 0;
};

// A range of a vector of this file.
struct Range {
  std::uint32_t first = 0, count = 0;
};

enum class ParameterKind : std::uint8_t { normal, rest, rest_map, receiver };  // receiver: self, cls

struct Parameter {
  StringId name;  // a destructured one has a name that no code can write ("{}0"): the function's first
                  // assignments take that apart
  ExprId default_value;
  ExprId type;        // the declared type, as an expression (name, member, index for generics, string)
  Range annotations;  // decorators of the parameter, in CodeFile::annotations
  ParameterKind kind = ParameterKind::normal;
  std::uint32_t begin = 0, end = 0;
};

struct Function {
  StringId name;       // empty for an anonymous one
  FunctionId parent;   // the function it stands in; 0 for the file itself
  ClassId owner;       // the class whose member it is
  Range parameters;    // in CodeFile::parameters
  ExprId return_type;  // the declared type of what it returns
  Range annotations;   // decorators and annotations: expressions in CodeFile::annotations
  BlockId body;
  bool is_async = false, is_static = false, is_constructor = false, is_getter = false, is_exported = false;
  bool is_class_method = false;  // its receiver is the class, however it is called
  bool is_abstract = false;      // declared without a body: classes below have one
  bool is_class_body = false;    // the pseudo-function that holds a class's own statements and fields
  std::uint32_t begin = 0, end = 0;
};

struct Class {
  StringId name;
  FunctionId scope;  // the function it stands in
  FunctionId body;   // a pseudo-function whose assignments are the class's attributes and methods
  Range bases;       // superclasses and interfaces: expressions in CodeFile::annotations
  Range annotations;
  bool is_exported = false, is_interface = false, is_enum = false;
  std::uint32_t begin = 0, end = 0;
};

// Blocks form a tree below each function: which statements surely run before which, and what stands in a
// loop.
enum class BlockKind : std::uint8_t { body, branch, loop, attempt, handler };

struct Block {
  BlockId parent;  // 0 for a function's body
  FunctionId function;
  BlockKind kind = BlockKind::body;
  std::uint32_t choice = 0;  // branches of one if/switch/match share a number (from 1): never two of them run
  bool leaves = false;       // a `break` stands in it that leaves the loop around it
  ExprId condition;  // what a branch or loop tests, where it is an expression; cases give `equal(subject,
                     // label)`
  std::uint32_t begin = 0, end = 0;
};

enum class AssignmentKind : std::uint8_t {
  assign,   // target = value, field initialisers, loop variables (value is an `element`), with-as, catch
            // variables
  declare,  // a function or class declaration: target is its name, value the function or type expression
  append,   // target += value, target.append(value), target.push(value): one more element or part
  extend,   // target.extend(value), target.update(value), Object.assign(target, value): more elements or
            // entries
};

// Destructuring is taken apart: `{a, b: c = d} = x` gives a = x.a and c = either(x.b, d).
struct Assignment {
  ExprId target;  // name, member or index
  ExprId value;   // 0 for a declaration of a type alone
  ExprId type;    // the declared type
  BlockId block;
  Range annotations;  // decorators and annotations of a field, in CodeFile::annotations
  AssignmentKind kind = AssignmentKind::assign;
};

// Every call and construct expression, in source order, with where it stands.
struct Call {
  ExprId expr;
  BlockId block;
};

struct Return {  // also the body of an expression lambda, and yield
  ExprId value;
  BlockId block;
};

// `import a.b as c`: module "a.b", name "", local "c". `from m import x as y`: module "m", name "x", local
// "y". `import a.b` (Python): module "a.b", name "", local "a", and `binds_root` is set. `import * as ns from
// 'm'`: name "", local "ns". `import d from 'm'`: name "default". `const {x} = require('m')` and `x =
// require('m').x` are imports too. `from m import *`, `export * from 'm'`: name "*", local "". Relative ones
// keep their dots: "..pkg.mod", "./a". A `require('m')` or `import('m')` inside an expression is an import
// too: its local is that very text, and a name of this text stands in the expression.
// Java and Kotlin: `import a.b.C`: module "a.b.C", name "", local "C"; `import static a.b.C.x`: module
// "a.b.C", name "x"; a name that is used without an import (of the same package, of a wildcard import, of the
// language): module "*.C", local "C"; `a.b.C` in full inside code: module and local "a.b.C".
struct Import {
  StringId module, name, local;
  BlockId block;
  bool binds_root = false, type_only = false, is_dynamic = false;
  std::uint32_t begin = 0, end = 0;
};

// What a module offers under a name where that is not just a top-level name (Python offers all of those):
// `export {a as b}`: name "b", value the expression `a`. `export default x` and `module.exports = x`:
// "default" and "=". `exports.a = x`: name "a". `export {x as y} from 'm'`: name "y", from "m", from_name
// "x"; `export * from 'm'`: name "*".
struct Export {
  StringId name;
  ExprId value;
  StringId from, from_name;
  std::uint32_t begin = 0, end = 0;
};

struct CodeFile {
  CodeFile() : exprs(1), functions(1), classes(1), blocks(1) {}

  Strings strings;
  StringId package;                // the package or name space that its declarations stand in
  bool members_are_names = false;  // inside a class, a plain name may mean a member of it or of a base
  std::vector<Expr> exprs;
  std::vector<ExprId> children;
  std::vector<Parameter> parameters;
  std::vector<ExprId> annotations;  // decorators, annotations and bases, by Range
  std::vector<Function> functions;
  std::vector<Class> classes;
  std::vector<Block> blocks;
  std::vector<Assignment> assignments;  // in source order
  std::vector<Call> calls;
  std::vector<Return> returns;
  std::vector<Import> imports;
  std::vector<Export> exports;

  const Expr& operator[](ExprId e) const { return exprs[e.index]; }
  ExprId child(ExprId e, std::uint32_t i) const { return children[exprs[e.index].first + i]; }
  std::string_view text(ExprId e) const { return strings.text(exprs[e.index].text); }
  // Gives back the room that growing left behind: all files of a tree are kept at once.
  void trim();
};

inline constexpr FunctionId file_function{1};

}  // namespace demarc::code
