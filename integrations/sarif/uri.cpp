// Percent-encoding of paths after RFC 3986.
#include "integrations/sarif/uri.h"

namespace sarif {
namespace {

bool stands_for_itself(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return c != 0 && std::string_view("-._~/!$&'()*+,;=@").find(static_cast<char>(c)) != std::string_view::npos;
}

std::string encoded(std::string_view path) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string uri;
  uri.reserve(path.size());
  for (unsigned char c : path) {
    if (stands_for_itself(c)) {
      uri += static_cast<char>(c);
    } else {
      uri += '%';
      uri += digits[c >> 4];
      uri += digits[c & 15];
    }
  }
  return uri;
}

// Two slashes at the start of a URI reference announce a host.
std::string_view with_one_leading_slash(std::string_view path) {
  while (path.starts_with("//")) path.remove_prefix(1);
  return path;
}

}  // namespace

std::string relative_uri(std::string_view path) {
  while (path.starts_with("./")) {
    path.remove_prefix(1);
    while (path.starts_with('/')) path.remove_prefix(1);
  }
  return encoded(with_one_leading_slash(path));
}

std::string file_uri(std::string_view absolute_path, bool directory) {
  std::string uri = "file://" + encoded(with_one_leading_slash(absolute_path));
  if (directory && !uri.ends_with('/')) uri += '/';
  return uri;
}

}  // namespace sarif
