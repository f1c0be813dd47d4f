// Texts of configuration as values: variables of the environment and of the file, template holes, addresses.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/values.h"

namespace demarc::proxies {

// What stands for a variable.
struct Spelling {
  bool braces = true;          // ${NAME}, ${NAME:-default}, ${env:NAME}
  bool bare = false;           // $NAME
  bool colon_default = false;  // ${NAME:default}
  bool placeholder = false;    // {$NAME}, {$NAME:default}, {env.NAME}
  // Names without an upper-case letter are the program's own: unknown, not the environment.
  bool lower_is_own = false;
  // What the file itself says of a name; nothing when it says nothing.
  std::function<std::optional<ValueId>(std::string_view name)> known;
};

// A text with its holes: settings of the environment, or unknown. {{ env "X" }} and the like of template
// languages are the environment, any other {{ … }} is unknown.
ValueId value_of(Values& values, std::string_view text, const Spelling& spelling);

// "http://host:8080/path": scheme without "://", host with port, path from its "/" on.
struct Address {
  std::string scheme, host, path;
};
Address address_of(std::string_view text);
// True for what leads to no other program: sockets of files, "-", nothing.
bool is_no_host(std::string_view host);

// The value of scheme, host (with holes) and path: "http://" + host + path.
ValueId url_of(Values& values, std::string_view scheme, ValueId host, std::string_view path);

// "a:9092, b:9092" → its parts, blanks taken off, at most 64; separators inside of ${…} do not part.
std::vector<std::string> parts_of(std::string_view text, std::string_view separators = ",; ");

}  // namespace demarc::proxies
