// The golden runner: analyses a system of fixtures/ and holds what comes out against its expectations.
// Usage: golden check|update FOLDER…    Exit: 0 as expected, 1 different, 2 cannot run.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"
#include "integrations/cli/result.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/report.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  Lines lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::optional<std::string> content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

// What the relations of a join are, in the notation of fixtures/joins/README.md. Routes and handlers, and
// fields of messages, are told only where the expectation tells some.
Lines relations_of(const Architecture& architecture, bool with_routes, bool with_fields) {
  const Facts& facts = architecture.facts();
  std::set<std::string> lines;
  for (const Relation& relation : facts.relations()) {
    const Entity &from = facts[relation.from], &to = facts[relation.to];
    const bool is_route = relation.kind == RelationKind::exposes || relation.kind == RelationKind::handles;
    const bool is_field = relation.kind == RelationKind::puts || relation.kind == RelationKind::takes;
    const bool is_told = relation.kind == RelationKind::reads || relation.kind == RelationKind::writes ||
                         relation.kind == RelationKind::calls || relation.kind == RelationKind::publishes ||
                         relation.kind == RelationKind::consumes || relation.kind == RelationKind::imports ||
                         (is_route && with_routes) || (is_field && with_fields);
    if (!is_told || relation.from == relation.to) continue;
    if (from.kind != EntityKind::service && !is_field) continue;
    if (relation.certainty == Certainty::guessed) continue;
    // Open sites are told by the coverage, below.
    if (to.attributes.contains("open") || relation.attributes.contains("open") || to.name.ends_with('?'))
      continue;
    // An operation belongs to its service: asking for it is calling the service.
    std::string target = to.name;
    if (relation.kind == RelationKind::calls && to.kind == EntityKind::operation) {
      auto service = to.attributes.find("service");
      if (service != to.attributes.end()) target = service->second;
      if (target == from.name) continue;
    }
    if (target.find(' ') != std::string::npos) target = '"' + target + '"';
    std::string line = from.name + " " + std::string(to_string(relation.kind)) + " " + target;
    for (std::string_view word : {"fields", "type", "optional"})
      if (auto said = relation.attributes.find(word); with_fields && said != relation.attributes.end())
        line += " " + std::string(word) + "=" + said->second;
    lines.insert(std::move(line));
  }
  for (const Coverage::Open& open : architecture.coverage().open)
    lines.insert("unresolved " + open.service + " " + open.what);
  return {lines.begin(), lines.end()};
}

// `expect: rule` at the end of a line says that a finding of that rule points there.
std::set<std::string> markers_in(const fs::path& folder) {
  std::set<std::string> markers;
  for (fs::recursive_directory_iterator at(folder), end; at != end; ++at) {
    if (!at->is_regular_file() || at->path().extension() == ".md") continue;
    const std::string path = at->path().lexically_relative(folder).generic_string();
    std::size_t number = 0;
    for (const std::string& line : lines_of(content(at->path()).value_or(""))) {
      ++number;
      constexpr std::string_view word = "expect: ";
      for (std::size_t found = line.find(word); found != std::string::npos;
           found = line.find(word, found + 1)) {
        const std::size_t begin = found + word.size();
        const std::size_t stop = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz-/", begin);
        markers.insert(path + ":" + std::to_string(number) + " " +
                       line.substr(begin, stop == std::string::npos ? stop : stop - begin));
      }
    }
  }
  return markers;
}

class Golden {
 public:
  Golden(std::string folder, bool update) : folder_(std::move(folder)), update_(update) {}

  // 0, 1 or 2, as the program's exit code.
  int run() {
    const auto root = cli::real_path(folder_);
    if (!root) return fail("there is no such folder");
    folder_ = *root;
    cli::Common common;
    common.quiet = true;
    auto tree = cli::Tree::open(folder_, common);
    if (!tree || !tree->analyse(common)) return fail("the analysis did not start");
    const fs::path join = fs::path(folder_) / "expected.txt";
    const bool is_join = fs::path(folder_).parent_path().filename() == "joins";
    if (is_join) {
      const std::string wanted = content(join).value_or("");
      const bool with_routes =
          wanted.find(" exposes ") != std::string::npos || wanted.find(" handles ") != std::string::npos;
      const bool with_fields =
          wanted.find(" puts ") != std::string::npos || wanted.find(" takes ") != std::string::npos;
      compare(join, joined(relations_of(tree->architecture(), with_routes, with_fields)));
    } else {
      compare(fs::path(folder_) / "expected" / "facts.txt", write(tree->architecture().facts()));
      Report report = cli::report_of(*tree, {});
      report.prefix.clear();
      std::ostringstream findings;
      reporters::find("concise")->write(report, {}, findings);
      compare(fs::path(folder_) / "expected" / "findings.txt", findings.str());
      compare_markers(report);
    }
    return different_ ? 1 : 0;
  }

 private:
  int fail(std::string_view why) {
    std::cerr << folder_ << ": " << why << '\n';
    return 2;
  }

  void compare(const fs::path& expected, const std::string& found) {
    const auto wanted = content(expected);
    if (wanted && *wanted == found) return;
    if (update_) {
      fs::create_directories(expected.parent_path());
      std::ofstream(expected, std::ios::binary) << found;
      std::cout << expected.string() << ": written\n";
      return;
    }
    different_ = true;
    std::cout << expected.string() << (wanted ? "" : " is missing") << '\n';
    if (!wanted) return;
    const Lines want = lines_of(*wanted), have = lines_of(found);
    const std::multiset<std::string> wanted_lines(want.begin(), want.end()),
        found_lines(have.begin(), have.end());
    for (const std::string& line : want)
      if (!found_lines.contains(line)) std::cout << "  missed  " << line << '\n';
    for (const std::string& line : have)
      if (!wanted_lines.contains(line)) std::cout << "  extra   " << line << '\n';
    if (wanted_lines == found_lines) std::cout << "  the same lines in another order\n";
  }

  // Only where the sources carry markers at all.
  void compare_markers(const Report& report) {
    const std::set<std::string> wanted = markers_in(folder_);
    if (wanted.empty()) return;
    std::set<std::string> found, met;
    for (const Finding& finding : report.findings) {
      if (finding.places.empty()) continue;
      const Place place = report.sources->place(finding.places[0]);
      const auto mark = [&](std::uint32_t line) {
        return std::string(place.path) + ":" + std::to_string(line) + " " + finding.rule;
      };
      // A place of several lines may be marked on any of them.
      std::uint32_t line = place.line;
      while (line < place.end_line && !wanted.contains(mark(line))) ++line;
      if (wanted.contains(mark(line))) met.insert(mark(line));
      else found.insert(mark(place.line));
    }
    if (met == wanted && found.empty()) return;
    different_ = true;
    std::cout << folder_ << ": findings and `expect:` marks differ\n";
    for (const std::string& mark : wanted)
      if (!met.contains(mark)) std::cout << "  missed  " << mark << '\n';
    for (const std::string& mark : found) std::cout << "  extra   " << mark << '\n';
  }

  std::string folder_;
  bool update_;
  bool different_ = false;
};

}  // namespace
}  // namespace demarc

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (argc < 3 || (mode != "check" && mode != "update")) {
    std::cerr << "usage: golden check|update FOLDER...\n";
    return 2;
  }
  int worst = 0;
  for (int i = 2; i < argc; ++i) worst = std::max(worst, demarc::Golden(argv[i], mode == "update").run());
  return worst;
}
