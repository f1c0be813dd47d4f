// Splits command lines as a shell would, without running anything.
#include "parsers/templates/parameters/commands.h"

#include <algorithm>

namespace demarc::parameters {
namespace {

constexpr std::size_t max_words = 5'000;

struct Word {
  std::string text;
  bool is_operator = false;  // && ; | and the end of a line
};

// Quotes are taken away, $(…) and ${…} stay whole, a backslash joins lines.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::string word;
  bool has_word = false;
  auto flush = [&] {
    if (has_word) words.push_back({word, false});
    word.clear();
    has_word = false;
  };
  char quote = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size() && words.size() < max_words; ++i) {
    const char c = text[i];
    if (depth > 0 || text.substr(i).starts_with("$(") || text.substr(i).starts_with("${")) {
      // A substitution keeps its blanks; it ends with its bracket.
      if (c == '(' || c == '{') ++depth;
      if (c == ')' || c == '}') --depth;
      if (c == '$' && depth == 0) {
        word += c;
        has_word = true;
        word += text[++i];
        ++depth;
        continue;
      }
      word += c;
      continue;
    }
    if (c == '\\' && i + 1 < text.size()) {
      if (text[i + 1] == '\n' || text[i + 1] == '\r') {
        while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
        ++i;
      } else {
        word += text[++i];
        has_word = true;
      }
    } else if (quote) {
      if (c == quote) quote = 0;
      else word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      has_word = true;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      flush();
    } else if (c == '\n' || c == ';' || c == '|' || c == '&') {
      flush();
      words.push_back({{}, true});
    } else {
      word += c;
      has_word = true;
    }
  }
  flush();
  return words;
}

void take_override(const std::string& word, std::vector<std::pair<std::string, std::string>>& given) {
  constexpr std::string_view key = "ParameterKey=", value = "ParameterValue=";
  if (word.starts_with(key)) {
    std::size_t comma = word.find(',');
    if (comma == std::string::npos) return;
    std::string name = word.substr(key.size(), comma - key.size());
    std::size_t at = word.find(value, comma);
    if (at != std::string::npos) given.push_back({std::move(name), word.substr(at + value.size())});
    return;
  }
  std::size_t equals = word.find('=');
  if (equals != std::string::npos && equals > 0 && word[0] != '$')
    given.push_back({word.substr(0, equals), word.substr(equals + 1)});
}

}  // namespace

std::vector<std::pair<std::string, std::string>> read_overrides(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> given;
  for (const Word& word : words_of(text)) take_override(word.text, given);
  return given;
}

std::vector<Command> read_commands(std::string_view text) {
  std::vector<Command> commands;
  const std::vector<Word> words = words_of(text);
  std::string folder;
  Command command;
  bool takes = false;
  auto finish = [&] {
    command.folder = folder;
    if (!command.given.empty()) commands.push_back(command);
    command = {};
    takes = false;
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    if (word.is_operator) {
      finish();
      continue;
    }
    const bool has_next = i + 1 < words.size() && !words[i + 1].is_operator;
    std::string option = word.text, inline_value;
    if (std::size_t equals = option.find('='); option.starts_with("--") && equals != std::string::npos) {
      inline_value = option.substr(equals + 1);
      option.resize(equals);
    }
    const bool is_first = i == 0 || words[i - 1].is_operator;
    if ((word.text == "cd" || word.text == "@cd" || word.text == "pushd") && is_first && has_next) {
      folder = words[++i].text;
    } else if (option == "--parameter-overrides" || option == "--parameters") {
      takes = true;
      if (!inline_value.empty())
        for (auto& one : read_overrides(inline_value)) command.given.push_back(std::move(one));
    } else if (option == "--template-file" || option == "--template" || option == "-t" ||
               option == "--template-body") {
      takes = false;
      if (!inline_value.empty()) command.template_path = inline_value;
      else if (has_next) command.template_path = words[++i].text;
    } else if (word.text.starts_with("-")) {
      takes = false;
    } else if (takes) {
      // A quoted list of several is one word for the shell and several for the tool.
      if (word.text.find(' ') != std::string::npos && word.text.find('=') != word.text.rfind('=')) {
        for (auto& one : read_overrides(word.text)) command.given.push_back(std::move(one));
      } else {
        take_override(word.text, command.given);
      }
    }
  }
  finish();
  return commands;
}

}  // namespace demarc::parameters
