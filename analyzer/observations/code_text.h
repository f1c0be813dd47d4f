// The written form of a CodeFile: one observation a line, for golden tests, bug reports and people.
#pragma once
#include <string>

#include "analyzer/observations/code.h"

namespace demarc::code {

// All of `file`: imports, exports, classes, functions, blocks, assignments, calls, returns, each in their own
// order, each as a line that starts with that word. "in" names the function and the blocks a thing stands in:
// `in Shop.pay/branch#2/loop`. Nothing depends on byte positions.
//   Expressions: ? or ?(a) unknown · "text" · 12 · $true $false $null · name · $self · $super · a.b · a[k] ·
//   f(x, n=1, *xs, **m) · new F(x) · (a + b) concat · format(t, a) · either(a, b) · {k: v, [e]: v, **m} ·
//   [a, *b] · element(xs) · each(x) · fn:2 · type:1 · equal(a, b) · assign(v); "..." stands where children
//   were cut.
std::string write(const CodeFile& file);
// One expression.
std::string write(const CodeFile& file, ExprId expr);

}  // namespace demarc::code
