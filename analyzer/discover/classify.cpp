// The habits of many communities, as word lists; nothing here knows a project.
#include "analyzer/discover/classify.h"

#include <algorithm>
#include <array>
#include <string>

#include "analyzer/base/letters.h"

namespace demarc {
namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 12> vendored{
    "node_modules", "vendor",        "third_party",   "third-party",      "thirdparty", ".venv",
    "venv",         "site-packages", "dist-packages", "bower_components", "pods",       ".mvn"};
constexpr std::array<std::string_view, 17> tests{
    "test",     "tests",      "__tests__",         "spec",       "specs",        "__mocks__",
    "testdata", "test-data",  "test_data",         "fixtures",   "__fixtures__", "e2e",
    "cypress",  "playwright", "integration-tests", "unit-tests", "testing"};
constexpr std::array<std::string_view, 5> source_set_languages{"java", "kotlin", "groovy", "scala",
                                                               "resources"};
constexpr std::array<std::string_view, 6> examples{"example", "examples",      "docs",
                                                   "doc",     "documentation", "storybook"};
constexpr std::array<std::string_view, 8> generated{"__generated__", "generated",   "gen-src", "__pycache__",
                                                    ".aws-sam",      ".serverless", "cdk.out", ".terraform"};

constexpr std::array<std::string_view, 10> pieces{"services", "service",  "microservices", "modules",
                                                  "domains",  "contexts", "features",      "apps",
                                                  "domain",   "stacks"};

// A folder "vendor" whose name means somebody who sells: one of several services or modules, a module of a
// build of its own, or a package below src/main. `at` is where it begins.
bool is_own_vendor(std::string_view path, std::size_t at) {
  const std::string_view above = path.substr(0, at);
  if (above.starts_with("src/main/") || above.find("/src/main/") != std::string_view::npos) return true;
  const std::string_view below = path.substr(at + std::string_view("vendor/").size());
  if (below.starts_with("src/main/") || below.starts_with("src/test/") || below == "pom.xml" ||
      below.starts_with("build.gradle"))
    return true;
  if (above.empty()) return false;
  std::string_view folder = above.substr(0, above.size() - 1);
  if (const std::size_t slash = folder.rfind('/'); slash != std::string_view::npos)
    folder.remove_prefix(slash + 1);
  // "city-services", "shop_modules"
  if (const std::size_t mark = folder.find_last_of("-_"); mark != std::string_view::npos)
    folder.remove_prefix(mark + 1);
  return one_of(folder, pieces);
}

// OrderTest.java, OrderTests.kt; not Contest.java.
bool is_test_class(std::string_view path) {
  const std::string_view stem = path.substr(0, path.rfind('.'));
  for (std::string_view end : {"Test", "Tests", "TestCase"})
    if (stem.ends_with(end)) return true;
  return false;
}

}  // namespace

FileClass classify_path(std::string_view path) {
  const std::string all = lower(path);
  std::string_view rest = all;
  for (std::size_t slash; (slash = rest.find('/')) != std::string_view::npos; rest = rest.substr(slash + 1)) {
    std::string_view part = rest.substr(0, slash);
    if (one_of(part, vendored) && !(part == "vendor" && is_own_vendor(all, all.size() - rest.size())))
      return FileClass::vendored;
    if (one_of(part, generated)) return FileClass::generated;
    // Below src/main folders are package names: com.example is nobody's example.
    const std::string_view above = std::string_view(all).substr(0, all.size() - rest.size());
    if (above.starts_with("src/main/") || above.find("/src/main/") != std::string_view::npos) continue;
    if (one_of(part, tests) || part.ends_with("-tests") || part.ends_with("_tests") ||
        part.ends_with("e2etests"))
      return FileClass::test;
    // Further source sets of a build: src/integrationTest/java, src/it/kotlin.
    const std::string_view below = rest.substr(slash + 1);
    const bool is_source_set = (above == "src/" || above.ends_with("/src/")) &&
                               one_of(below.substr(0, below.find('/')), source_set_languages);
    if (is_source_set && (part == "it" || part.find("test") != std::string_view::npos))
      return FileClass::test;
    if (one_of(part, examples)) return FileClass::example;
  }
  std::string_view name = rest;
  if (name.find(".min.") != std::string_view::npos || name.ends_with(".bundle.js"))
    return FileClass::minified;
  if (name.ends_with("_pb2.py") || name.ends_with("_pb2_grpc.py") || name.ends_with(".pb.go") ||
      name.find(".generated.") != std::string_view::npos || name.find("_pb.") != std::string_view::npos ||
      name.find(".g.dart") != std::string_view::npos)
    return FileClass::generated;
  std::string_view stem = name.substr(0, name.find('.'));
  if (name == "conftest.py" ||
      (name.ends_with(".py") && (stem.starts_with("test_") || stem.ends_with("_test"))) ||
      // Outside of src/main, where a class may well be called so.
      ((name.ends_with(".java") || name.ends_with(".kt")) && is_test_class(path) &&
       all.find("src/main/") == std::string::npos) ||
      name.find(".test.") != std::string_view::npos || name.find(".spec.") != std::string_view::npos ||
      name.find(".stories.") != std::string_view::npos || name.starts_with("jest.config") ||
      name.starts_with("karma.conf"))
    return FileClass::test;
  // What shows how a service is called calls it from nowhere.
  if (stem == "examples") return FileClass::example;
  return FileClass::source;
}

FileClass classify_text(std::string_view path, std::string_view text) {
  const std::string head = lower(text.substr(0, 600));
  // A mark of its own, not the beginning of a longer word: @GeneratedValue stands in files that people write.
  auto is_marked = [&](std::string_view mark) {
    for (std::size_t at = head.find(mark); at != std::string::npos; at = head.find(mark, at + 1)) {
      const std::size_t end = at + mark.size();
      if (end >= head.size() || head[end] < 'a' || head[end] > 'z') return true;
    }
    return false;
  };
  if (is_marked("@generated") || head.find("do not edit") != std::string::npos ||
      head.find("autogenerated") != std::string::npos ||
      head.find("auto-generated file") != std::string::npos ||
      head.find("automatically generated by") != std::string::npos)
    return FileClass::generated;
  // Data may well stand on one line; only code is minified.
  const bool is_script =
      path.ends_with(".js") || path.ends_with(".mjs") || path.ends_with(".cjs") || path.ends_with(".css");
  if (is_script && text.size() > 20000) {
    auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (text.size() / lines > 400) return FileClass::minified;
  }
  return FileClass::source;
}

}  // namespace demarc
