// Collects upstream blocks, `set` and `map` of nginx files.
#include "parsers/templates/nginx/definitions.h"

#include <algorithm>

namespace demarc::nginx {
namespace {

using proxies::Node;

constexpr std::size_t max_alternatives = 32;  // of one variable

std::string_view without_sign(std::string_view name) {
  if (name.starts_with('$')) name.remove_prefix(1);
  if (name.starts_with('{') && name.ends_with('}')) name = name.substr(1, name.size() - 2);
  return name;
}

void add_setting(Definitions& into, std::string_view name, Setting one) {
  auto& all = into.variables[std::string(without_sign(name))];
  for (const Setting& have : all)
    if (have.text == one.text) return;
  if (all.size() < max_alternatives) all.push_back(std::move(one));
}

void read_upstream(Directive block, Definitions& into) {
  Upstream& made = into.upstreams[std::string(block.word(1))];
  if (!made.span.file) made.span = block.span();
  for (std::uint32_t i = 0; i < block.size(); ++i) {
    Directive server = block.child(i);
    if (server.name() != "server" || server.words() < 2) continue;
    bool is_down = false;
    for (std::uint32_t k = 2; k < server.words(); ++k) is_down |= server.word(k) == "down";
    if (!is_down && made.servers.size() < 64) made.servers.emplace_back(server.word(1), server.span());
  }
}

void collect(Node statements, Definitions& into) {
  for (std::uint32_t i = 0; i < statements.size(); ++i) {
    Directive one{statements.child(i)};
    const std::string_view name = one.name();
    if (name == "upstream" && one.has_block() && one.words() > 1) {
      read_upstream(one, into);
    } else if (name == "set" && one.words() > 2) {
      add_setting(into, one.word(1), {std::string(one.word(2)), one.span()});
    } else if ((name == "map" || name == "geo" || name == "split_clients") && one.has_block()) {
      const std::string_view variable = one.word(one.words() - 1);
      for (std::uint32_t k = 0; k < one.size(); ++k) {
        Directive entry = one.child(k);
        if (entry.words() == 2 && entry.name() != "include")
          add_setting(into, variable, {std::string(entry.word(1)), entry.span()});
      }
    } else if (one.has_block()) {
      collect(one.node.find("block"), into);
    }
  }
}

// How many folders two paths share from the root on.
std::size_t shared(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) count += a[i] == '/';
  return count;
}

}  // namespace

DefinitionsOfTree::DefinitionsOfTree(const Project& project) : files_(project.files()) {
  for (std::uint32_t i = 1; i <= files_.size(); ++i) {
    const FileId file{i};
    Node all = proxies::directives_of(project.document(file), "nginx");
    if (!all) continue;
    Definitions& made = by_file_[file];
    collect(all, made);
    if (made.upstreams.empty() && made.variables.empty()) by_file_.erase(file);
  }
}

const Upstream* DefinitionsOfTree::upstream(FileId from, std::string_view name) const {
  const Upstream* best = nullptr;
  std::size_t most = 0;
  if (auto own = by_file_.find(from); own != by_file_.end())
    if (auto at = own->second.upstreams.find(name); at != own->second.upstreams.end()) return &at->second;
  for (const auto& [file, all] : by_file_) {
    auto at = all.upstreams.find(name);
    if (at == all.upstreams.end()) continue;
    const std::size_t near = shared(files_.path(file), files_.path(from));
    // Files that share no folder are no parts of one configuration, unless they stand at the root.
    const bool is_possible =
        near > 0 || folder_of(files_.path(file)).empty() || folder_of(files_.path(from)).empty();
    if (is_possible && (!best || near > most)) {
      best = &at->second;
      most = near;
    }
  }
  return best;
}

const std::vector<Setting>* DefinitionsOfTree::variable(FileId from, std::string_view name) const {
  const std::vector<Setting>* best = nullptr;
  std::size_t most = 0;
  if (auto own = by_file_.find(from); own != by_file_.end())
    if (auto at = own->second.variables.find(name); at != own->second.variables.end()) return &at->second;
  for (const auto& [file, all] : by_file_) {
    auto at = all.variables.find(name);
    if (at == all.variables.end()) continue;
    const std::size_t near = shared(files_.path(file), files_.path(from));
    if (near > most) {
      best = &at->second;
      most = near;
    }
  }
  return best;
}

}  // namespace demarc::nginx
