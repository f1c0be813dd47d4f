// The text that the grammar is given: as long as the written one, with what it cannot read put differently.
#pragma once
#include <string>
#include <string_view>

namespace demarc::languages::kt {

// Every byte keeps its place. Outside texts and comments: a blank in front of `}` is the end of a line
// (members of a class may end there); `f<Type>(` is `f<*   >(` and `f<A, B<C>>(` is `f<*, B<*>>(` (or they
// would be comparisons), and `class Name {` is `class Na() {` (or it would be an infix call with a lambda
// behind): who reads the tree finds the type and the name in the written text; `fun` of `fun interface` and
// `suspend` in front of a lambda are blanks.
std::string readable(std::string_view written);

}  // namespace demarc::languages::kt
