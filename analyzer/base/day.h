// Days as texts, YYYY-MM-DD, which compare as they follow each other.
#pragma once
#include <string>

namespace demarc {

// The day it is now, in UTC.
std::string day_of_run();

}  // namespace demarc
