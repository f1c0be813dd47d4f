// From services, edges and owners to contexts, uses and owns, in YAML.
#include "integrations/cli/first_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/base/files.h"

namespace demarc::cli {
namespace {

using model::ContextMap;
using model::Edge;
using model::EdgeClass;
using model::nobody;
using model::PartyId;

constexpr std::size_t most_paths = 12;  // of published code, before the whole folder is

// As a YAML scalar: plain where that is safe.
std::string scalar(std::string_view text) {
  const bool is_plain =
      !text.empty() &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") ==
          std::string_view::npos &&
      ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')) &&
      std::set<std::string_view>{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}.count(text) ==
          0;
  if (is_plain) return std::string(text);
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else out += c;
  }
  return out + '"';
}

template <class Texts>
std::string list(const Texts& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + scalar(text);
  return texts.size() == 1 ? out : "[" + out + "]";
}

struct Draft {
  std::string name;
  std::vector<std::string> code;
  std::string team;
  std::set<std::string> tables, events, published_code;
  struct Use {
    std::set<EdgeClass> by;
    std::set<std::string> read;
  };
  std::map<std::string, Use> uses;
};

class Writer {
 public:
  Writer(const ContextMap& map, std::string_view day) : map_(map), day_(day) {
    drafts_.resize(map.parties().size());
    is_drawn_.assign(map.parties().size(), false);
    code();
    data();
    events();
    edges();
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      for (const auto& [other, use] : drafts_[i].uses) {
        const PartyId to = map.find(other);
        is_drawn_[i] = is_drawn_[i] || !drafts_[i].code.empty();
        if (to != nobody && drafts_[static_cast<std::size_t>(to)].code.empty())
          is_drawn_[static_cast<std::size_t>(to)] = true;
      }
    for (std::size_t i = 0; i < drafts_.size(); ++i) is_drawn_[i] = is_drawn_[i] || !drafts_[i].code.empty();
  }

  std::string text(std::string_view system, const std::vector<Finding>& left) const {
    std::string out =
        "# The bounded contexts of this system and what they may do with each other. Written from what the "
        "code "
        "does;\n"
        "# from here on it says what the code may do. `demarc check` holds the two against each other,\n"
        "# `demarc model validate` checks this file, `demarc model schema` prints all keys for your editor.\n"
        "# yaml-language-server: $schema=demarc.schema.json\n"
        "version: 1\n";
    if (!system.empty()) out += fmt::format("system: {}\n", scalar(system));
    out +=
        "\n# One context a service so far. Services that belong together become one: join their entries, and "
        "list\n"
        "# all folders under `code`.\n"
        "contexts:\n";
    bool is_first = true;
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      if (is_drawn_[i]) out += context(drafts_[i], std::exchange(is_first, false));
    out += exceptions(left);
    return out;
  }

 private:
  void code() {
    std::vector<std::pair<std::string, std::size_t>> roots;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const model::Party& party = map_.parties()[i];
      drafts_[i].name = party.name;
      const std::string root(model::attribute(map_.architecture()[party.service], "root"));
      if (!root.empty()) roots.emplace_back(root == "." ? "" : root, i);
    }
    // Several deployables of one folder: the first one has the code, the others are its services.
    std::map<std::string, std::size_t> taken;
    for (const auto& [root, i] : roots) {
      if (!taken.emplace(root, i).second) continue;
      std::vector<std::string>& code = drafts_[i].code;
      code.push_back(root.empty() ? "**" : root + "/**");
      for (const auto& [other, k] : roots)
        if (other != root && is_below(other, root)) code.push_back("!" + other + "/**");
    }
    // Libraries belong to whoever is their only user.
    for (EntityId id : map_.architecture().entities(EntityKind::service)) {
      const Entity& library = map_.architecture()[id];
      const std::string root(model::attribute(library, "root"));
      if (model::attribute(library, "kind") != "library" || root.empty() || root == "." ||
          taken.contains(root))
        continue;
      std::set<PartyId> users;
      for (RelationId r : map_.architecture().to(id))
        if (map_.architecture()[r].kind == RelationKind::imports)
          users.insert(map_.doer(map_.architecture()[r]));
      users.erase(nobody);
      if (users.size() == 1 && !drafts_[static_cast<std::size_t>(*users.begin())].code.empty())
        drafts_[static_cast<std::size_t>(*users.begin())].code.push_back(root + "/**");
    }
    const model::PathOwners& owners = map_.model().path_owners;
    if (owners.empty()) return;
    std::vector<std::set<std::string>> teams(drafts_.size());
    for (const std::string& path : map_.paths()) {
      const PartyId party = map_.of_path(path);
      if (party == nobody) continue;
      for (const model::PathOwner* line : owners.of_code(path))
        for (const std::string& owner : line->owners)
          if (model::PathOwners::is_team(*line, owner)) teams[static_cast<std::size_t>(party)].insert(owner);
      if (const model::PathOwner* line = owners.of_catalog(path))
        teams[static_cast<std::size_t>(party)].insert(line->owners[0]);
    }
    for (std::size_t i = 0; i < drafts_.size(); ++i)
      if (teams[i].size() == 1) drafts_[i].team = *teams[i].begin();
  }

  void data() {
    for (EntityId id : map_.architecture().entities(EntityKind::table)) {
      const Entity& table = map_.architecture()[id];
      if (model::is_open(table) || table.certainty == Certainty::guessed) continue;
      std::set<PartyId> writers, readers;
      for (RelationId r : map_.architecture().to(id)) {
        const Relation& relation = map_.architecture()[r];
        if (relation.certainty == Certainty::guessed) continue;
        if (relation.kind == RelationKind::writes) writers.insert(map_.doer(relation));
        if (relation.kind == RelationKind::reads) readers.insert(map_.doer(relation));
      }
      writers.erase(nobody);
      readers.erase(nobody);
      PartyId owner = map_.owner_of(id).party;
      if (writers.size() == 1) owner = *writers.begin();
      else if (writers.size() > 1 && (owner == nobody || !writers.contains(owner))) continue;
      // What nobody is seen to write, but one context alone reads, is filled by a script of that one.
      else if (writers.empty() && owner == nobody && readers.size() == 1) owner = *readers.begin();
      if (owner != nobody) drafts_[static_cast<std::size_t>(owner)].tables.insert(table.name);
      owners_[id] = owner;
    }
  }

  void events() {
    for (EntityId id : map_.architecture().entities(EntityKind::channel)) {
      const Entity& channel = map_.architecture()[id];
      // What listens to everything, and a table's stream, are nobody's word.
      if (model::is_open(channel) || model::is_queue(channel) ||
          !model::attribute(channel, "table").empty() || model::attribute(channel, "pattern") == "any" ||
          has_wildcard(model::bare_name(channel.name)))
        continue;
      std::set<PartyId> publishers;
      for (RelationId r : map_.architecture().to(id)) {
        const Relation& relation = map_.architecture()[r];
        if (relation.kind == RelationKind::publishes && relation.certainty != Certainty::guessed)
          publishers.insert(map_.doer(relation));
      }
      publishers.erase(nobody);
      // Of several publishers none is its owner.
      if (publishers.size() == 1)
        drafts_[static_cast<std::size_t>(*publishers.begin())].events.insert(
            std::string(model::bare_name(channel.name)));
    }
  }

  void edges() {
    for (const Edge& edge : map_.edges()) {
      Draft& from = drafts_[static_cast<std::size_t>(edge.from)];
      PartyId to = edge.to;
      const Entity& target = map_.architecture()[edge.entity];
      const bool is_table = edge.cls == EdgeClass::data && target.kind == EntityKind::table;
      if (is_table)
        if (auto owner = owners_.find(edge.entity); owner != owners_.end()) to = owner->second;
      if (to == nobody || to == edge.from) continue;
      Draft::Use& use = from.uses[map_.name(to)];
      use.by.insert(edge.cls);
      if (is_table) use.read.insert(edge.object);
      if (edge.cls == EdgeClass::import && target.kind != EntityKind::setting)
        drafts_[static_cast<std::size_t>(to)].published_code.insert(edge.object);
    }
  }

  std::string context(const Draft& draft, bool is_first) const {
    // What each key is for stands at the first context that has it.
    auto remark = [&](std::string_view key, std::string_view about) {
      return told_.insert(std::string(key)).second ? fmt::format("   # {}", about) : std::string();
    };
    std::string out = fmt::format("{}  {}:\n", is_first ? "" : "\n", scalar(draft.name));
    out += fmt::format("    # kind: core{}\n", remark("kind", "or supporting, generic: how much it matters"));
    if (draft.team.empty())
      out += fmt::format("    # team: \"@org/team\"{}\n", remark("team", "who owns it"));
    else out += fmt::format("    team: {}\n", scalar(draft.team));
    if (draft.code.empty())
      out += fmt::format("    services: {{ {}: {{}} }}{}\n", scalar(draft.name),
                         remark("services", "deployables without code in this tree"));
    else
      out += fmt::format("    code: {}{}\n", list(draft.code), remark("code", "its files; `!` takes away"));
    if (!draft.tables.empty())
      out += fmt::format("    owns:{}\n      tables: {}\n", remark("owns", "what only it may write"),
                         list(draft.tables));
    const std::vector<std::string> code = published_code(draft);
    if (!draft.events.empty() || !code.empty())
      out += fmt::format("    publishes:{}\n", remark("publishes", "what others may use of it"));
    if (!draft.events.empty()) out += fmt::format("      events: {}\n", list(draft.events));
    if (!code.empty()) out += fmt::format("      code: {}\n", list(code));
    out += uses(draft, remark("uses", "default deny: what is not listed is a finding"));
    return out;
  }

  static std::vector<std::string> published_code(const Draft& draft) {
    if (draft.published_code.size() <= most_paths)
      return {draft.published_code.begin(), draft.published_code.end()};
    std::set<std::string> folders;
    for (const std::string& path : draft.published_code)
      folders.insert(folder_of(path).empty() ? path : fmt::format("{}/**", folder_of(path)));
    return {folders.begin(), folders.end()};
  }

  std::string uses(const Draft& draft, std::string_view remark) const {
    if (draft.uses.empty()) return fmt::format("    uses: {{}}{}\n", remark);
    std::string out = fmt::format("    uses:{}\n", remark);
    for (const auto& [other, use] : draft.uses) {
      const PartyId to = map_.find(other);
      if (to == nobody || !is_drawn_[static_cast<std::size_t>(to)]) continue;
      std::vector<std::string> ways;
      for (EdgeClass way : use.by) ways.emplace_back(model::to_string(way));
      out += fmt::format("      {}: {{ by: {}{}, why: {} }}\n", scalar(other), list(ways),
                         use.read.empty() ? std::string() : fmt::format(", read: {}", list(use.read)),
                         scalar(fmt::format("found on {}", day_)));
    }
    return out;
  }

  std::string exceptions(const std::vector<Finding>& left) const {
    if (left.empty()) return {};
    std::map<std::string, std::vector<const Finding*>> by_rule;
    for (const Finding& finding : left) by_rule[finding.rule].push_back(&finding);
    std::string out =
        "\n# What no declaration should permit and the code does today. Each entry that is mended is told as "
        "one\n"
        "# that hides nothing any more; `until: YYYY-MM-DD` gives it an end.\nrules:\n";
    for (const auto& [rule, findings] : by_rule) {
      out += fmt::format("  {}:\n    ignore:\n", rule);
      for (const Finding* finding : findings) {
        std::string what;
        if (!finding->from.empty()) what += fmt::format("contexts: {}, ", scalar(finding->from));
        if (!finding->object.empty()) what += fmt::format("objects: {}, ", scalar(finding->object));
        out += fmt::format("      - {{ {}why: {} }}\n", what, scalar(fmt::format("found on {}", day_)));
      }
    }
    return out;
  }

  const ContextMap& map_;
  std::string day_;
  std::vector<Draft> drafts_;
  std::vector<bool> is_drawn_;
  std::map<EntityId, PartyId> owners_;
  mutable std::set<std::string> told_;
};

}  // namespace

std::string first_model(const ContextMap& map, std::string_view system, std::string_view day,
                        const std::vector<Finding>& left) {
  return Writer(map, day).text(system, left);
}

}  // namespace demarc::cli
