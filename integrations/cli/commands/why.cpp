// demarc why A B: the shortest evidenced chain from one thing to another.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <set>

#include "integrations/cli/command.h"
#include "integrations/cli/names.h"
#include "integrations/cli/relation_text.h"
#include "integrations/cli/tree.h"

namespace demarc::cli::commands {
namespace {

struct Ends {
  std::string a, b;
};

// The entities that a word means: those of a context are its services and what it owns.
std::vector<EntityId> meant(const Tree& tree, const std::string& word) {
  const model::ContextMap& map = tree.map();
  std::vector<EntityId> found = entities_named(map, word, {});
  if (!found.empty() || !map.is_declared()) return found;
  const model::PartyId party = map.find(word);
  if (party == model::nobody) return {};
  for (EntityId id : tree.architecture().entities(EntityKind::service))
    if (map.of_entity(id) == party) found.push_back(id);
  for (EntityKind kind : {EntityKind::table, EntityKind::channel})
    for (EntityId id : tree.architecture().entities(kind))
      if (map.owner_of(id).party == party) found.push_back(id);
  return found;
}

// Subscriptions, which lead against the flow that a chain follows: who listens depends on who publishes.
bool print_subscriptions(const Tree& tree, const std::vector<EntityId>& from, const std::vector<EntityId>& to,
                         const Common& common) {
  const model::ContextMap& map = tree.map();
  const auto parties = [&](const std::vector<EntityId>& all) {
    std::set<model::PartyId> found;
    for (EntityId one : all)
      if (map.of_entity(one) != model::nobody) found.insert(map.of_entity(one));
    return found;
  };
  const std::set<model::PartyId> users = parties(from), owners = parties(to);
  bool any = false;
  for (const model::Edge& edge : map.edges()) {
    if (edge.cls != model::EdgeClass::event || !users.contains(edge.from) || !owners.contains(edge.to))
      continue;
    any = true;
    std::cout << fmt::format("{} {} {} of {}\n", map.name(edge.from), edge.verb, printable(edge.object),
                             map.name(edge.to));
    write_relation(std::cout, tree, edge.relations[0], common.out(), "  ", true);
  }
  return any;
}

int print_why(const Ends& ends, const Common& common) {
  auto root = root_of({}, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  std::vector<EntityId> from = meant(*tree, ends.a), to = meant(*tree, ends.b);
  for (const auto& [word, found] : {std::pair(&ends.a, &from), std::pair(&ends.b, &to)}) {
    if (!found->empty()) continue;
    const std::string near = nearest_entity(tree->architecture(), *word, {});
    complain(
        common, fmt::format("nothing here is called {}", *word),
        near.empty() ? "`demarc architecture` lists what there is" : fmt::format("did you mean `{}`?", near));
    return exit_trouble;
  }
  std::vector<RelationId> best;
  for (EntityId a : from)
    for (EntityId b : to) {
      if (a == b) continue;
      std::vector<RelationId> path = tree->architecture().why(a, b);
      if (!path.empty() && (best.empty() || path.size() < best.size())) best = std::move(path);
    }
  if (best.empty()) {
    if (print_subscriptions(*tree, from, to, common)) return exit_clean;
    std::cout << fmt::format("{} does not depend on {}: no chain leads there.\n", printable(ends.a),
                             printable(ends.b));
    return exit_findings;
  }
  for (RelationId id : best) write_relation(std::cout, *tree, id, common.out(), "", true);
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto ends = std::make_shared<Ends>();
  CLI::App* command =
      app.add_subcommand("why", "Print how one thing depends on another; exit 1 if it does not");
  command->alias("path");
  command->add_option("A", ends->a, "Context, service, table, channel, or a file or folder")->required();
  command->add_option("B", ends->b, "The same")->required();
  command->add_option("--root", common.root, "The tree; without it the one the working directory belongs to")
      ->type_name("DIR");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc why billing ordering", "the shortest chain, line by line"},
                          {"demarc why services/billing dynamodb:orders", "a folder and a table"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_why(*ends, common); }; });
}

}  // namespace

extern const Command why{"why", add};

}  // namespace demarc::cli::commands
