// Takes files of configuration from checkouts.
#include "analyzer/discover/checkouts.h"

#include <algorithm>

#include "analyzer/base/repository.h"
#include "analyzer/discover/discover.h"

namespace demarc {
namespace {

bool is_configuration(std::string_view path) {
  for (std::string_view ending : {".yml", ".yaml", ".properties"})
    if (path.ends_with(ending)) return true;
  return false;
}

}  // namespace

void Checkouts::add_folder(std::string_view path) {
  if (const auto normal = normal_path(path)) folders_.push_back({*normal, ""});
}

void Checkouts::add_checkout(Files& files, const std::string& repository, const std::string& folder) {
  const std::string address = repository.empty() ? folder : repository_name(repository);
  std::string_view last = address;
  while (last.ends_with('/')) last.remove_suffix(1);
  last = last.substr(last.rfind('/') + 1);
  const auto is_taken = [&](const std::string& name) {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) return true;
    for (std::uint32_t i = 1; i <= files.size(); ++i)
      if (is_below(files.path(FileId{i}), name)) return true;
    return false;
  };
  const std::string stem = "@" + std::string(last.empty() ? "checkout" : last);
  std::string name = stem;
  for (int n = 2; is_taken(name); ++n) name = stem + "-" + std::to_string(n);
  const Files found = discover_tree(folder, {}).files;
  std::size_t taken = 0;
  for (std::uint32_t i = 1; i <= found.size() && taken < max_files; ++i) {
    const FileId id{i};
    if (!is_configuration(found.path(id))) continue;
    auto text = found.read(id, max_size);
    if (!text) continue;
    File file;
    file.path = name + "/" + std::string(found.path(id));
    files.add(std::move(file), std::move(*text));
    ++taken;
  }
  folders_.push_back({name, repository.empty() ? "" : address});
  names_.push_back(std::move(name));
}

bool Checkouts::holds(std::string_view path) const {
  return std::any_of(names_.begin(), names_.end(),
                     [&](const std::string& name) { return is_below(path, name); });
}

}  // namespace demarc
