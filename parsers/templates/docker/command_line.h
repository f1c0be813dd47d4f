// Command lines of containers and builds: words, system properties, program arguments, started files.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demarc::containers {

// Words of a shell text, quotes taken off, at most 2,000; ; & && || | and line ends are words of their own.
std::vector<std::string> shell_words(std::string_view text);
// The words of a command given as a list of arguments; `sh -c "…"` and texts with blanks are taken apart.
std::vector<std::string> command_words(const std::vector<std::string>& arguments);

// -Da.b=c and --a.b=c of a Java command, and what run plugins pass on: property and value.
std::vector<std::pair<std::string, std::string>> framework_properties(
    const std::vector<std::string>& arguments);
// -Da.b=c of a variable that a Java machine reads its options from.
bool is_java_options(std::string_view variable);
std::vector<std::pair<std::string, std::string>> system_properties(std::string_view options);

// Files and modules that an interpreter is started with: "index.js", "app.py", "app/main.py" for -m app.main.
std::vector<std::string> started_files(const std::vector<std::string>& arguments);

// The class whose main a JVM is started with: "shop.orders.Main" of `java -cp app.jar shop.orders.Main`, of
// `-Dloader.main=` and the like, and of build tools that run one. "" when the archive itself says it.
std::string started_class(const std::vector<std::string>& arguments);
// A setting, or a variable, that images and launchers take the main class from: "loader.main", "MAIN_CLASS".
bool is_main_class_setting(std::string_view name);

// What a build command builds: a path, and the folder it is relative to (where `cd` and the like lead).
struct BuildTarget {
  std::string folder, path;
};
std::vector<BuildTarget> build_targets(std::string_view text);

}  // namespace demarc::containers
