// Reads the clock.
#include "analyzer/base/day.h"

#include <array>
#include <ctime>

namespace demarc {

std::string day_of_run() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &day)};
}

}  // namespace demarc
