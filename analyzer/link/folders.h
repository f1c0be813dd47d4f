// What the names of folders and files say.
#pragma once
#include <string>
#include <string_view>

namespace demarc::linking {

// Letters and digits alone, in lower case: how names are compared whatever their spelling.
std::string bare(std::string_view name);
std::string_view last_part(std::string_view path);
// The file's name up to its first dot.
std::string_view stem(std::string_view path);
std::string common_folder(std::string_view a, std::string_view b);
// Folders that only hold sources: the folder above them is the thing.
bool is_layout(std::string_view name);
// A folder name that says nothing without the one above it.
bool is_vague(std::string_view name);
bool is_test_folder(std::string_view path);
bool is_code(std::string_view path);

}  // namespace demarc::linking
