// The written form of a CodeFile: one observation a line, for golden tests, bug reports and people.
#pragma once
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/observations/code.h"

namespace demarc::code {

// All of `file`: imports, exports, classes, functions, blocks, assignments, calls, returns, each in their own
// order, each as a line that starts with that word. "in" names the function and the blocks a thing stands in:
// `in Shop.pay/branch#2/loop`. Nothing depends on byte positions.
//   Expressions: ? or ?(a) unknown · "text" · 12 · $true $false $null · name · $self · $super · a.b · a.(b)b
//   · a[k] · f(x, n=1, *xs, **m) · new F(x) · (a + b) concat · format(t, a) · either(a, b) · {"k": v, [e]: v,
//   **m} · [a, *b] · element(xs) · each(x) · fn:2 · type:1 · equal(a, b) · assign(v) · - none; "..." stands
//   where children were cut, <a> where `a` would read as something else, `a` in backticks is a name that is
//   no plain word, #"a" a number that is none, ^3 an expression with a line of its own because it is very
//   deep.
std::string write(const CodeFile& file);
// One expression.
std::string write(const CodeFile& file, ExprId expr);

// The same lines, each with " @ " and what it does not show, so that they can be read back: bytes as
// begin-end, numbers of blocks (b), functions (f, s, p) and parent blocks (p); a body has a `block` line too.
//   call boto3.client("s3") in file @ b1 4-22 4-16 4-9 17-21
// Expressions stand in the order of the line, each before its parts; =N is the N-th one of the file again.
std::string write_exact(const CodeFile& file);
// What write_exact() wrote; empty lines and lines that start with # are skipped. A line that is not just what
// would be written is refused. Errors start with line:column; their span has file 0. Expressions are numbered
// in the order of the lines; those that nothing refers to are gone.
Result<CodeFile> read(std::string_view text);

std::string_view to_string(BlockKind);
// True for the words that stand for a kind of expression when "(" follows them.
bool is_word_of_form(std::string_view word);

}  // namespace demarc::code
