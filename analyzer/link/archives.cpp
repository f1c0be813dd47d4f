// Names of code files and folders, without case and signs.
#include "analyzer/link/archives.h"

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/link/folders.h"

namespace demarc::linking {
namespace {

// "functions/list-orders.zip" → "listorders".
std::string name_of_source(std::string_view path) { return bare(stem(path)); }

bool ends_with_one_of(std::string_view path, const auto& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return path.ends_with(e); });
}

constexpr std::array<std::string_view, 6> node_endings{".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"};

}  // namespace

Archives::Archives(const Files& files) {
  std::set<std::string, std::less<>> folders;
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const File& file = files[FileId{i}];
    if (file.file_class != FileClass::source ||
        !(file.path.ends_with(".py") || ends_with_one_of(file.path, node_endings)))
      continue;
    by_name_[name_of_source(file.path)].files.push_back(FileId{i});
    for (std::string_view f = folder_of(file.path); !f.empty() && folders.emplace(f).second; f = folder_of(f))
      by_name_[name_of_source(f)].folders.emplace_back(f);
  }
}

const Archives::Sources& Archives::sources(std::string_view archive) const {
  constexpr std::array<std::string_view, 4> packed{".zip", ".jar", ".tgz", ".tar.gz"};
  if (!ends_with_one_of(archive, packed)) return none_;
  const std::string name = name_of_source(archive);
  auto found = by_name_.find(name);
  return name.size() < 3 || found == by_name_.end() ? none_ : found->second;
}

bool Archives::runs(std::string_view runtime, std::string_view path) {
  if (runtime.starts_with("python")) return path.ends_with(".py");
  if (runtime.starts_with("nodejs")) return ends_with_one_of(path, node_endings);
  return true;
}

}  // namespace demarc::linking
