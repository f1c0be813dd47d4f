// Reading the model's files through the readers of documents, each file once.
#include "integrations/cli/model_files.h"

#include <fmt/format.h>

#include "analyzer/model/read.h"
#include "parsers/parsers.h"

namespace demarc::cli {

const Document* ModelFiles::load(std::string_view path, const std::string* text) {
  auto [at, fresh] = documents_.try_emplace(std::string(path));
  if (!fresh) return at->second.get();
  File file{std::string(path), 0, FileClass::source};
  const FileId id = text ? files_.add(std::move(file), *text) : files_.add(std::move(file));
  const auto bytes = files_.read(id);
  if (!bytes) return nullptr;
  if (readers_.empty()) readers_ = documents::all();
  const std::string_view head = std::string_view(*bytes).substr(0, 512);
  for (const std::unique_ptr<Reader>& reader : readers_) {
    if (!reader->accepts(path, head)) continue;
    Observations read;
    reader->read({id, path, *bytes}, read);
    for (const Note& note : read.notes) errors_.push_back({note.where, note.what, {}});
    if (read.document) at->second = std::make_unique<Document>(std::move(*read.document));
    else if (read.notes.empty()) errors_.push_back({{id, 0, 0}, fmt::format("{} cannot be read", path), {}});
    return at->second.get();
  }
  errors_.push_back({{id, 0, 0}, fmt::format("{} is no YAML, JSON or TOML file", path), {}});
  return nullptr;
}

model::Model ModelFiles::read(const std::string& path, const std::string* text, const Files* tree) {
  if (path.empty()) return {};
  model::Sources sources;
  sources.file = {load(path, text), path};
  if (!sources.file.document) return {};
  if (tree)
    for (std::uint32_t i = 1; i <= tree->size(); ++i) {
      const std::string_view other = tree->path(FileId{i});
      const bool is_overlay = other == "context.yaml" || other.ends_with("/context.yaml");
      if (!is_overlay || (*tree)[FileId{i}].file_class != FileClass::source) continue;
      if (const Document* document = load(other)) sources.overlays.push_back({document, std::string(other)});
    }
  sources.load = [this](std::string_view imported) { return load(imported); };
  return model::read_model(sources);
}

void ModelFiles::read_owners(const Files& tree, model::Model& into) {
  constexpr std::uint64_t largest = 3u << 20;  // as their hosts have it
  // The first one counts.
  for (std::string_view path :
       {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}) {
    const FileId id = tree.find(path);
    if (!id) continue;
    if (const auto text = tree.read(id, largest)) into.path_owners.read_codeowners(path, *text);
    break;
  }
  std::size_t catalogs = 0;
  for (std::uint32_t i = 1; i <= tree.size() && catalogs < 5'000; ++i) {
    const std::string_view path = tree.path(FileId{i});
    const bool is_catalog = path.ends_with("catalog-info.yaml") || path.ends_with("catalog-info.yml");
    if (!is_catalog || tree[FileId{i}].file_class != FileClass::source) continue;
    ++catalogs;
    const auto text = tree.read(FileId{i}, largest);
    if (!text) continue;
    if (readers_.empty()) readers_ = documents::all();
    for (const std::unique_ptr<Reader>& reader : readers_) {
      if (!reader->accepts(path, std::string_view(*text).substr(0, 512))) continue;
      Observations read;
      reader->read({FileId{i}, path, *text}, read);
      if (read.document) into.path_owners.read_catalog(path, *read.document);
      break;
    }
  }
}

}  // namespace demarc::cli
