// Follows the instructions of a Dockerfile stage by stage.
#include "parsers/templates/docker/image_build.h"

#include <algorithm>

#include "analyzer/base/letters.h"
#include "parsers/templates/docker/command_line.h"

namespace demarc::containers {
namespace {

constexpr std::size_t max_stages = 200;
constexpr std::size_t max_variables = 2'000;

// Quotes and escapes taken off, variables put in; nothing is put in inside of single quotes.
std::string docker_text(std::string_view word, const Lookup& lookup, char escape) {
  std::string out, part;
  auto flush = [&] {
    out += interpolate(part, lookup, {"build", escape, false});
    part.clear();
  };
  char quote = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (quote == 0 && (c == '"' || c == '\'')) {
      flush();
      quote = c;
    } else if (quote != 0 && c == quote) {
      if (quote == '\'') out += part, part.clear();
      else flush();
      quote = 0;
    } else if (c == escape && quote != '\'' && i + 1 < word.size()) {
      ++i;
      if (word[i] == '$') part += escape;  // interpolate takes it off
      else if (quote == '"' && word[i] != '"' && word[i] != escape) part += c;
      part += word[i];
    } else {
      part += c;
    }
  }
  flush();
  return out;
}

std::string_view flag_value(const DockerInstruction& one, std::string_view name) {
  for (const DockerWord& flag : one.flags)
    if (std::string_view(flag.text).starts_with(name) && flag.text.size() > name.size() &&
        flag.text[name.size()] == '=')
      return std::string_view(flag.text).substr(name.size() + 1);
  return {};
}

class Reading {
 public:
  Reading(FileId file, char escape, const BuildArguments& arguments, std::vector<Stage>& stages)
      : file_(file), escape_(escape), arguments_(arguments), stages_(stages) {}

  void take(const DockerInstruction& one) {
    if (one.name == "FROM") return from(one);
    if (one.name == "ARG") return argument(one);
    if (stages_.empty()) return;
    Stage& stage = stages_.back();
    if (one.name == "ENV") environment(one, stage);
    else if (one.name == "EXPOSE") expose(one, stage);
    else if (one.name == "WORKDIR") stage.folder = inside_path(stage.folder, text(one.text));
    else if (one.name == "COPY" || one.name == "ADD") copy(one, stage);
    else if (one.name == "RUN") run(one, stage);
    else if (one.name == "ENTRYPOINT" || one.name == "CMD") start(one, stage);
  }

 private:
  Span place(const DockerInstruction& one) const { return {file_, one.begin, one.end}; }

  Lookup lookup() {
    return [this](std::string_view name) -> std::optional<std::string> {
      if (!stages_.empty())
        if (const Variable* known = find_variable(stages_.back().variables, name)) return known->value;
      if (auto at = local_.find(name); at != local_.end()) return at->second;
      if (stages_.empty())
        if (auto at = global_.find(name); at != global_.end()) return at->second;
      return std::nullopt;
    };
  }
  std::string text(std::string_view word) { return docker_text(word, lookup(), escape_); }

  void from(const DockerInstruction& one) {
    if (one.words.empty() || stages_.size() >= max_stages) return;
    Stage made;
    made.span = place(one);
    local_.clear();
    // FROM sees the arguments in front of the first stage only.
    const Lookup global = [this](std::string_view name) -> std::optional<std::string> {
      auto at = global_.find(name);
      return at == global_.end() ? std::nullopt : std::optional<std::string>(at->second);
    };
    made.base = docker_text(one.words[0].text, global, escape_);
    if (one.words.size() >= 3 && lower(one.words[1].text) == "as") made.name = lower(one.words[2].text);
    for (std::size_t i = 0; i < stages_.size(); ++i)
      if (!stages_[i].name.empty() && stages_[i].name == lower(made.base)) made.parent = static_cast<int>(i);
    if (made.parent >= 0) {
      const Stage& parent = stages_[static_cast<std::size_t>(made.parent)];
      made.base.clear();
      made.variables = parent.variables;
      made.ports = parent.ports;
      made.entrypoint = parent.entrypoint;
      made.shell_entrypoint = parent.shell_entrypoint;
      made.command = parent.command;
      made.command_span = parent.command_span;
      made.folder = parent.folder;
    }
    stages_.push_back(std::move(made));
  }

  void argument(const DockerInstruction& one) {
    for (const DockerWord& word : one.words) {
      const std::size_t equals = word.text.find('=');
      const std::string name = word.text.substr(0, equals);
      auto& scope = stages_.empty() ? global_ : local_;
      if (auto given = arguments_.find(name); given != arguments_.end()) scope[name] = given->second;
      else if (equals != std::string::npos)
        scope[name] = text(std::string_view(word.text).substr(equals + 1));
      else if (auto above = global_.find(name); above != global_.end()) scope[name] = above->second;
      if (scope.size() > max_variables) return;
    }
  }

  void environment(const DockerInstruction& one, Stage& stage) {
    if (one.words.empty() || stage.variables.size() > max_variables) return;
    const Lookup before = lookup();
    if (one.words[0].text.find('=') == std::string::npos) {
      // ENV NAME the rest of the line
      const std::size_t blank = one.text.find_first_of(" \t");
      if (blank == std::string::npos) return;
      std::string_view rest = std::string_view(one.text).substr(blank);
      rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \t")));
      set_variable(stage.variables,
                   {one.text.substr(0, blank), docker_text(rest, before, escape_), place(one)});
      return;
    }
    std::vector<Variable> made;  // all words see the values of before
    for (const DockerWord& word : one.words) {
      const std::size_t equals = word.text.find('=');
      if (equals == std::string::npos || equals == 0) continue;
      made.push_back({word.text.substr(0, equals),
                      docker_text(std::string_view(word.text).substr(equals + 1), before, escape_),
                      {file_, word.begin, word.end}});
    }
    for (Variable& v : made) set_variable(stage.variables, std::move(v));
  }

  void expose(const DockerInstruction& one, Stage& stage) {
    for (const DockerWord& word : one.words) {
      std::string port = text(word.text);
      port = port.substr(0, port.find('/'));
      if (!port.empty() && stage.ports.size() < 200)
        stage.ports.push_back({port, {file_, word.begin, word.end}});
    }
  }

  void copy(const DockerInstruction& one, Stage& stage) {
    Copy made;
    made.span = place(one);
    made.from = text(flag_value(one, "--from"));
    std::vector<std::string> words;
    if (one.is_list) {
      for (const std::string& word : one.list)
        words.push_back(interpolate(word, lookup(), {"build", escape_, false}));
    } else {
      for (const DockerWord& word : one.words) words.push_back(text(word.text));
    }
    if (words.size() < 2) return;
    std::string to = words.back();
    words.pop_back();
    std::erase_if(words, [](const std::string& w) {
      return w.starts_with("<<") || w.find("://") != std::string::npos;
    });
    if (words.empty()) return;
    made.into_folder = words.size() > 1 || to.ends_with('/') || to == "." || to.ends_with("/.");
    made.to = inside_path(stage.folder, to);
    made.sources = std::move(words);
    stage.copies.push_back(std::move(made));
  }

  void run(const DockerInstruction& one, Stage& stage) {
    std::string command = one.text;
    if (one.is_list) {
      command.clear();
      for (const std::string& word : one.list) command += (command.empty() ? "" : " ") + word;
    }
    for (const std::string& body : one.heredocs) command += "\n" + body;
    stage.runs.push_back(
        {interpolate(command, lookup(), {"build", escape_, false}), stage.folder, place(one)});
  }

  // The shell puts variables in when the container runs: they stay as they are written.
  void start(const DockerInstruction& one, Stage& stage) {
    std::vector<std::string> words = one.is_list ? one.list : std::vector<std::string>{one.text};
    stage.command_span = place(one);
    if (one.name == "ENTRYPOINT") {
      stage.entrypoint = std::move(words);
      stage.shell_entrypoint = !one.is_list;
      stage.command.clear();  // a new entrypoint takes the inherited command away
    } else {
      stage.command = std::move(words);
    }
  }

  FileId file_;
  char escape_;
  const BuildArguments& arguments_;
  std::vector<Stage>& stages_;
  BuildArguments global_, local_;
};

}  // namespace

void set_variable(std::vector<Variable>& all, Variable one) {
  for (Variable& have : all)
    if (have.name == one.name) {
      have = std::move(one);
      return;
    }
  all.push_back(std::move(one));
}

const Variable* find_variable(const std::vector<Variable>& all, std::string_view name) {
  for (const Variable& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

std::string inside_path(std::string_view folder, std::string_view relative) {
  std::string joined(relative.starts_with('/') ? "" : folder);
  if (!relative.starts_with('/')) joined += '/';
  joined += relative;
  while (joined.starts_with('/')) joined.erase(0, 1);
  auto normal = normal_path(joined);
  return "/" + normal.value_or("");
}

ImageBuild::ImageBuild(FileId file, const std::vector<DockerInstruction>& instructions, char escape,
                       const BuildArguments& arguments, std::string_view target) {
  is_plain_ = target.empty();
  for (const DockerInstruction& one : instructions)
    if (one.name == "COPY" || one.name == "ADD" || one.name == "WORKDIR" || one.name == "CMD" ||
        one.name == "ENTRYPOINT" || (one.name == "RUN" && !build_targets(one.text).empty()))
      for (const auto& [name, value] : arguments)
        is_plain_ &=
            one.text.find("$" + name) == std::string::npos && one.text.find("${" + name) == std::string::npos;
  Reading reading(file, escape, arguments, stages_);
  for (const DockerInstruction& one : instructions) reading.take(one);
  if (stages_.empty()) return;
  wanted_ = static_cast<int>(stages_.size()) - 1;
  if (!target.empty())
    if (int named = stage_named(target); named >= 0) wanted_ = named;
  result_ = stages_[static_cast<std::size_t>(wanted_)];
}

int ImageBuild::stage_named(std::string_view name) const {
  const std::string wanted = lower(name);
  for (std::size_t i = stages_.size(); i-- > 0;)
    if (stages_[i].name == wanted) return static_cast<int>(i);
  if (!wanted.empty() && wanted.size() < 4 &&
      std::all_of(wanted.begin(), wanted.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    const int number = std::stoi(wanted);
    if (number < static_cast<int>(stages_.size())) return number;
  }
  return -1;
}

std::vector<int> ImageBuild::reached() const {
  std::vector<int> all;
  if (wanted_ >= 0) all.push_back(wanted_);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Stage& stage = stages_[static_cast<std::size_t>(all[i])];
    auto add = [&](int s) {
      if (s >= 0 && std::find(all.begin(), all.end(), s) == all.end()) all.push_back(s);
    };
    for (const Copy& copy : stage.copies)
      if (!copy.from.empty()) add(stage_named(copy.from));
    add(stage.parent);
  }
  return all;
}

bool ImageBuild::takes_whole_context() const {
  for (int number : reached())
    for (const Copy& copy : stages_[static_cast<std::size_t>(number)].copies)
      for (const std::string& source : copy.sources)
        if (copy.from.empty() && (source == "." || source == "./" || source == "/" || source == "*"))
          return true;
  return false;
}

std::string ImageBuild::base_image() const {
  int at = wanted_;
  for (int steps = 0; at >= 0 && steps < 200; ++steps) {
    const Stage& stage = stages_[static_cast<std::size_t>(at)];
    if (stage.parent < 0) return stage.base;
    at = stage.parent;
  }
  return {};
}

std::vector<std::string> ImageBuild::start() const {
  std::vector<std::string> words = result_.entrypoint;
  if (!result_.shell_entrypoint) words.insert(words.end(), result_.command.begin(), result_.command.end());
  return words;
}

}  // namespace demarc::containers
