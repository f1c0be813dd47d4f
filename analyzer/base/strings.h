// Interned strings: every distinct text once, named by a StringId.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/base/id.h"
#include "analyzer/base/slots.h"

namespace demarc {

// Not safe for concurrent use; each file's observations own one, and the joined program another.
class Strings {
 public:
  Strings();
  Strings(Strings&&) noexcept = default;
  Strings& operator=(Strings&&) noexcept = default;

  // The id of `text`, made on first sight. The empty text is id 0.
  StringId id(std::string_view text);
  // The id of `text` if it was ever seen, else 0.
  StringId find(std::string_view text) const;
  // The text of an id of this table; stays valid as long as the table. 0 gives "".
  std::string_view text(StringId id) const { return texts_[id.index]; }
  std::size_t size() const { return texts_.size(); }
  // Gives back the room for texts to come; more may still be added.
  void trim() { texts_.shrink_to_fit(); }

 private:
  std::string_view keep(std::string_view text);
  std::vector<std::string_view> texts_;
  Slots slots_;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t used_ = 0, room_ = 0;
};

}  // namespace demarc
