// Reads a small tree with the readers that a run would use.
#include "tests/unit/tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "parsers/parsers.h"

namespace demarc::test {

Tree Tree::on_disk(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::pair<std::string, std::string>> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::string path = fs::relative(entry.path(), folder).generic_string();
    if (path == "expected.txt") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({path, std::string(std::istreambuf_iterator<char>(in), {})});
  }
  return in_memory(std::move(files));
}

Tree Tree::in_memory(std::vector<std::pair<std::string, std::string>> files) {
  std::sort(files.begin(), files.end());
  Tree tree;
  for (auto& [path, text] : files) {
    File file;
    file.path = path;
    file.size = text.size();
    tree.files_.add(std::move(file), std::move(text));
  }
  tree.read_all();
  return tree;
}

void Tree::read_all() {
  std::vector<std::unique_ptr<Reader>> readers = documents::all();
  for (auto& reader : languages::all()) readers.push_back(std::move(reader));
  for (std::uint32_t i = 1; i <= files_.size(); ++i) {
    const FileId id{i};
    const std::string text = files_.read(id).value_or("");
    const std::string_view path = files_.path(id), head = std::string_view(text).substr(0, 512);
    for (const auto& reader : readers) {
      if (!reader->accepts(path, head)) continue;
      reader->read({id, path, text}, observations_[i]);
      break;
    }
  }
}

const Document* Tree::document(FileId file) const {
  auto found = observations_.find(file.index);
  return found != observations_.end() && found->second.document ? &*found->second.document : nullptr;
}

const code::CodeFile* Tree::code(FileId file) const {
  auto found = observations_.find(file.index);
  return found != observations_.end() && found->second.code ? &*found->second.code : nullptr;
}

Declarations Tree::declare(Values& values, std::string_view only) const {
  std::vector<std::unique_ptr<Interpreter>> interpreters = templates::all();
  for (auto& interpreter : contracts::all()) interpreters.push_back(std::move(interpreter));
  Declarations out;
  for (std::uint32_t i = 1; i <= files_.size(); ++i)
    for (const auto& interpreter : interpreters)
      if (const Document* document = this->document(FileId{i}))
        if ((only.empty() || interpreter->name() == only) &&
            interpreter->accepts(files_.path(FileId{i}), *document))
          interpreter->interpret(*this, FileId{i}, values, out);
  for (std::uint32_t i = 1; i <= files_.size(); ++i)
    if (auto found = observations_.find(i); found != observations_.end())
      out.notes.insert(out.notes.end(), found->second.notes.begin(), found->second.notes.end());
  return out;
}

}  // namespace demarc::test
