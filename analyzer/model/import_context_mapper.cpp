// Context maps of Context Mapper: contexts, kinds, teams, relationships with their patterns, entities,
// events. Its arrows run from the one that is used to its user; here the user declares.
#include <fmt/format.h>

#include <map>
#include <set>

#include "analyzer/model/import.h"

namespace demarc::model {
namespace {

constexpr int max_depth = 12;  // modules in aggregates in contexts: what lies deeper says nothing here

class ContextMapper {
 public:
  ContextMapper(const Document& document, Model& model) : d_(document), model_(model) {}

  void run() {
    const NodeIndex all = d_.find(d_.roots()[0], "context mapper");
    subdomains(all, 0);
    each(all, [&](NodeIndex one) {
      if (word(one, 0).text == "BoundedContext") context(one);
    });
    each(all, [&](NodeIndex one) {
      if (word(one, 0).text == "ContextMap") map(one);
    });
    for (Context& c : model_.contexts)
      if (const auto team = teams_.find(c.name); team != teams_.end() && c.team.text.empty())
        c.team = team->second;
  }

 private:
  template <class F>
  void each(NodeIndex list, const F& what) {
    each_of(d_, list, what);
  }
  Named word(NodeIndex statement, std::uint32_t at) const {
    const NodeIndex words = d_.find(statement, "words");
    if (words == no_node || at >= d_[words].count) return {"", d_.span(statement)};
    const NodeIndex node = d_.child(d_[words], at);
    return {std::string(d_.text(node)), d_.span(node)};
  }
  std::uint32_t count(NodeIndex statement) const {
    const NodeIndex words = d_.find(statement, "words");
    return words == no_node ? 0 : d_[words].count;
  }
  // The words behind `name` or `name =`, without commas.
  NamedList values(NodeIndex statement) const {
    NamedList out;
    for (std::uint32_t i = 1; i < count(statement); ++i)
      if (Named one = word(statement, i); one.text != "=" && one.text != ",") out.push_back(std::move(one));
    return out;
  }
  NodeIndex block(NodeIndex statement) const { return d_.find(statement, "block"); }

  // The kind of every subdomain, wherever it is declared.
  void subdomains(NodeIndex list, int depth) {
    if (depth > max_depth) return;
    each(list, [&](NodeIndex one) {
      const std::string what = word(one, 0).text;
      if (what == "Domain") subdomains(block(one), depth + 1);
      if (what == "Subdomain") {
        const std::string name = word(one, 1).text;
        each(block(one), [&](NodeIndex line) {
          if (word(line, 0).text != "type") return;
          for (const Named& value : values(line)) {
            if (value.text == "CORE_DOMAIN") kinds_[name] = {ContextKind::core, value.at};
            if (value.text == "SUPPORTING_DOMAIN") kinds_[name] = {ContextKind::supporting, value.at};
            if (value.text == "GENERIC_SUBDOMAIN") kinds_[name] = {ContextKind::generic, value.at};
          }
        });
      }
    });
  }

  void context(NodeIndex statement) {
    Context c;
    const Named name = word(statement, 1);
    if (name.text.empty()) return;
    c.name = name.text;
    c.at = name.at;
    c.is_code_default = true;
    bool is_team = false;
    NamedList realized;
    std::string list;
    for (std::uint32_t i = 2; i < count(statement); ++i) {
      const Named one = word(statement, i);
      if (one.text == "implements" || one.text == "realizes" || one.text == "refines") {
        list = one.text;
      } else if (list == "realizes" && one.text != ",") {
        realized.push_back(one);
      } else if (const auto kind = kinds_.find(one.text); list == "implements" && kind != kinds_.end()) {
        // The weightiest of several.
        if (c.kind == ContextKind::unknown || kind->second.first < c.kind) {
          c.kind = kind->second.first;
          c.kind_at = kind->second.second;
        }
      }
    }
    each(block(statement), [&](NodeIndex line) {
      const std::string key = word(line, 0).text;
      const NamedList said = values(line);
      if (key == "type" && !said.empty()) is_team = said[0].text == "TEAM";
      if (key == "domainVisionStatement" && !said.empty()) c.about = said[0].text;
      if (key == "responsibilities") c.capabilities = said;
    });
    if (is_team) {
      for (const Named& one : realized) teams_.emplace(one.text, name);
      team_names_.insert(c.name);
      return;
    }
    inside(block(statement), c, 0);
    model_.contexts.push_back(std::move(c));
  }

  // Entities with their tables, and events, in aggregates and modules.
  void inside(NodeIndex list, Context& c, int depth) {
    if (depth > max_depth) return;
    each(list, [&](NodeIndex one) {
      std::uint32_t at = 0;
      while (word(one, at).text == "abstract" || word(one, at).text == "@") ++at;
      const std::string what = word(one, at).text;
      if (what == "Entity") {
        add_once(c.owns.entities, word(one, at + 1));
        each(block(one), [&](NodeIndex line) {
          if (word(line, 0).text == "databaseTable")
            for (Named& table : values(line)) add_once(c.owns.tables, std::move(table));
        });
      } else if (what == "DomainEvent") {
        add_once(c.publishes.events, word(one, at + 1));
        if (!c.publishes.is_declared) c.publishes.at = word(one, at + 1).at;
        c.publishes.is_declared = c.publishes.has_events = true;
      } else if (what == "Aggregate" || what == "Module") {
        inside(block(one), c, depth + 1);
      }
    });
  }

  struct Side {
    Named name;
    std::set<std::string> roles;
  };

  void map(NodeIndex statement) {
    each(block(statement), [&](NodeIndex line) { relationship(line); });
  }

  // `A [U,OHS] -> [D,ACL] B`, `A Customer-Supplier B` and what else says the same.
  void relationship(NodeIndex line) {
    Side left, right;
    Side* side = &left;
    std::string arrow;
    bool in_roles = false;
    for (std::uint32_t i = 0; i < count(line); ++i) {
      const Named one = word(line, i);
      if (one.text == "[") in_roles = true;
      else if (one.text == "]") in_roles = false;
      else if (in_roles) {
        if (one.text != ",") side->roles.insert(one.text);
      } else if (one.text == "->" || one.text == "<-" || one.text == "<->" || is_word_arrow(one.text)) {
        if (!arrow.empty()) return;
        arrow = one.text;
        side = &right;
      } else if (one.text == ":") break;
      else if (side->name.text.empty()) side->name = one;
      else return;  // an attribute of the map: `contains A, B`
    }
    if (arrow.empty() || left.name.text.empty() || right.name.text.empty()) return;
    // Teams use each other too, but they are no part of the system.
    if (team_names_.contains(left.name.text) || team_names_.contains(right.name.text)) return;
    relate(left, arrow, right);
  }
  static bool is_word_arrow(std::string_view text) {
    for (std::string_view one : {"Upstream-Downstream", "Downstream-Upstream", "Customer-Supplier",
                                 "Supplier-Customer", "Partnership", "Shared-Kernel"})
      if (text == one) return true;
    return false;
  }

  void relate(const Side& left, const std::string& arrow, const Side& right) {
    const auto has = [&](std::string_view role) {
      return left.roles.contains(std::string(role)) || right.roles.contains(std::string(role));
    };
    if (arrow == "Partnership" || (arrow == "<->" && has("P"))) {
      model_.partners.push_back({{left.name, right.name}, left.name.at});
      return;
    }
    // What the two share has no place of its own here: either may use the other's code and words.
    if (arrow == "Shared-Kernel" || arrow == "<->") {
      for (const auto& [user, owner] : {std::pair{&left, &right}, {&right, &left}}) {
        Use use = use_of(owner->name, {});
        for (EdgeClass way : {EdgeClass::import, EdgeClass::schema, EdgeClass::data}) use.by.add(way);
        add_use(user->name, std::move(use));
      }
      return;
    }
    const bool is_left_up = arrow == "->" || arrow == "Upstream-Downstream" || arrow == "Supplier-Customer";
    const Side &user = is_left_up ? right : left, &owner = is_left_up ? left : right;
    Use use = use_of(owner.name, user.roles);
    if (!use.pattern && (arrow.ends_with("Supplier") || arrow.starts_with("Supplier") ||
                         user.roles.contains("C") || owner.roles.contains("S")))
      use.pattern = Pattern::customer;
    add_use(user.name, std::move(use));
  }
  static Use use_of(const Named& owner, const std::set<std::string>& roles) {
    Use use;
    use.to = owner.text;
    use.at = owner.at;
    if (roles.contains("ACL")) use.pattern = Pattern::anticorruption_layer;
    else if (roles.contains("CF")) use.pattern = Pattern::conformist;
    return use;
  }
  void add_use(const Named& user, Use use) {
    for (Context& c : model_.contexts)
      if (c.name == user.text) {
        if (c.use_of(use.to)) return;
        c.has_uses = true;
        c.uses.push_back(std::move(use));
        return;
      }
  }

  const Document& d_;
  Model& model_;
  std::map<std::string, std::pair<ContextKind, Span>> kinds_;
  std::map<std::string, Named> teams_;
  std::set<std::string> team_names_;
};

}  // namespace

Model import_context_mapper(const Document& document) {
  Model model;
  ContextMapper(document, model).run();
  return model;
}

}  // namespace demarc::model
