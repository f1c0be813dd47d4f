// Writing beside the place and renaming.
#include "integrations/cli/whole_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace demarc::cli {
namespace fs = std::filesystem;

std::string write_whole(const std::string& path, const std::function<void(std::ostream&)>& write) {
  const std::string unfinished = path + ".part";
  std::error_code failed;
  // The tree may have a link there.
  fs::remove(unfinished, failed);
  std::ofstream out(unfinished, std::ios::binary);
  if (out) write(out);
  out.close();
  if (!out) {
    fs::remove(unfinished, failed);
    return "is there such a folder, and may it be written to?";
  }
  fs::rename(unfinished, path, failed);
  if (!failed) return {};
  const std::string why = failed.message();
  fs::remove(unfinished, failed);
  return why;
}

}  // namespace demarc::cli
