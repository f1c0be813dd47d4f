// Takes scheme, user, port and endings off an address.
#include "analyzer/base/repository.h"

#include "analyzer/base/letters.h"

namespace demarc {

std::string repository_name(std::string_view address) {
  if (const std::size_t scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  while (address.ends_with('/')) address.remove_suffix(1);
  if (address.ends_with(".git")) address.remove_suffix(4);
  const std::size_t slash = address.find('/');
  if (const std::size_t user = address.substr(0, slash).rfind('@'); user != std::string_view::npos)
    address.remove_prefix(user + 1);
  std::string name = lower(address);
  // "host:org/name", as ssh writes it; "host:22/org/name" is a port.
  if (const std::size_t colon = name.find(':'); colon != std::string::npos && colon < name.find('/')) {
    std::size_t end = colon + 1;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    if (end > colon + 1 && end < name.size() && name[end] == '/') name.erase(colon, end - colon);
    else name[colon] = '/';
  }
  return name;
}

}  // namespace demarc
