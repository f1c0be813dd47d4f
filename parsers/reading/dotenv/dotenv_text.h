// The lines of an environment file: NAME=value as shells and container tools write them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarc {

struct DotenvLine {
  std::string name;
  std::string value;         // without its quotes; $NAME and ${NAME} as they are written
  bool has_value = false;    // false: `NAME` alone, handed through from outside
  bool is_verbatim = false;  // single quotes: no variables inside
  std::uint32_t begin = 0, end = 0;
};

// `export NAME=value`, comments, quotes over several lines, escapes in double quotes. What is no setting is
// left out.
std::vector<DotenvLine> read_dotenv(std::string_view text);

// True for names that such files have: ".env", ".env.dev", "kafka.env", "env.docker", "dev.env.example".
bool is_dotenv_name(std::string_view name);

}  // namespace demarc
