// Source code of the tree in languages that nobody here reads: what it does is not seen, so that nothing may
// be called absent for its sake.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/context_map.h"

namespace demarc::model {

// Files by language, as people call it ("C#", "Go"), for each party and, last, for code of nobody.
using UnreadCode = std::vector<std::map<std::string, std::size_t>>;
UnreadCode unread_code(const ContextMap& map);

// "41 files of C# and 3 of Go"; "" when there are none.
std::string unread_text(const std::map<std::string, std::size_t>& files);
// All parties' together.
std::map<std::string, std::size_t> unread_in_all(const UnreadCode& code);

}  // namespace demarc::model
