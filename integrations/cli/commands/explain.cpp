// demarc explain: a rule's documentation, or one finding with its whole chain of evidence and the ways out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "analyzer/base/nearest.h"
#include "integrations/cli/command.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"

namespace demarc::cli::commands {
namespace {

void section(const Style& style, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  std::cout << '\n' << style(Paint::strong, title) << '\n';
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) std::cout << "  " << line << '\n';
}

// A rule of the project: what it says of itself, and the query that finds it.
void explain_own_rule(const RuleText& rule, const Style& style) {
  std::cout << style(paint_of(rule.severity), fmt::format("{}[{}]", to_string(rule.severity), rule.id))
            << "  " << printable(rule.what) << '\n';
  section(style, "What to do", rule.fix);
  section(style, "Found by (a rule of this project, in demarc.yaml)", rule.query);
  section(style, "Ways out",
          fmt::format("1. Change the code, or the query where it finds too much: `demarc query` tries one.\n"
                      "2. Make an exception under rules.{}.ignore, or in a remark on the line:\n"
                      "     demarc:ignore {} -- the reason",
                      rule.id, rule.id));
}

void explain_rule(const RuleText& rule, const Style& style) {
  if (!rule.query.empty()) {
    explain_own_rule(rule, style);
    return;
  }
  std::cout << style(paint_of(rule.severity), fmt::format("{}[{}]", to_string(rule.severity), rule.id))
            << "  " << rule.what << '\n';
  section(style, "Why it matters", rule.why);
  section(style, "What to do", rule.fix);
  section(style, "Reported (facts; the marked line is the finding)", rule.bad);
  section(style, "Not reported", rule.good);
  section(
      style, "Ways out",
      fmt::format(
          "1. Change the code: see above.\n"
          "2. Declare it, where it is meant: `uses`, `publishes` and `owns` in demarc.yaml.\n"
          "3. Make an exception, with a reason and a day on which it ends:\n"
          "     rules:\n"
          "       {}:\n"
          "         ignore:\n"
          "           - {{ paths: services/old/**, why: goes away with the old client, until: 2030-12-31 }}\n"
          "   or in a remark on the line, or on the one above: demarc:ignore {} -- the reason\n"
          "   What has ended or hides nothing is told by drift/expired-exception.",
          rule.id, rule.id));
  std::string options =
      "severity: off, note, warning or error\nmessage: added to every message\nignore: exceptions, see above";
  for (const RuleText::Option& option : rule.options)
    options +=
        fmt::format("\n{}{}: {}", option.name,
                    option.otherwise.empty() ? "" : fmt::format(" ({})", option.otherwise), option.sentence);
  section(style, "Options", options);
  if (!rule.help_uri.empty()) section(style, "Further reading", rule.help_uri);
}

bool is_fingerprint(std::string_view word) {
  return word.size() >= 6 && word.size() <= 16 &&
         word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

int explain_finding(const std::string& fingerprint, const Common& common) {
  auto root = root_of({}, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  Report report = report_of(*tree, {});
  std::erase_if(report.findings, [&](const Finding& f) { return !f.fingerprint().starts_with(fingerprint); });
  if (report.findings.empty()) {
    complain(common, fmt::format("no finding of this tree has the fingerprint {}", fingerprint),
             "`demarc check --format json` lists them");
    return exit_trouble;
  }
  ReporterOptions options;
  options.style = common.out();
  options.verbose = options.quiet = true;
  reporters::find("text")->write(report, options, std::cout);
  if (const RuleText* rule = report.rule(report.findings.front().rule)) explain_rule(*rule, common.out());
  return exit_clean;
}

int explain_word(const std::string& word, const Common& common) {
  const std::vector<RuleText> rules = all_rules();
  std::vector<std::string_view> known;
  for (const RuleText& rule : rules) {
    if (rule.id == word || std::string_view(rule.id).substr(rule.id.find('/') + 1) == word) {
      explain_rule(rule, common.out());
      return exit_clean;
    }
    known.push_back(rule.id);
    known.push_back(std::string_view(rule.id).substr(rule.id.find('/') + 1));
  }
  if (is_fingerprint(word)) return explain_finding(word, common);
  // A rule of the project is known where the project is.
  std::vector<RuleText> own;
  if (word.find('/') != std::string::npos) {
    auto root = root_of({}, common);
    auto tree = root ? Tree::open(*root, common) : std::nullopt;
    if (!tree) return exit_trouble;
    own = own_rules_of(tree->model());
  }
  for (const RuleText& rule : own) {
    if (rule.id == word) {
      explain_rule(rule, common.out());
      return exit_clean;
    }
    known.push_back(rule.id);
  }
  const std::string_view near = nearest(word, known);
  complain(common, fmt::format("there is no rule {}", word),
           near.empty() ? "`demarc rules` lists them; a finding is named by its fingerprint"
                        : fmt::format("did you mean `{}`?", near));
  return exit_trouble;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto word = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("explain", "Explain a rule, or one finding with its whole chain of evidence");
  command
      ->add_option("RULE|FINGERPRINT", *word,
                   "A rule's id, or a finding's fingerprint (its first letters do)")
      ->required();
  command->add_option("--root", common.root, "The tree of the finding")->type_name("DIR");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc explain data/shared-table", "what it finds, why, and the ways out"},
                          {"demarc explain 1f0c9a", "one finding: every link of its chain"}});
  command->callback([=, &common, &work] { work = [=, &common] { return explain_word(*word, common); }; });
}

}  // namespace

extern const Command explain{"explain", add};

}  // namespace demarc::cli::commands
