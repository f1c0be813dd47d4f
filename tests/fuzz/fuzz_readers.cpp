// Feeds any bytes to one reader of files, named by DEMARC_FUZZ_READER; `--list` prints their names.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "parsers/parsers.h"

namespace {

using demarc::Reader;

std::vector<std::unique_ptr<Reader>> readers() {
  std::vector<std::unique_ptr<Reader>> all = demarc::languages::all();
  for (std::unique_ptr<Reader>& one : demarc::documents::all()) all.push_back(std::move(one));
  return all;
}

const Reader* chosen() {
  static const std::vector<std::unique_ptr<Reader>> all = readers();
  const char* name = std::getenv("DEMARC_FUZZ_READER");
  for (const std::unique_ptr<Reader>& one : all)
    if (name && one->name() == name) return one.get();
  std::fprintf(stderr, "DEMARC_FUZZ_READER names no reader; see --list\n");
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  if (*argc == 2 && std::string_view((*argv)[1]) == "--list") {
    for (const std::unique_ptr<Reader>& one : readers())
      std::printf("%.*s\n", static_cast<int>(one->name().size()), one->name().data());
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const Reader* reader = chosen();
  static constexpr std::array<std::string_view, 12> names{
      "a/b.java", "a/b.kt",   "a/b.py",   "a/b.js",   "a/b.ts",       "a/b.tsx",
      "a/b.jsx",  "a/b.yaml", "a/b.json", "a/b.toml", "a/b.template", "a/b.graphql"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (std::string_view name : names) {
    if (!reader->accepts(name, text.substr(0, 512))) continue;
    demarc::Observations out;
    reader->read({demarc::FileId{1}, name, text}, out);
  }
  return 0;
}
