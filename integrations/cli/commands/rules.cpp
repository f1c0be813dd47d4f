// demarc rules: every rule with its severity and what it finds.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "integrations/cli/command.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"

namespace demarc::cli::commands {
namespace {

int print_rules(bool as_json, const Common& common) {
  std::vector<RuleText> rules = all_rules();
  // Below a demarc.yaml its own rules belong to them.
  std::error_code failed;
  const auto root = common.root.empty() ? real_path(".") : real_path(common.root);
  const std::string above = root ? root_above(*root) : std::string();
  if (!common.root.empty() && !root) {
    complain(common, fmt::format("there is no folder {}", common.root));
    return exit_trouble;
  }
  if (!above.empty() && std::filesystem::exists(above + "/demarc.yaml", failed)) {
    auto tree = Tree::open(above, common);
    if (!tree) return exit_trouble;
    for (RuleText& rule : own_rules_of(tree->model())) rules.push_back(std::move(rule));
  }
  if (as_json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const RuleText& rule : rules) {
      nlohmann::ordered_json options = nlohmann::ordered_json::array();
      for (const RuleText::Option& option : rule.options)
        options.push_back({{"name", option.name}, {"default", option.otherwise}, {"about", option.sentence}});
      const bool is_own = !rule.query.empty();
      list.push_back({{"id", rule.id},
                      {"severity", to_string(rule.severity)},
                      {"since", rule.since},
                      {"what", rule.what},
                      {"why", rule.why},
                      {"fix", rule.fix},
                      {"options", std::move(options)},
                      {"docs", is_own ? std::string() : "docs/rules/" + rule.id + ".md"}});
    }
    std::cout << list.dump(2) << '\n';
    return exit_clean;
  }
  const Style style = common.out();
  std::size_t width = 0;
  for (const RuleText& rule : rules) width = std::max(width, rule.id.size());
  for (const RuleText& rule : rules)
    std::cout << fmt::format("{:<{}}  ", rule.id, width)
              << style(paint_of(rule.severity), fmt::format("{:<7}", to_string(rule.severity))) << "  "
              << rule.what << '\n';
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto as_json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("rules", "List the rules");
  command->add_flag("--json", *as_json, "As JSON, with options and documentation");
  command->add_option("--root", common.root, "The tree whose own rules are listed too")->type_name("DIR");
  add_output_options(*command, common);
  add_examples(*command, {{"demarc rules", "ids, severities and what each finds"},
                          {"demarc explain data/shared-table", "all about one of them"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_rules(*as_json, common); }; });
}

}  // namespace

extern const Command rules{"rules", add};

}  // namespace demarc::cli::commands
