// demarc show KIND NAME: one context, service, table or channel and everything that touches it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "integrations/cli/command.h"
#include "integrations/cli/names.h"
#include "integrations/cli/relation_text.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/frame.h"

namespace demarc::cli::commands {
namespace {

struct Choice {
  std::string kind, name;
};

class Printer {
 public:
  Printer(const Tree& tree, const Common& common)
      : tree_(tree),
        map_(tree.map()),
        style_(common.out()),
        chains_(common.verbose),
        prefix_(prefix_of_paths(tree.root())) {}

  void entity(EntityId id) {
    const Entity& entity = tree_.architecture()[id];
    std::cout << to_string(entity.kind) << ' ' << style_(Paint::strong, printable(entity.name)) << '\n';
    const bool has_owner = entity.kind == EntityKind::table || entity.kind == EntityKind::channel ||
                           entity.kind == EntityKind::bus;
    for (const auto& [word, text] : entity.attributes)
      // To whom it belongs is told below, with the reason.
      if (!text.empty() && !(has_owner && word == "owner"))
        std::cout << fmt::format("  {:<12} {}\n", word, printable(text));
    if (has_owner) {
      const model::Owner& owner = map_.owner_of(id);
      std::cout << fmt::format("  {:<12} {}\n", "owner",
                               owner.party == model::nobody
                                   ? "nobody"
                                   : fmt::format("{} (by {})", map_.name(owner.party), to_string(owner.by)));
      if (owner.party == model::nobody || chains_)
        for (const std::string& tried : owner.tried)
          std::cout << fmt::format("  {:<12} {}\n", "", printable(tried));
      for (const Step& step : owner.evidence) place(step);
    } else if (const model::PartyId party = map_.of_entity(id);
               party != model::nobody && map_.is_declared()) {
      std::cout << fmt::format("  {:<12} {}\n", "context", map_.name(party));
    }
    if (entity.kind == EntityKind::service)
      if (const model::DeclaredService* declared = map_.declared_service(id)) {
        line("type", to_string(declared->type));
        line("about", declared->about);
        line("capabilities", names(declared->capabilities));
        line("talks", names(declared->talks));
      }
    relations("out", tree_.architecture().from(id));
    relations("in", tree_.architecture().to(id));
    if (entity.kind == EntityKind::channel) fields(entity.name);
  }

  // What each side writes into its messages and reads of them.
  void fields(const std::string& channel) {
    const Facts& facts = tree_.architecture().facts();
    std::map<std::string, std::vector<const Relation*>> sides;  // "order writes", by field
    for (const Relation& r : facts.relations()) {
      if (r.kind != RelationKind::puts && r.kind != RelationKind::takes) continue;
      if (model::attribute(facts[r.to], "channel") != channel) continue;
      const bool is_contract = facts[r.from].kind == EntityKind::contract;
      const std::string_view verb = r.kind == RelationKind::puts ? is_contract ? "promises" : "writes"
                                    : is_contract                ? "expects"
                                                                 : "reads";
      sides[fmt::format("{} {}", facts[r.from].name, verb)].push_back(&r);
    }
    if (sides.empty()) return;
    std::cout << style_(Paint::frame, "fields") << '\n';
    for (const auto& [side, relations] : sides) {
      std::cout << "  " << style_(Paint::strong, printable(side)) << '\n';
      std::map<std::string_view, const Relation*> by_path;
      for (const Relation* r : relations) by_path.try_emplace(model::attribute(facts[r->to], "path"), r);
      for (const auto& [path, r] : by_path) {
        std::string what(model::attribute(*r, "type"));
        if (model::attribute(*r, "optional") == "yes") what += what.empty() ? "optional" : ", optional";
        std::cout << fmt::format(
            "    {:<28} {:<16} {}\n", printable(path), what,
            r->evidence.empty() ? std::string() : to_string(tree_.sources().place(r->evidence[0]), prefix_));
      }
    }
  }

  void context(model::PartyId id) {
    const model::Party& party = map_.party(id);
    std::cout << (party.kernel    ? "kernel "
                  : party.context ? "context "
                                  : "service ")
              << style_(Paint::strong, party.name) << '\n';
    if (party.context && !party.context->group.empty())
      std::cout << fmt::format("  {:<12} {}\n", "group", printable(party.context->group));
    if (party.context) {
      line("kind", to_string(party.context->kind));
      line("about", party.context->about);
      line("capabilities", names(party.context->capabilities));
    }
    if (!party.team().empty()) std::cout << fmt::format("  {:<12} {}\n", "team", printable(party.team()));
    const auto list = [&](std::string_view word, EntityKind kind, auto belongs) {
      std::string names;
      for (EntityId one : tree_.architecture().entities(kind))
        if (belongs(one)) names += (names.empty() ? "" : ", ") + printable(tree_.architecture()[one].name);
      if (!names.empty()) std::cout << fmt::format("  {:<12} {}\n", word, names);
    };
    const auto lies_in = [&](EntityId one) { return map_.of_entity(one) == id; };
    const auto owned = [&](EntityId one) { return map_.owner_of(one).party == id; };
    list("services", EntityKind::service, lies_in);
    list("tables", EntityKind::table, owned);
    list("channels", EntityKind::channel, owned);
    edges("depends on", id, true);
    edges("is used by", id, false);
  }

 private:
  static void line(std::string_view word, std::string_view text) {
    if (!text.empty()) std::cout << fmt::format("  {:<12} {}\n", word, printable(text));
  }
  static std::string names(const model::NamedList& list) {
    std::string out;
    for (const model::Named& one : list) out += (out.empty() ? "" : ", ") + one.text;
    return out;
  }

  void place(const Step& step) {
    std::cout << fmt::format("  {:<12} {}  {}\n", "", to_string(tree_.sources().place(step), prefix_),
                             printable(step.what));
  }

  void relations(std::string_view word, const std::vector<RelationId>& ids) {
    if (ids.empty()) return;
    std::cout << style_(Paint::frame, word) << '\n';
    // Several relations may read alike: permissions of functions that share a line. One is enough.
    std::set<std::string> told;
    for (RelationId id : ids) {
      std::ostringstream text;
      write_relation(text, tree_, id, style_, "  ", chains_);
      if (told.insert(text.str()).second) std::cout << text.str();
    }
  }

  void edges(std::string_view word, model::PartyId id, bool out) {
    bool any = false;
    for (const model::Edge& edge : map_.edges()) {
      if ((out ? edge.from : edge.to) != id) continue;
      if (!std::exchange(any, true)) std::cout << style_(Paint::frame, word) << '\n';
      const bool allowed = map_.allowed(edge).is_allowed();
      std::cout << fmt::format("  {} {} {} ({}{})\n",
                               style_(Paint::strong, map_.name(out ? edge.to : edge.from)), edge.verb,
                               printable(edge.object), counted(edge.relations.size(), "place"),
                               map_.is_declared() && !allowed ? ", not allowed" : "");
      for (RelationId relation : edge.relations) {
        const Relation& one = tree_.architecture()[relation];
        if (!one.evidence.empty())
          std::cout << "    " << to_string(tree_.sources().place(one.evidence[0]), prefix_) << '\n';
        if (!chains_) break;
      }
    }
  }

  const Tree& tree_;
  const model::ContextMap& map_;
  Style style_;
  bool chains_;
  std::string prefix_;
};

int print_show(const Choice& choice, const Common& common) {
  auto root = root_of({}, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  Printer printer(*tree, common);
  const model::ContextMap& map = tree->map();
  if (choice.kind == "context") {
    if (const model::PartyId party = map.find(choice.name); party != model::nobody) {
      printer.context(party);
      return exit_clean;
    }
    std::string all;
    for (const model::Party& party : map.parties()) all += (all.empty() ? "" : ", ") + party.name;
    complain(common, fmt::format("no context is called {}", choice.name),
             all.empty() ? "" : "there are " + all);
    return exit_trouble;
  }
  const std::vector<EntityKind> kinds = choice.kind == "channel"
                                            ? std::vector{EntityKind::channel, EntityKind::bus}
                                            : std::vector{*entity_kind(choice.kind)};
  const std::vector<EntityId> found = entities_named(map, choice.name, kinds);
  if (found.empty()) {
    const std::string near = nearest_entity(tree->architecture(), choice.name, kinds);
    complain(
        common, fmt::format("no {} is called {}", choice.kind, choice.name),
        near.empty() ? "`demarc architecture` lists what there is" : fmt::format("did you mean `{}`?", near));
    return exit_trouble;
  }
  for (EntityId id : found) printer.entity(id);
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command =
      app.add_subcommand("show", "Print one context, service, table or channel and who touches it");
  command->add_option("KIND", choice->kind, "context, service, table or channel")
      ->check(CLI::IsMember({"context", "service", "table", "channel"}))
      ->required();
  command->add_option("NAME", choice->name, "Its name, with or without store or transport")->required();
  command->add_option("--root", common.root, "The tree; without it the one the working directory belongs to")
      ->type_name("DIR");
  add_tree_options(*command, common);
  add_examples(*command,
               {{"demarc show table orders", "owner, readers and writers, with places"},
                {"demarc show context billing --verbose", "every edge with every place"},
                {"demarc show channel OrderPlaced", "publishers, consumers and the fields of each side"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_show(*choice, common); }; });
}

}  // namespace

extern const Command show{"show", add};

}  // namespace demarc::cli::commands
