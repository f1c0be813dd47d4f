// Lines of CODEOWNERS and components of catalogs, and which of them speaks for a file.
#include "analyzer/model/path_owners.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/files.h"
#include "analyzer/base/letters.h"

namespace demarc::model {
namespace {

constexpr std::size_t max_lines = 20'000;
constexpr std::size_t max_documents = 1'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Words of a line; a blank behind a backslash belongs to its word, '#' begins a remark.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    const char c = i < line.size() ? line[i] : ' ';
    if (c == '\\' && i + 1 < line.size() && (line[i + 1] == ' ' || line[i + 1] == '#')) {
      word += line[++i];
    } else if (is_blank(c)) {
      if (!word.empty()) out.push_back(std::exchange(word, {}));
    } else if (c == '#' && word.empty()) {
      break;
    } else {
      word += c;
    }
  }
  return out;
}

bool is_owner(std::string_view word) { return word.find('@') != std::string_view::npos; }

// "[Section]", "^[Section][2]": the position behind it; 0 when the line is no such thing.
std::size_t section_end(std::string_view line) {
  std::size_t at = line.starts_with('^') ? 1 : 0;
  if (at >= line.size() || line[at] != '[') return 0;
  std::size_t close = line.find(']', at);
  if (close == std::string_view::npos) return 0;
  if (close + 1 < line.size() && line[close + 1] == '[') {
    const std::size_t second = line.find(']', close + 1);
    if (second != std::string_view::npos) close = second;
  }
  return close + 1;
}

}  // namespace

bool PathOwners::Line::matches(std::string_view path) const {
  if (owner.is_fallback) return true;
  if (!folder.empty()) return is_below(path, folder);
  if (!ending.empty()) return path.ends_with(ending);
  if (!name.empty()) {
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t slash = rest.find('/');
      if (rest.substr(0, slash) == name) return true;
      rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return false;
  }
  return std::any_of(globs.begin(), globs.end(), [&](const Glob& glob) { return glob.matches(path); });
}

void PathOwners::add_line(PathOwner owner, std::size_t section) {
  if (lines_.size() >= max_lines) return;
  Line line;
  line.section = section;
  std::string_view text = owner.pattern;
  // What it leaves out has no owner by this section.
  if (text.starts_with('!')) {
    text.remove_prefix(1);
    owner.owners.clear();
  }
  const bool is_folder = text.size() > 1 && text.ends_with('/');
  std::string_view body = text.substr(0, text.size() - (is_folder ? 1 : 0));
  const bool is_anchored = body.find('/') != std::string_view::npos;
  if (body.starts_with('/')) body.remove_prefix(1);
  owner.is_fallback = body.empty() || body == "*" || body == "**" || body == "**/*";
  std::string escaped;
  for (char c : body) {
    if (c == '{' || c == '}') escaped += '\\';
    escaped += c;
  }
  if (!owner.is_fallback) {
    const bool is_plain = body.find_first_of("*?\\") == std::string_view::npos;
    const bool is_ending =
        !is_anchored && body.starts_with("*.") && body.find_first_of("*?\\", 1) == std::string_view::npos;
    if (is_plain && is_anchored) line.folder = body;
    else if (is_plain) line.name = body;
    else if (is_ending && !is_folder) line.ending = body.substr(1);
    else {
      const std::string glob = is_anchored ? escaped : "**/" + escaped;
      // "docs/*" means the files right there; everything else means folders with all below them too.
      if (!is_folder) line.globs.emplace_back(glob);
      if (is_folder || !(glob.ends_with("/*") || glob.ends_with("**"))) line.globs.emplace_back(glob + "/**");
    }
  }
  line.owner = std::move(owner);
  lines_.push_back(std::move(line));
}

void PathOwners::read_codeowners(std::string_view path, std::string_view text) {
  std::size_t section = sections_++;
  std::vector<std::string> otherwise;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    std::size_t at = begin;
    begin = end + 1;
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1), ++at;
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    if (const std::size_t behind = section_end(line)) {
      section = sections_++;
      otherwise = words_of(line.substr(behind));
      continue;
    }
    std::vector<std::string> words = words_of(line);
    if (words.empty()) continue;
    PathOwner made;
    made.pattern = words[0];
    for (std::size_t i = 1; i < words.size(); ++i)
      if (is_owner(words[i])) made.owners.push_back(words[i]);
    if (words.size() == 1) made.owners = otherwise;
    made.source = "CODEOWNERS";
    made.at.path = path;
    made.at.begin = static_cast<std::uint32_t>(at);
    made.at.end = static_cast<std::uint32_t>(at + line.size());
    made.at.what = "CODEOWNERS";
    add_line(std::move(made), section);
  }
}

void PathOwners::read_catalog(std::string_view path, const Document& document) {
  std::size_t seen = 0;
  for (NodeIndex root : document.roots()) {
    if (++seen > max_documents || components_.size() >= max_lines) return;
    const std::string kind = lower(document.text_of(root, "kind"));
    const bool is_owned = kind == "component" || kind == "api" || kind == "system" || kind == "resource";
    const NodeIndex owner = document.find(root, "spec", "owner");
    const NodeIndex name = document.find(root, "metadata", "name");
    if (!is_owned || owner == no_node || document[owner].kind != NodeKind::string) continue;
    PathOwner made;
    made.pattern = folder_of(path);
    made.owners.emplace_back(document.text(owner));
    // A template's hole says nothing.
    if (made.owners[0].empty() || made.owners[0].find_first_of("{$") != std::string::npos) continue;
    made.source = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    if (name != no_node) made.name = document.text(name);
    made.is_fallback = made.pattern.empty();
    made.at.path = path;
    made.at.begin = document[owner].begin;
    made.at.end = document[owner].end;
    made.at.what = "owner of " + made.name;
    components_.push_back(std::move(made));
  }
}

std::vector<const PathOwner*> PathOwners::of_code(std::string_view path) const {
  std::vector<const PathOwner*> out;
  std::vector<bool> told(sections_, false);
  for (std::size_t i = lines_.size(); i-- > 0;) {
    const Line& line = lines_[i];
    if (told[line.section] || !line.matches(path)) continue;
    told[line.section] = true;
    if (!line.owner.is_fallback && !line.owner.owners.empty()) out.push_back(&line.owner);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

const PathOwner* PathOwners::of_catalog(std::string_view path) const {
  const PathOwner* best = nullptr;
  for (const PathOwner& one : components_)
    if (!one.is_fallback && is_below(path, one.pattern) &&
        (!best || one.pattern.size() > best->pattern.size()))
      best = &one;
  return best;
}

std::string PathOwners::team_of(std::string_view owner) {
  if (const std::size_t cut = owner.find_last_of("/:"); cut != std::string_view::npos)
    owner.remove_prefix(cut + 1);
  if (owner.starts_with('@')) owner.remove_prefix(1);
  std::string out;
  for (char c : lower(owner))
    if (c != '-' && c != '_' && c != ' ' && c != '.') out += c;
  // "team-billing" and "billing-team" are the team of billing.
  if (out.size() > 4 && out.starts_with("team")) out = out.substr(4);
  else if (out.size() > 4 && out.ends_with("team")) out.resize(out.size() - 4);
  return out;
}

bool PathOwners::is_team(const PathOwner& line, std::string_view owner) {
  if (line.source != "CODEOWNERS") return !owner.starts_with("user:");
  // "@org/team"; a mail address holds its '@' further behind.
  return owner.starts_with('@') && owner.find('/') != std::string_view::npos;
}

}  // namespace demarc::model
