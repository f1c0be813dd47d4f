// One spelling for the address of a repository.
#pragma once
#include <string>
#include <string_view>

namespace demarc {

// "https://user@Host/org/name.git/", "git@host:org/name" → "host/org/name".
std::string repository_name(std::string_view address);

}  // namespace demarc
