// demarc architecture: services and who calls, reads, writes, publishes and imports, as text or JSON.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>

#include "analyzer/architecture/json.h"
#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"

namespace demarc::cli::commands {
namespace {

struct Choice {
  std::string root, format = "text";
};

// Under each service what it does, and to what, each thing once.
void print_text(const Architecture& architecture, const Style& style, std::ostream& out) {
  const Facts& facts = architecture.facts();
  std::map<std::string, std::map<std::string, std::map<std::string, std::size_t>>> does;
  for (const Relation& relation : facts.relations()) {
    if (relation.from == relation.to || relation.kind == RelationKind::handles ||
        relation.kind == RelationKind::watches)
      continue;
    const Entity& from = facts[relation.from];
    if (from.kind != EntityKind::service) continue;
    std::string verb(to_string(relation.kind));
    if (relation.certainty == Certainty::guessed) verb += " (guessed)";
    ++does[from.name][verb][facts[relation.to].name];
  }
  for (EntityId id : architecture.entities(EntityKind::service)) {
    const Entity& service = architecture[id];
    out << style(Paint::strong, printable(service.name));
    for (std::string_view word : {"kind", "root"})
      if (auto at = service.attributes.find(word); at != service.attributes.end() && !at->second.empty())
        out << "  " << style(Paint::dim, fmt::format("{} {}", word, printable(at->second)));
    out << '\n';
    for (const auto& [verb, objects] : does[service.name])
      for (const auto& [object, places] : objects)
        out << fmt::format("  {:<10} {}{}\n", verb, printable(object),
                           places > 1 ? fmt::format("  ({} places)", places) : "");
  }
}

int print_architecture(const Choice& choice, const Common& common) {
  auto root = root_of(choice.root, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  if (choice.format == "json") std::cout << to_json(tree->architecture()) << '\n';
  else print_text(tree->architecture(), common.out(), std::cout);
  if (common.timings)
    for (const StationTime& station : tree->analysis().times)
      std::cerr << fmt::format("{:<12} {:7.3f} s, {:7.3f} s of all cores\n", station.station, station.wall,
                               station.cpu);
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command =
      app.add_subcommand("architecture", "Print the recovered architecture: services, calls, events, data");
  command->add_option("ROOT", choice->root, "The tree; without it the one the working directory belongs to");
  command->add_option("--format", choice->format, "text or json (docs/json.md)")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc architecture", "under each service what it does to what"},
                          {"demarc architecture --format json . | jq '.sync_calls'", "for other programs"}});
  command->callback(
      [=, &common, &work] { work = [=, &common] { return print_architecture(*choice, common); }; });
}

}  // namespace

extern const Command architecture{"architecture", add};

}  // namespace demarc::cli::commands
