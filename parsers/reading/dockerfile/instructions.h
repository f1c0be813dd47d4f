// The instructions of a Dockerfile, with continuation lines joined and comments gone.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarc {

// A word of an instruction as it is written, quotes and variables included.
struct DockerWord {
  std::string text;
  std::uint32_t begin = 0, end = 0;
};

struct DockerInstruction {
  std::string name;               // upper case
  std::vector<DockerWord> flags;  // --from=build, --platform=… (only in front)
  std::string text;               // what follows the flags, lines joined by a blank
  std::vector<DockerWord> words;  // the same, split at blanks outside of quotes
  bool is_list = false;           // ["a", "b"]: then `list` holds its strings
  std::vector<std::string> list;
  std::vector<std::string> heredocs;  // bodies
  std::uint32_t begin = 0, end = 0;
};

// At most 5,000 instructions. `escape`, if given, is set to the file's escape character.
std::vector<DockerInstruction> read_dockerfile(std::string_view text, char* escape = nullptr);

// True for names that such files have: Dockerfile, Dockerfile.dev, api.Dockerfile, Containerfile.
bool is_dockerfile_name(std::string_view name);

}  // namespace demarc
