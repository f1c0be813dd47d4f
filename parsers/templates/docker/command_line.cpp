// Takes command lines apart, without ever running one.
#include "parsers/templates/docker/command_line.h"

#include <algorithm>
#include <array>

namespace demarc::containers {
namespace {

constexpr std::size_t max_words = 2'000;

bool is_separator(std::string_view word) {
  return word == ";" || word == "&" || word == "&&" || word == "||" || word == "|" || word == "\n";
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// a.b=c without the dashes in front; false when it is no setting.
bool split_setting(std::string_view text, std::string& name, std::string& value) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  name = text.substr(0, equals);
  value = text.substr(equals + 1);
  return name.find_first_of(" \t\"'$\x01") == std::string::npos;
}

bool has_script_ending(std::string_view word) {
  for (std::string_view ending : {".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".php", ".pl", ".exs"})
    if (word.ends_with(ending) && word.size() > ending.size()) return true;
  return false;
}

std::string dotted_path(std::string_view module) {
  std::string path(module.substr(0, module.find(':')));
  std::replace(path.begin(), path.end(), '.', '/');
  return path + ".py";
}

}  // namespace

std::vector<std::string> shell_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool is_open = false;
  auto end = [&] {
    if (is_open) words.push_back(std::move(word));
    word.clear();
    is_open = false;
  };
  char quote = 0;
  for (std::size_t i = 0; i < text.size() && words.size() < max_words; ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      else if (c == '\\' && quote == '"' && i + 1 < text.size() &&
               (text[i + 1] == '"' || text[i + 1] == '\\'))
        word += text[++i];
      else word += c;
      continue;
    }
    if (c == '"' || c == '\'') {
      quote = c;
      is_open = true;
    } else if (c == '\\' && i + 1 < text.size()) {
      if (text[i + 1] != '\n') word += text[i + 1], is_open = true;
      ++i;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end();
    } else if (c == ';' || c == '\n' || c == '&' || c == '|') {
      end();
      std::string sign(1, c);
      if ((c == '&' || c == '|') && i + 1 < text.size() && text[i + 1] == c) sign += text[++i];
      words.push_back(std::move(sign));
    } else {
      word += c;
      is_open = true;
    }
  }
  end();
  return words;
}

std::vector<std::string> command_words(const std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < arguments.size() && words.size() < max_words; ++i) {
    const std::string& one = arguments[i];
    const bool is_script = (i > 0 && arguments[i - 1].starts_with("-") && arguments[i - 1].ends_with("c") &&
                            arguments[i - 1].size() <= 4) ||
                           (arguments.size() == 1);
    if (is_script) {
      for (std::string& word : shell_words(one)) words.push_back(std::move(word));
    } else {
      words.push_back(one);
    }
  }
  return words;
}

bool is_java_options(std::string_view variable) {
  for (std::string_view ending : {"JAVA_OPTS", "JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JVM_OPTS", "JVM_ARGS",
                                  "JVM_OPTIONS", "CATALINA_OPTS", "JAVA_ARGS"})
    if (variable.ends_with(ending)) return true;
  return false;
}

std::vector<std::pair<std::string, std::string>> system_properties(std::string_view options) {
  std::vector<std::pair<std::string, std::string>> found;
  std::string name, value;
  for (const std::string& word : shell_words(options))
    if (word.starts_with("-D") && split_setting(std::string_view(word).substr(2), name, value))
      found.emplace_back(name, value);
  return found;
}

std::vector<std::pair<std::string, std::string>> framework_properties(
    const std::vector<std::string>& arguments) {
  std::vector<std::pair<std::string, std::string>> found;
  const std::vector<std::string> words = command_words(arguments);
  bool is_java = false, has_program = false, is_build = false;
  std::string name, value;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const std::string_view base = base_name(word);
    if (is_separator(word)) {
      is_java = has_program = is_build = false;
      continue;
    }
    if (base == "java") {
      is_java = true;
      continue;
    }
    if (base == "mvn" || base == "mvnw" || base == "gradle" || base == "gradlew") {
      is_build = true;
      continue;
    }
    // An image's own start script, or arguments alone behind an image's own entrypoint.
    if (word.ends_with(".jar") || (i == 0 && word.starts_with("--") && word.find('.') < word.find('=')))
      has_program = true;
    if (is_java && !word.starts_with("-") && word.find('.') != std::string::npos) has_program = true;
    if (word.starts_with("-D") && split_setting(std::string_view(word).substr(2), name, value)) {
      if (name == "spring-boot.run.profiles" || name == "spring.profiles") name = "spring.profiles.active";
      if (name == "spring-boot.run.arguments" || name == "spring-boot.run.jvmArguments" ||
          name == "run.arguments") {
        for (const std::string& inner : shell_words(value))
          if ((inner.starts_with("--") || inner.starts_with("-D")) &&
              split_setting(std::string_view(inner).substr(2), name, value))
            found.emplace_back(name, value);
        continue;
      }
      found.emplace_back(name, value);
    } else if (is_build && word.starts_with("--args=")) {
      for (const std::string& inner : shell_words(std::string_view(word).substr(7)))
        if (inner.starts_with("--") && split_setting(std::string_view(inner).substr(2), name, value))
          found.emplace_back(name, value);
    } else if (has_program && word.starts_with("--") &&
               split_setting(std::string_view(word).substr(2), name, value)) {
      found.emplace_back(name, value);
    }
  }
  return found;
}

std::vector<std::string> started_files(const std::vector<std::string>& arguments) {
  std::vector<std::string> found;
  const std::vector<std::string> words = command_words(arguments);
  bool is_module = false, is_server = false;
  for (const std::string& word : words) {
    if (is_module) {
      found.push_back(dotted_path(word));
      is_module = false;
      continue;
    }
    if (word == "-m") {
      is_module = true;
    } else if (base_name(word) == "gunicorn" || base_name(word) == "uvicorn" ||
               base_name(word) == "hypercorn" || base_name(word) == "uwsgi" || base_name(word) == "celery") {
      is_server = true;
    } else if (!word.starts_with("-") && has_script_ending(word)) {
      found.push_back(word);
    } else if (is_server && !word.starts_with("-") && word.find(':') != std::string::npos &&
               word.find("://") == std::string::npos &&
               word.find_first_of("0123456789") == std::string::npos) {
      found.push_back(dotted_path(word));
    }
  }
  return found;
}

bool is_main_class_setting(std::string_view name) {
  for (std::string_view one : {"loader.main", "start-class", "start.class", "main.class", "mainClass",
                               "exec.mainClass", "spring-boot.run.main-class", "LOADER_MAIN", "START_CLASS",
                               "MAIN_CLASS", "JAVA_MAIN_CLASS", "JAVA_MAIN", "APP_MAIN_CLASS"})
    if (name == one) return true;
  return false;
}

std::string started_class(const std::vector<std::string>& arguments) {
  std::string said, name, value;
  bool is_java = false;
  const std::vector<std::string> words = command_words(arguments);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (is_separator(word)) {
      is_java = false;
    } else if (base_name(word) == "java") {
      is_java = true;
    } else if (word.starts_with("-D") && split_setting(std::string_view(word).substr(2), name, value)) {
      if (is_main_class_setting(name)) said = value;
    } else if (word == "-cp" || word == "-classpath" || word == "--class-path" || word == "-p" ||
               word == "--module-path") {
      ++i;
    } else if (is_java && !word.starts_with("-")) {
      // What follows is the program's own.
      is_java = false;
      const bool is_plain = word.find_first_of("/\\$*\x01 :") == std::string::npos;
      if (said.empty() && is_plain && !word.ends_with(".jar") && !word.ends_with(".war")) said = word;
    } else if (is_java && word == "-jar") {
      is_java = false;
      ++i;
    }
  }
  return said;
}

std::vector<BuildTarget> build_targets(std::string_view text) {
  std::vector<BuildTarget> found;
  const std::vector<std::string> words = shell_words(text);
  std::string folder;
  auto enter = [&](std::string_view path) {
    if (path.starts_with('/')) folder = path;
    else folder += (folder.empty() ? "" : "/") + std::string(path);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view base = base_name(words[i]);
    std::size_t end = i + 1;
    while (end < words.size() && !is_separator(words[end])) ++end;
    const std::string second = i + 1 < end ? words[i + 1] : "";
    if (words[i] == "cd" && !second.empty()) {
      enter(second);
      i = end;
    } else if (base == "go" && (second == "build" || second == "install" || second == "run")) {
      std::string at = folder, target;
      for (std::size_t k = i + 2; k < end; ++k) {
        const std::string& word = words[k];
        if (word == "-C" && k + 1 < end) at = words[++k];
        else if (word == "-o" || word == "-ldflags" || word == "-tags" || word == "-gcflags" ||
                 word == "-mod" || word == "-p")
          ++k;
        else if (!word.starts_with("-")) target = word;
      }
      if (target.ends_with("/...")) target.resize(target.size() - 4);
      if (target.find("\x01") == std::string::npos) found.push_back({at, target});
      i = end;
    } else if (base == "dotnet" && (second == "publish" || second == "build")) {
      std::string target;
      for (std::size_t k = i + 2; k < end && target.empty(); ++k) {
        if (!words[k].starts_with("-")) target = words[k];
        else if (words[k].find('=') == std::string::npos && words[k] != "--no-restore" &&
                 words[k] != "--no-build" && words[k] != "--self-contained")
          ++k;
      }
      std::replace(target.begin(), target.end(), '\\', '/');
      if (!target.ends_with(".sln")) found.push_back({folder, target});
      i = end;
    } else if (base == "mvn" || base == "mvnw") {
      for (std::size_t k = i + 1; k < end; ++k) {
        std::string modules;
        if ((words[k] == "-pl" || words[k] == "--projects" || words[k] == "-f" || words[k] == "--file") &&
            k + 1 < end)
          modules = words[k + 1];
        if (words[k].starts_with("--projects=") || words[k].starts_with("-pl="))
          modules = words[k].substr(words[k].find('=') + 1);
        while (!modules.empty()) {
          std::string one = modules.substr(0, modules.find(','));
          modules.erase(0, std::min(modules.size(), one.size() + 1));
          // -pl may name artifacts (":order"): modules are mostly called like their folders.
          if (one.starts_with(':')) one.erase(0, 1);
          if (!one.starts_with('!') && !one.empty()) found.push_back({folder, one});
        }
      }
      i = end;
    } else if (base == "gradle" || base == "gradlew") {
      for (std::size_t k = i + 1; k < end; ++k) {
        std::string word = words[k];
        if (word.starts_with('-')) {
          if ((word == "-p" || word == "--project-dir") && k + 1 < end) found.push_back({folder, words[++k]});
          else if (word == "-x") ++k;
          continue;
        }
        const std::size_t last = word.rfind(':');
        if (last == std::string::npos || last == 0) continue;
        std::string path = word.substr(0, last);
        if (path.starts_with(':')) path.erase(0, 1);
        std::replace(path.begin(), path.end(), ':', '/');
        found.push_back({folder, path});
      }
      i = end;
    } else if ((base == "npm" || base == "yarn" || base == "pnpm" || base == "npx" || base == "turbo" ||
                base == "nx" || base == "lerna" || base == "cargo")) {
      for (std::size_t k = i + 1; k < end; ++k) {
        const std::string& word = words[k];
        std::string path;
        if ((word == "--workspace" || word == "-w" || word == "--prefix" || word == "--cwd" ||
             word == "--dir" || word == "-C" || word == "--manifest-path") &&
            k + 1 < end)
          path = words[k + 1];
        for (std::string_view flag : {"--workspace=", "--prefix=", "--cwd=", "--dir=", "--manifest-path="})
          if (word.starts_with(flag)) path = word.substr(flag.size());
        if (!path.empty()) found.push_back({folder, path});
      }
      i = end;
    }
  }
  return found;
}

}  // namespace demarc::containers
