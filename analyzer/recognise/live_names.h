// Which names can lead to an effect in this tree: rows of libraries that nobody mentions cost nothing.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzer/recognise/packs.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// Made once for a program and its packs, both of which must outlive it.
class LiveNames {
 public:
  // A row with any receiver is alive when `is_awake` says so; one that starts at a library or a global when
  // some file has its first name as a text; one that starts at a type when a living row gives that type.
  LiveNames(Program& program, const Packs& packs, const std::function<bool(const Row&)>& is_awake);

  // True when a call of this name, on whatever it turns out to be, may reach a living row that makes an
  // effect.
  bool contains(std::string_view language, std::string_view name) const {
    const auto at = names_.find(language);
    if (at == names_.end()) return false;
    if (at->second.contains(name)) return true;
    // Rows may name only the beginning: "find*" for findByName.
    for (std::size_t i = 1; i < name.size(); ++i)
      if (is_word_start(name, i) && at->second.contains(std::string(name.substr(0, i)) + "*")) return true;
    return false;
  }

 private:
  using Names = std::unordered_set<std::string_view>;
  std::map<std::string_view, Names, std::less<>> names_;  // by language
};

}  // namespace demarc
