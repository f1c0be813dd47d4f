// The version of this build.
#pragma once
#include <string_view>

namespace demarc::cli {

inline constexpr std::string_view version = DEMARC_VERSION;

}  // namespace demarc::cli
