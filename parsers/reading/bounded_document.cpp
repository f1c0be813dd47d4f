// The bounds that all readers of documents share.
#include "parsers/reading/bounded_document.h"

#include <fmt/format.h>

#include <unordered_map>

namespace demarc {
namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where a format has no comments, keys stand in for them.
bool is_comment(std::string_view key) {
  return key == "//" || key == "#" || key == "_comment" || key == "$comment" || key == "__comment";
}
}  // namespace

NodeIndex BoundedDocument::scalar(NodeKind kind, std::string_view text, std::string_view tag, bool quoted,
                                  std::uint32_t begin, std::uint32_t end) {
  ++used_;
  return document_.scalar(kind, text, tag, quoted, begin, end);
}

NodeIndex BoundedDocument::map(const std::vector<NodeIndex>& children, std::string_view tag,
                               std::uint32_t begin, std::uint32_t end) {
  used_ += 1 + children.size();
  // Nearly all maps are small: their keys are held against each other.
  constexpr std::size_t few = 32;
  // A file of texts may say hundreds twice: some show what it is about.
  constexpr std::size_t shown = 3;
  std::unordered_map<StringId, std::size_t> seen;
  std::size_t twice = 0;
  const DocumentNode* last = nullptr;
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    const DocumentNode& key = document_[children[i]];
    std::size_t before = i;
    if (children.size() > few) before = seen.emplace(key.text, i).first->second;
    else
      for (std::size_t k = 0; k < i && before == i; k += 2)
        if (document_[children[k]].text == key.text) before = k;
    if (before == i || is_comment(document_.text(children[i])) ||
        is_same_text(children[before + 1], children[i + 1]))
      continue;
    if (++twice <= shown)
      note(key.begin, key.end,
           fmt::format("the key \"{:.80}\" stands twice in one map; the last one counts",
                       document_.text(children[i])));
    last = &key;
  }
  if (twice > shown)
    note(last->begin, last->end,
         fmt::format("{} more {} of this map stand{} twice", twice - shown,
                     twice - shown == 1 ? "key" : "keys", twice - shown == 1 ? "s" : ""));
  return document_.collection(NodeKind::map, children, tag, begin, end);
}

bool BoundedDocument::is_same_text(NodeIndex a, NodeIndex b) const {
  const auto is_plain = [&](NodeIndex n) {
    return document_[n].kind != NodeKind::map && document_[n].kind != NodeKind::list;
  };
  return is_plain(a) && is_plain(b) && document_[a].kind == document_[b].kind &&
         document_[a].text == document_[b].text;
}

NodeIndex BoundedDocument::list(const std::vector<NodeIndex>& children, std::string_view tag,
                                std::uint32_t begin, std::uint32_t end) {
  used_ += 1 + children.size();
  return document_.collection(NodeKind::list, children, tag, begin, end);
}

void BoundedDocument::note(std::uint32_t begin, std::uint32_t end, std::string what) {
  ++noted_;
  if (noted_ < max_document_notes) notes_.push_back({{document_.file(), begin, end}, std::move(what)});
  if (noted_ == max_document_notes)
    notes_.push_back(
        {{document_.file(), begin, end}, "more of the kind follow in this file and are not listed"});
}

bool is_readable_size(const Source& source, Observations& out) {
  if (source.text.size() <= max_document_bytes) return true;
  out.notes.push_back({{source.file, 0, 0},
                       fmt::format("larger than {} MB: not read as a document", max_document_bytes >> 20)});
  return false;
}

std::string_view file_name(std::string_view path) {
  auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_lock_file(std::string_view path) {
  std::string_view name = file_name(path);
  for (std::string_view lock :
       {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock",
        "composer.lock", "packages.lock.json", "project.assets.json", "deno.lock", "Cargo.lock", "bun.lock",
        "Pipfile.lock", "conda-lock.yml", "pubspec.lock", "Podfile.lock", "mix.lock", ".package-lock.json"})
    if (name == lock) return true;
  return false;
}

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
  for (std::string_view ending : endings) {
    if (path.size() < ending.size()) continue;
    std::string_view tail = path.substr(path.size() - ending.size());
    bool same = true;
    for (std::size_t i = 0; i < ending.size() && same; ++i) same = lower(tail[i]) == lower(ending[i]);
    if (same) return true;
  }
  return false;
}

NodeKind plain_kind(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return NodeKind::null;
  if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
      text == "FALSE")
    return NodeKind::boolean;
  std::size_t i = 0;
  if (text[i] == '-' || text[i] == '+') ++i;
  std::string_view rest = text.substr(i);
  if (rest == ".inf" || rest == ".Inf" || rest == ".INF" || text == ".nan" || text == ".NaN" ||
      text == ".NAN")
    return NodeKind::number;
  if (rest.size() > 2 && rest[0] == '0' && (rest[1] == 'x' || rest[1] == 'o')) {
    std::string_view digits = rest[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567";
    return rest.substr(2).find_first_not_of(digits) == std::string_view::npos ? NodeKind::number
                                                                              : NodeKind::string;
  }
  bool has_digit = false, has_dot = false;
  for (; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      has_digit = true;
    } else if (text[i] == '.' && !has_dot) {
      has_dot = true;
    } else {
      break;
    }
  }
  if (has_digit && i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (i == text.size()) return NodeKind::string;
    while (i < text.size() && is_digit(text[i])) ++i;
  }
  return has_digit && i == text.size() ? NodeKind::number : NodeKind::string;
}

}  // namespace demarc
