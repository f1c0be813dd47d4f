// A file of the source tree that the build put into the binary.
#pragma once
#include <string_view>

namespace demarc {

struct EmbeddedFile {
  std::string_view path;  // from the repository root
  std::string_view text;
};

}  // namespace demarc
