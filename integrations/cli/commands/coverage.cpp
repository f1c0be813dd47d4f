// demarc coverage: what was understood and what was not: files, sites, reasons, code of nobody.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>

#include "analyzer/model/unread.h"
#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/frame.h"

namespace demarc::cli::commands {
namespace {

constexpr std::size_t most_shown = 10;

class Printer {
 public:
  Printer(const Tree& tree, const Common& common)
      : tree_(tree),
        coverage_(tree.architecture().coverage()),
        all_(common.verbose),
        style_(common.out()),
        prefix_(prefix_of_paths(tree.root())) {}

  void print() {
    heading(fmt::format("files: {} of {} read", coverage_.read, coverage_.files));
    for (const auto& [language, n] : coverage_.by_language) row(n, language);
    for (const auto& [reason, n] : coverage_.left_out) row(n, "left out: " + reason);
    for (const auto& [language, n] : model::unread_in_all(model::unread_code(tree_.map())))
      row(n, fmt::format("of {}, which no reader knows: what it does is not seen", language));
    if (coverage_.with_errors) row(coverage_.with_errors, "with syntax errors, read as far as possible");
    heading("sites");
    for (const auto& [what, sites] : coverage_.sites)
      std::cout << fmt::format("  {:<8} {} resolved, {} open\n", what, sites.resolved, sites.open);
    print_open();
    print_notes();
    print_unclaimed();
  }

 private:
  void heading(std::string_view text) {
    std::cout << (first_ ? "" : "\n") << style_(Paint::strong, text) << '\n';
    first_ = false;
  }
  void row(std::size_t n, std::string_view text) {
    std::cout << fmt::format("  {:>6}  {}\n", n, printable(text));
  }
  std::string at(const Step& step) const { return to_string(tree_.sources().place(step), prefix_); }
  // True while the list is not too long; else says once how many are left.
  bool fits(std::size_t n, std::size_t all) const {
    if (all_ || n < most_shown) return true;
    if (n == most_shown) std::cout << fmt::format("    +{} more; --verbose lists them all\n", all - n);
    return false;
  }

  void print_open() {
    std::map<std::string, std::vector<const Coverage::Open*>> by_reason;
    for (const Coverage::Open& open : coverage_.open)
      by_reason[open.reason.empty() ? "no reason is known" : open.reason].push_back(&open);
    std::vector<std::pair<std::string, std::vector<const Coverage::Open*>>> sorted(by_reason.begin(),
                                                                                   by_reason.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
    if (!sorted.empty()) heading("unresolved, by reason");
    for (const auto& [reason, sites] : sorted) {
      row(sites.size(), reason);
      for (std::size_t n = 0; n < sites.size() && fits(n, sites.size()); ++n)
        std::cout << "    " << at(sites[n]->place) << "  " << printable(sites[n]->service) << ' '
                  << printable(sites[n]->what) << '\n';
    }
  }

  void print_notes() {
    if (!coverage_.notes.empty()) heading("incomplete");
    for (std::size_t n = 0; n < coverage_.notes.size() && fits(n, coverage_.notes.size()); ++n)
      std::cout << "    " << at(coverage_.notes[n].first) << "  " << printable(coverage_.notes[n].second)
                << '\n';
  }

  void print_unclaimed() {
    const model::ContextMap& map = tree_.map();
    if (!map.is_declared()) {
      heading("contexts");
      std::cout << "  none declared: write a demarc.yaml; `demarc model schema` describes it\n";
      return;
    }
    std::map<std::string, std::size_t> folders;
    std::map<std::string, std::size_t> claimed;
    for (const std::string& path : map.paths()) {
      const model::PartyId party = map.of_path(path);
      if (party != model::nobody) ++claimed[map.name(party)];
      else ++folders[std::string(folder_of(path))];
    }
    heading("contexts");
    for (const auto& [name, n] : claimed) row(n, fmt::format("{} of {}", n == 1 ? "file" : "files", name));
    std::size_t all = 0;
    for (const auto& [folder, n] : folders) all += n;
    row(all, "files of no context");
    std::size_t shown = 0;
    for (const auto& [folder, n] : folders) {
      if (!fits(shown++, folders.size())) break;
      std::cout << fmt::format("    {}{}  {}\n", printable(prefix_), folder.empty() ? "." : printable(folder),
                               counted(n, "file"));
    }
  }

  const Tree& tree_;
  const Coverage& coverage_;
  bool all_, first_ = true;
  Style style_;
  std::string prefix_;
};

int print_coverage(const std::string& given, const Common& common) {
  auto root = root_of(given, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  Printer(*tree, common).print();
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto root = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("coverage", "Print what was and was not understood, with reasons");
  command->add_option("ROOT", *root, "The tree; without it the one the working directory belongs to");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc coverage", "files, sites, reasons, code of no context"},
                          {"demarc coverage --verbose", "every place"}});
  command->callback([=, &common, &work] { work = [=, &common] { return print_coverage(*root, common); }; });
}

}  // namespace

extern const Command coverage{"coverage", add};

}  // namespace demarc::cli::commands
