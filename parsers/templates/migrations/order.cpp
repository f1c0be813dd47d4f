// Order of migrations by their names.
#include "parsers/templates/migrations/order.h"

#include <algorithm>
#include <cctype>

#include "analyzer/base/letters.h"

namespace demarc::migrations {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Runs of digits as numbers: 2 before 10.
std::string natural(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view number = text.substr(i, end - i);
    out.append(number.size() < 18 ? 18 - number.size() : 0, '0');
    out += number;
    i = end;
  }
  return out;
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// V1_2__x.sql: its kind and version.
bool is_flyway(std::string_view name, char kind) {
  if (name.empty() || name[0] != kind) return false;
  const std::size_t end = name.find("__");
  if (end == std::string_view::npos) return false;
  const std::string_view version = name.substr(1, end - 1);
  if (kind == 'R') return version.empty();
  return !version.empty() && std::all_of(version.begin(), version.end(),
                                         [](char c) { return is_digit(c) || c == '.' || c == '_'; });
}

std::string version_of(std::string_view name) {
  std::string version(name.substr(1, name.find("__") - 1));
  std::replace(version.begin(), version.end(), '_', '.');
  return natural(version) + ".";
}

}  // namespace

Place place_of(std::string_view path) {
  const std::string_view name = name_of(path), folder = folder_of(path);
  // Versions count across the folders of one tool; others one folder after the other.
  if (is_flyway(name, 'V') || is_flyway(name, 'B')) return {"1 " + version_of(name), "flyway"};
  if (is_flyway(name, 'R')) return {"2 " + natural(name), "flyway"};
  const std::string small = lower(name);
  if (small == "migration.sql") return {"1 " + natural(folder), "prisma"};
  const bool is_numbered = !name.empty() && is_digit(name[0]);
  if (is_numbered) return {"1 " + natural(path), "migration"};
  // What makes tables comes before what only changes them.
  return {"0 " + natural(path), small.find("schema") != std::string::npos ? "schema" : "migration"};
}

bool takes_back(std::string_view path) {
  const std::string all = lower(path);
  const std::string_view name = name_of(all);
  if (is_flyway(name_of(path), 'U')) return true;
  for (std::string_view mark : {".down.", "_down.", "-down.", ".undo.", "rollback", ".revert."})
    if (name.find(mark) != std::string_view::npos) return true;
  const std::string_view folder = name_of(folder_of(all));
  return folder == "down" || folder == "rollback" || folder == "undo" || folder == "revert" ||
         name == "down.sql";
}

std::string plain(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::string(name);
  const std::string schema = lower(name.substr(0, dot));
  const bool is_none =
      schema == "public" || schema == "dbo" || schema.find_first_of("${:%") != std::string::npos;
  return std::string(is_none ? name.substr(dot + 1) : name);
}

}  // namespace demarc::migrations
