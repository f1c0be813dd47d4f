// Finds the targets of proxies in scripts of development servers, by their words alone.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarc::hosting {

struct ScriptTarget {
  std::string location;  // "/api"; "" when it is not told
  std::string url;       // a plain text, also as the default of a setting
  std::string setting;   // the environment variable that holds it
  std::uint32_t begin = 0, end = 0;
};

// `target: 'http://…'` and `'/api': 'http://…'` inside of what is called proxy or handed to a proxy
// middleware; `process.env.X || 'http://…'` too. At most 200.
std::vector<ScriptTarget> read_proxy_script(std::string_view text);

}  // namespace demarc::hosting
