// Measures `demarc check` against reading and bare parsing of the same files, each in a process of its own.
// Usage: bench_stations [--runs N] [PATH]    Without PATH a tree of services is made and measured.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tree_sitter/api.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/analysis.h"
#include "tests/bench/corpus.h"

extern "C" {
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_kotlin();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_tsx();
}

namespace demarc::bench {
namespace {
namespace fs = std::filesystem;

struct SourceFile {
  std::string path;
  const TSLanguage* language;
};

const TSLanguage* language_of(std::string_view path) {
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  if (ends(".java")) return tree_sitter_java();
  if (ends(".kt")) return tree_sitter_kotlin();
  if (ends(".py")) return tree_sitter_python();
  if (ends(".js") || ends(".mjs") || ends(".cjs") || ends(".jsx")) return tree_sitter_javascript();
  if (ends(".ts") || ends(".mts") || ends(".cts")) return tree_sitter_typescript();
  if (ends(".tsx")) return tree_sitter_tsx();
  return nullptr;
}

// Opens, reads and closes into a buffer that is used again.
bool read_into(const std::string& path, std::string& buffer) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::size_t used = 0;
  for (;;) {
    if (buffer.size() - used < 65536) buffer.resize(buffer.size() * 2 + 65536);
    const ssize_t n = ::read(file, buffer.data() + used, buffer.size() - used);
    if (n <= 0) break;
    used += static_cast<std::size_t>(n);
  }
  ::close(file);
  buffer.resize(used);
  return true;
}

// All files on all cores, handed out in the order of their paths.
void for_each_file(const std::vector<SourceFile>& files, bool parses) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    std::string buffer;
    std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), ts_parser_delete);
    for (std::size_t i = next++; i < files.size(); i = next++) {
      if (!read_into(files[i].path, buffer) || !parses) continue;
      ts_parser_set_language(parser.get(), files[i].language);
      if (TSTree* tree = ts_parser_parse_string(parser.get(), nullptr, buffer.data(),
                                                static_cast<std::uint32_t>(buffer.size())))
        ts_tree_delete(tree);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

struct Cost {
  double wall = 0, cpu = 0, peak = 0;  // seconds, seconds, MB
};

// What `work` costs in a process of its own. Exits when that fails.
Cost measure(const std::function<int()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
    fmt::print(stderr, "bench: a measured process failed\n");
    std::exit(2);
  }
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
          seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

struct Series {
  std::vector<double> wall, cpu, peak;
  void add(const Cost& cost) {
    wall.push_back(cost.wall);
    cpu.push_back(cost.cpu);
    peak.push_back(cost.peak);
  }
};

int run(std::string root, unsigned runs) {
  const fs::path scratch = fs::temp_directory_path() / fmt::format("demarc-bench-{}", getpid());
  fs::create_directories(scratch);
  if (root.empty()) {
    root = (scratch / "corpus").string();
    write_corpus(root, 200);
  }
  const Files files = discover(root, {});
  std::vector<SourceFile> sources;
  double bytes = 0;
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const File& file = files[FileId{i}];
    const TSLanguage* language = language_of(file.path);
    if (!language || file.file_class != FileClass::source) continue;
    sources.push_back({root + "/" + file.path, language});
    bytes += static_cast<double>(file.size);
  }
  if (sources.empty()) {
    fmt::print(stderr, "bench: there is no source to parse in {}\n", root);
    return 2;
  }
  const std::string report = (scratch / "report.json").string();
  Series read, parse, check;
  std::map<std::string, Series> stations;
  std::vector<std::string> order;
  for (unsigned i = 0; i < runs; ++i) {
    read.add(measure([&] { return for_each_file(sources, false), 0; }));
    parse.add(measure([&] { return for_each_file(sources, true), 0; }));
    check.add(measure([&] {
      const std::string format = "json=" + report;
      return execl(DEMARC_BINARY, "demarc", "check", "--root", root.c_str(), "--quiet", "--timings",
                   "--format", format.c_str(), static_cast<char*>(nullptr));
    }));
    const auto said = nlohmann::json::parse(std::ifstream(report));
    for (const auto& station : said["timings"]["stations"]) {
      const std::string name = station["station"];
      if (!stations.contains(name)) order.push_back(name);
      stations[name].add({station["wallSeconds"], station["cpuSeconds"], 0});
    }
  }
  const double parse_cpu = median(parse.cpu);
  fmt::print("{} source files, {:.1f} MB, medians of {} interleaved runs\n\n", sources.size(), bytes / 1e6,
             runs);
  fmt::print("{:<14}{:>9}{:>9}{:>11}{:>9}{:>9}\n", "", "wall s", "cpu s", "of parse", "MB/s", "peak MB");
  const auto row = [&](std::string_view name, const Series& series) {
    const double wall = median(series.wall), cpu = median(series.cpu), peak = median(series.peak);
    fmt::print("{:<14}{:>9.3f}{:>9.3f}{:>11.2f}{:>9.1f}{}\n", name, wall, cpu, cpu / parse_cpu,
               bytes / 1e6 / wall, peak > 0 ? fmt::format("{:>9.0f}", peak) : "");
  };
  row("read", read);
  row("parse", parse);
  row("demarc check", check);
  for (const std::string& name : order) row("  " + name, stations[name]);
  fs::remove_all(scratch);
  return 0;
}

}  // namespace
}  // namespace demarc::bench

int main(int argc, char** argv) {
  std::string root;
  unsigned runs = 5;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--runs" && i + 1 < argc)
      runs = std::max(5u, static_cast<unsigned>(std::atoi(argv[++i])));
    else root = std::filesystem::canonical(argv[i]).string();
  }
  return demarc::bench::run(std::move(root), runs);
}
