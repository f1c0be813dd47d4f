// demarc check: reads the whole tree, runs the rules, and writes the reports that were asked for.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "analyzer/base/nearest.h"
#include "integrations/cli/baseline_file.h"
#include "integrations/cli/command.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"
#include "integrations/cli/whole_file.h"
#include "integrations/reporters/report.h"

namespace demarc::cli::commands {
namespace {
namespace fs = std::filesystem;

struct Choice {
  std::vector<std::string> paths, formats, select, ignore;
  std::string fail_on = "error", base, baseline;
  bool no_baseline = false;
};

// The facts that an earlier run printed. Nothing after a complaint.
std::optional<Facts> facts_of(const std::string& path, const Common& common) {
  std::ifstream in(path, std::ios::binary);
  std::error_code failed;
  if (!in || fs::is_directory(path, failed)) {
    complain(common, fmt::format("the facts {} cannot be read", path),
             "`demarc facts > FILE` writes them, in the tree as it was before");
    return std::nullopt;
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  Result<Facts> facts = read_facts(text);
  if (facts) return std::move(*facts);
  complain(common, fmt::format("{}: {}", path, facts.error().message), facts.error().hint);
  return std::nullopt;
}

struct Target {
  const Reporter* reporter = nullptr;
  std::string file;  // empty: standard output
};

// Nothing after a complaint.
std::optional<std::vector<Target>> targets_of(const Choice& choice, const Common& common) {
  std::vector<Target> targets;
  std::vector<std::string_view> names;
  for (const Reporter* one : reporters::all()) names.push_back(one->name);
  for (const std::string& format : choice.formats) {
    const std::size_t equals = format.find('=');
    Target target{reporters::find(format.substr(0, equals)),
                  equals == std::string::npos ? "" : format.substr(equals + 1)};
    if (!target.reporter) {
      const std::string_view near = nearest(format.substr(0, equals), names);
      complain(common, fmt::format("there is no format {}", format.substr(0, equals)),
               near.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                            : fmt::format("did you mean `{}`?", near));
      return std::nullopt;
    }
    if (equals != std::string::npos && target.file.empty()) {
      complain(common, fmt::format("--format {} names no file behind the =", format));
      return std::nullopt;
    }
    targets.push_back(std::move(target));
  }
  if (targets.empty()) targets.push_back({reporters::find("text"), ""});
  std::size_t to_output = 0;
  for (const Target& target : targets) to_output += target.file.empty();
  if (to_output > 1) {
    complain(common, "two formats would be mixed on standard output",
             "give all but one a file: --format sarif=demarc.sarif");
    return std::nullopt;
  }
  return targets;
}

bool are_rules(const std::vector<std::string>& words, std::string_view option, const model::Model& model,
               const Common& common) {
  const std::vector<RuleText> own = words.empty() ? std::vector<RuleText>() : own_rules_of(model);
  for (const std::string& word : words) {
    if (!rule_pattern(word, model).empty()) continue;
    std::vector<std::string_view> known;
    for (const RuleText& rule : own) {
      known.push_back(rule.id);
      known.push_back(std::string_view(rule.id).substr(0, rule.id.find('/')));
    }
    for (const Rule* rule : rules::all()) {
      known.push_back(rule->id);
      known.push_back(rule->id.substr(0, rule->id.find('/')));
    }
    std::string_view near = nearest(word, known);
    // A name that is not finished: the first that begins so.
    for (std::size_t i = 0; near.empty() && i < known.size(); ++i)
      if (word.size() > 2 && known[i].find(word) != std::string_view::npos) near = known[i];
    complain(common, fmt::format("{} names no rule: {}", option, word),
             near.empty() ? "`demarc rules` lists them" : fmt::format("did you mean `{}`?", near));
    return false;
  }
  return true;
}

// The root, and the paths from it that the report is about; "" for the root itself is left away.
std::optional<std::string> find_root(const Choice& choice, const Common& common,
                                     std::vector<std::string>& narrowed) {
  std::vector<std::string> real;
  for (const std::string& path : choice.paths) {
    auto found = real_path(path);
    if (!found) {
      std::vector<std::string_view> names;
      for (const Command* command : all()) names.push_back(command->name);
      const std::string_view near = nearest(path, names);
      complain(common, fmt::format("there is no file or folder {}", path),
               near.empty() ? "" : fmt::format("did you mean the command `demarc {}`?", near));
      return std::nullopt;
    }
    real.push_back(std::move(*found));
  }
  std::optional<std::string> root =
      !common.root.empty() || real.empty() ? root_of({}, common) : root_above(real.front());
  if (!root) return std::nullopt;
  for (const std::string& path : real) {
    if (path == *root) {
      narrowed.clear();
      return root;
    }
    if (!is_below(path, *root)) {
      complain(common, fmt::format("{} does not lie in the tree {}", path, *root),
               "one run is about one tree; --root names it");
      return std::nullopt;
    }
    narrowed.push_back(path.substr(root->size() + (root->ends_with('/') ? 0 : 1)));
  }
  return root;
}

bool write_to(const Target& target, const Report& report, const Common& common) {
  ReporterOptions options{common.out(), common.quiet, common.verbose, common.timings};
  if (target.file.empty()) {
    target.reporter->write(report, options, std::cout);
    std::cout.flush();
    if (std::cout) return true;
    complain(common, "the report could not be written to standard output");
    return false;
  }
  options.style.color = false;
  const std::string wrong =
      write_whole(target.file, [&](std::ostream& out) { target.reporter->write(report, options, out); });
  if (!wrong.empty()) complain(common, fmt::format("the report {} cannot be written", target.file), wrong);
  return wrong.empty();
}

int check_tree(const Choice& choice, const Common& common) {
  const auto targets = targets_of(choice, common);
  if (!targets) return exit_trouble;
  ResultOptions options;
  options.select = choice.select;
  options.ignore = choice.ignore;
  options.fail_on = choice.fail_on;
  const auto root = find_root(choice, common, options.paths);
  if (!root) return exit_trouble;
  std::optional<Facts> base;
  if (!choice.base.empty()) {
    base = facts_of(choice.base, common);
    if (!base) return exit_trouble;
    options.base = &*base;
  }
  std::optional<drift::Baseline> known;
  if (!choice.no_baseline) {
    const std::string path = baseline_path(*root, choice.baseline);
    known = read_baseline_file(path, !choice.baseline.empty(), common);
    if (!known) return exit_trouble;
    if (!choice.baseline.empty() || !known->entries.empty()) {
      options.known = &*known;
      options.known_path =
          is_below(path, *root) ? path.substr(root->size() + (root->ends_with('/') ? 0 : 1)) : path;
    }
  }
  auto tree = Tree::open(*root, common);
  if (!tree || !are_rules(choice.select, "--select", tree->model(), common) ||
      !are_rules(choice.ignore, "--ignore", tree->model(), common) || !tree->analyse(common))
    return exit_trouble;
  if (tree->architecture().coverage().read == 0) {
    complain(common, fmt::format("there is nothing to read in {}", *root),
             "no file there is source code, a template or configuration that demarc knows: `demarc version "
             "--verbose` lists what it reads");
    return exit_trouble;
  }
  const Report report = report_of(*tree, options);
  if (report.model.empty() && !common.quiet)
    std::cerr << "no demarc.yaml: every service counts as a context of its own; `demarc init` writes a first "
                 "one\n";
  bool written = true;
  for (const Target& target : *targets) written = write_to(target, report, common) && written;
  return written ? report.exit_code : exit_trouble;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command =
      app.add_subcommand("check", "Find where code departs from the declared contexts (the default command)");
  command->add_option("PATH", choice->paths,
                      "Report on these files and folders; the whole tree around them is read");
  std::string formats;
  for (const Reporter* one : reporters::all())
    formats += (formats.empty() ? "" : ", ") + std::string(one->name);
  command->add_option("--format", choice->formats, fmt::format("{}; may be given several times", formats))
      ->type_name("FORMAT[=FILE]")
      ->allow_extra_args(false);
  command->add_option("--fail-on", choice->fail_on, "The least severity that makes the exit code 1")
      ->check(CLI::IsMember({"error", "warning", "note", "none"}))
      ->type_name("SEVERITY");
  command->add_option("--select", choice->select, "Run only these rules: ids, groups or globs")
      ->type_name("RULE")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--ignore", choice->ignore, "Leave these rules out")
      ->type_name("RULE")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      ->add_option("--base", choice->base,
                   "Facts of an earlier state, as `demarc facts` printed them: breaking changes count too")
      ->type_name("FILE");
  command
      ->add_option("--baseline", choice->baseline,
                   "Known findings, which do not count; demarc.baseline at the root when not given")
      ->type_name("FILE");
  command->add_flag("--no-baseline", choice->no_baseline, "Report what is known as well");
  command->add_option("--root", common.root, "The tree, where it is not the one around PATH")
      ->type_name("DIR");
  add_tree_options(*command, common);
  add_examples(*command,
               {{"demarc check", "the tree that the working directory belongs to"},
                {"demarc check services/orders", "report on one folder"},
                {"demarc check --select data --fail-on warning", "one group of rules, stricter"},
                {"demarc check --format sarif=demarc.sarif --format github", "two reports of one run"}});
  command->callback([=, &common, &work] { work = [=, &common] { return check_tree(*choice, common); }; });
}

}  // namespace

extern const Command check{"check", add};

}  // namespace demarc::cli::commands
