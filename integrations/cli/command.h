// What a command of the command line is: its name, its options, and what it does with them.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/reporters/style.h"

namespace CLI {
class App;
}

namespace demarc::cli {

inline constexpr int exit_clean = 0, exit_findings = 1, exit_trouble = 2;

// Options that every command takes.
struct Common {
  std::string config;                  // --config: path of the model file; empty: demarc.yaml at the root
  std::string root;                    // --root
  std::vector<std::string> checkouts;  // --config-checkout: "folder" or "address=folder", each
  std::string color = "auto";
  unsigned jobs = 0;
  bool quiet = false, verbose = false, timings = false;
  Style out() const;  // how to write to standard output
  Style err() const;
};

// The work that the command line asked for; returns the exit code.
using Work = std::function<int()>;

// A command adds itself to `app`, and sets `work` when it is the one that was asked for. The file in
// integrations/cli/commands/ is its registration.
struct Command {
  std::string_view name;
  void (*add)(CLI::App& app, Common& common, Work& work);
};

namespace commands {
std::span<const Command* const> all();
}

// Adds the options of Common that concern the reading of a tree.
void add_tree_options(CLI::App& command, Common& common);
// Adds --color, --quiet and --verbose.
void add_output_options(CLI::App& command, Common& common);
// The examples below a command's help.
void add_examples(CLI::App& command, const std::vector<std::pair<std::string, std::string>>& examples);

}  // namespace demarc::cli
