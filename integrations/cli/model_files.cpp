// Reading the model's files through the readers of documents, each file once.
#include "integrations/cli/model_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/glob.h"
#include "analyzer/discover/discover.h"
#include "analyzer/model/read.h"
#include "parsers/parsers.h"

namespace demarc::cli {

namespace {

// The head of a page (`---`, YAML, `---`); empty for a page without one. Its places are those of the page.
std::string_view front_matter(std::string_view text) {
  const std::size_t begin = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  if (!text.substr(begin).starts_with("---\n") && !text.substr(begin).starts_with("---\r\n")) return {};
  const std::size_t end = text.find("\n---", begin + 3);
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 1);
}

// The literal `depConstraints` of a lint configuration that is a program: what stands before it, and remarks
// in it, become blanks, so that places stay. Lists and maps of texts are written alike there and in YAML.
std::string constraints_of(std::string_view text) {
  constexpr std::string_view key = "depConstraints";
  std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  at = text.find_first_not_of(" \t\r\n:\"'", at + key.size());
  if (at == std::string_view::npos || text[at] != '[') return {};
  std::string out;
  for (std::size_t i = 0; i < at; ++i) out += text[i] == '\n' ? '\n' : ' ';
  int depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'' || c == '"' || c == '`') {
      const std::size_t end = text.find(c, i + 1);
      if (end == std::string_view::npos) return {};
      out += text.substr(i, end + 1 - i);
      i = end;
      continue;
    }
    if (c == '/' && i + 1 < text.size() && (text[i + 1] == '/' || text[i + 1] == '*')) {
      std::size_t end = text[i + 1] == '/' ? text.find('\n', i) : text.find("*/", i + 2);
      if (end == std::string_view::npos) return {};
      if (text[i + 1] == '*') end += 2;
      for (; i < end; ++i) out += text[i] == '\n' ? '\n' : ' ';
      --i;
      continue;
    }
    out += c == '\t' ? ' ' : c;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) return out;
  }
  return {};
}

bool ends_with_one_of(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return path.ends_with(e); });
}

}  // namespace

const Document* ModelFiles::load(std::string_view path, const std::string* text) {
  auto [at, fresh] = documents_.try_emplace(std::string(path));
  if (!fresh) return at->second.get();
  File file{std::string(path), 0, FileClass::source};
  const FileId id = text ? files_.add(std::move(file), *text) : files_.add(std::move(file));
  const auto bytes = files_.read(id);
  if (!bytes) return nullptr;
  if (readers_.empty()) readers_ = documents::all();
  std::string cut;
  std::string_view content = *bytes, as = path;
  if (ends_with_one_of(path, {".md", ".mdx"})) content = front_matter(content), as = "page.yaml";
  if (ends_with_one_of(path, {".js", ".mjs", ".cjs", ".ts"}))
    cut = constraints_of(content), content = cut, as = "constraints.yaml";
  if (content.empty() && as != path) return nullptr;
  const std::string_view head = content.substr(0, 512);
  for (const std::unique_ptr<Reader>& reader : readers_) {
    if (!reader->accepts(as, head)) continue;
    Observations read;
    reader->read({id, as, content}, read);
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
  sources.list = [&](std::string_view glob) { return list(glob, tree); };
  return model::read_model(sources);
}

std::vector<std::string> ModelFiles::list(std::string_view glob, const Files* tree) {
  constexpr std::size_t most = 5'000;
  std::vector<std::string> out;
  // Before the tree is read it is only listed, once.
  if (!tree) {
    if (!listed_) listed_ = std::make_unique<Files>(discover_tree(root_, {}).files);
    tree = listed_.get();
  }
  const Glob wanted(glob);
  for (std::uint32_t i = 1; i <= tree->size() && out.size() < most; ++i)
    if (const std::string_view path = tree->path(FileId{i}); wanted.matches(path)) out.emplace_back(path);
  return out;
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
