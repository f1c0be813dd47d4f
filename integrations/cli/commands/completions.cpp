// demarc completions SHELL: what a shell needs to complete commands, options and their words.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "integrations/cli/command.h"
#include "integrations/cli/result.h"
#include "integrations/reporters/report.h"

namespace demarc::cli::commands {
namespace {

struct Spelled {
  std::string name, about;
  std::vector<std::pair<std::string, std::string>> options;  // long names and sentences
  std::vector<std::string> words;                            // that may stand behind the command
};

std::vector<Spelled> spelled(const CLI::App& app) {
  std::vector<Spelled> out;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    Spelled one{command->get_name(), command->get_description(), {}, {}};
    for (const CLI::Option* option : command->get_options())
      for (const std::string& name : option->get_lnames())
        one.options.emplace_back("--" + name, option->get_description());
    for (const CLI::App* inner : command->get_subcommands([](const CLI::App*) { return true; }))
      one.words.push_back(inner->get_name());
    if (one.name == "show") one.words = {"context", "service", "table", "channel"};
    if (one.name == "completions") one.words = {"bash", "zsh", "fish"};
    if (one.name == "explain")
      for (const Rule* rule : demarc::rules::all()) one.words.emplace_back(rule->id);
    out.push_back(std::move(one));
  }
  return out;
}

// Words that may stand behind an option.
std::vector<std::pair<std::string, std::string>> values() {
  std::string formats;
  for (const Reporter* one : reporters::all()) formats += std::string(one->name) + " ";
  return {{"--format", formats}, {"--fail-on", "error warning note none"}, {"--color", "auto always never"}};
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

void bash(const std::vector<Spelled>& commands) {
  std::vector<std::string> names;
  for (const Spelled& one : commands) names.push_back(one.name);
  std::cout << "# bash: source <(demarc completions bash)\n_demarc() {\n"
               "  local current=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" "
               "command=check word words= options=\n"
               "  COMPREPLY=()\n  case \"$before\" in\n";
  for (const auto& [option, words] : values())
    std::cout << fmt::format("    {}) COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n", option,
                             words);
  std::cout << "    --config|--root) COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n  esac\n"
               "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
            << fmt::format("    case \" {} \" in *\" $word \"*) command=\"$word\"; break ;; esac\n",
                           joined(names))
            << "  done\n"
            << "  case \"$command\" in\n";
  for (const Spelled& one : commands) {
    std::vector<std::string> options;
    for (const auto& [name, about] : one.options) options.push_back(name);
    std::cout << fmt::format("    {}) options=\"{}\"; words=\"{}\" ;;\n", one.name, joined(options),
                             joined(one.words));
  }
  std::cout << "  esac\n"
            << fmt::format("  [ \"$COMP_CWORD\" -eq 1 ] && words=\"$words {}\"\n", joined(names))
            << "  case \"$current\" in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
               "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$current\") $(compgen -f -- \"$current\")) "
               ";;\n  esac\n}\n"
               "complete -o filenames -F _demarc demarc\n";
}

// Text between single quotes, without what zsh gives a meaning inside of brackets.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\'') out += "'\\''";
    else if (c == '[' || c == ']' || c == ':') (out += '\\') += c;
    else out += c;
  }
  return out;
}

void zsh(const std::vector<Spelled>& commands) {
  std::cout << "#compdef demarc\n# zsh: demarc completions zsh > a folder of $fpath, as _demarc\n_demarc() "
               "{\n  local -a commands\n  commands=(\n";
  for (const Spelled& one : commands)
    std::cout << fmt::format("    '{}:{}'\n", one.name, zsh_text(one.about));
  std::cout << "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    _files\n    return\n "
               " fi\n  case \"$words[2]\" in\n";
  for (const Spelled& one : commands) {
    std::cout << fmt::format("    {})\n      _arguments", one.name);
    for (const auto& [name, about] : one.options) {
      std::string words;
      for (const auto& [option, list] : values())
        if (option == name) words = fmt::format(":value:({})", list);
      std::cout << fmt::format(" \\\n        '{}[{}]{}'", name, zsh_text(about), words);
    }
    std::cout << fmt::format(" \\\n        '*:{}'\n      ;;\n",
                             one.words.empty() ? "file:_files" : fmt::format("word:({})", joined(one.words)));
  }
  std::cout << "    *) _files ;;\n  esac\n}\n_demarc \"$@\"\n";
}

void fish(const std::vector<Spelled>& commands) {
  const auto text = [](std::string_view raw) {
    std::string out;
    for (char c : raw) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    return out;
  };
  std::cout << "# fish: demarc completions fish > ~/.config/fish/completions/demarc.fish\n";
  for (const Spelled& one : commands) {
    std::cout << fmt::format("complete -c demarc -n __fish_use_subcommand -a {} -d '{}'\n", one.name,
                             text(one.about));
    for (const auto& [name, about] : one.options) {
      std::string words;
      for (const auto& [option, list] : values())
        if (option == name) words = fmt::format(" -x -a '{}'", list);
      std::cout << fmt::format("complete -c demarc -n '__fish_seen_subcommand_from {}' -l {}{} -d '{}'\n",
                               one.name, name.substr(2), words, text(about));
    }
    if (!one.words.empty())
      std::cout << fmt::format("complete -c demarc -n '__fish_seen_subcommand_from {}' -a '{}'\n", one.name,
                               joined(one.words));
  }
}

void add(CLI::App& app, Common&, Work& work) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completions", "Print completions for a shell");
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}))
      ->required();
  add_examples(*command,
               {{"source <(demarc completions bash)", "for this shell"},
                {"demarc completions fish > ~/.config/fish/completions/demarc.fish", "for every one"}});
  command->callback([=, &app, &work] {
    work = [=, &app] {
      const std::vector<Spelled> commands = spelled(app);
      if (*shell == "bash") bash(commands);
      else if (*shell == "zsh") zsh(commands);
      else fish(commands);
      return exit_clean;
    };
  });
}

}  // namespace

extern const Command completions{"completions", add};

}  // namespace demarc::cli::commands
