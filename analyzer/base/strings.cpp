// Interned strings: texts live in chunks that never move.
#include "analyzer/base/strings.h"

#include <algorithm>
#include <cstring>

namespace demarc {

Strings::Strings() : texts_{std::string_view{}} {}

std::string_view Strings::keep(std::string_view text) {
  if (text.size() > room_ - used_) {
    // Most tables are a file's and small: chunks grow with the table.
    room_ = std::max<std::size_t>(text.size(), std::size_t{512} << std::min<std::size_t>(chunks_.size(), 6));
    used_ = 0;
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(room_));
  }
  char* place = chunks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

StringId Strings::id(std::string_view text) {
  if (text.empty()) return {};
  slots_.make_room(texts_.size());
  const std::uint32_t hash = Hash::of(text);
  Slots::Slot& slot = slots_.place(hash, [&](std::uint32_t i) { return texts_[i] == text; });
  if (slot.index == 0) {
    slot = {hash, static_cast<std::uint32_t>(texts_.size())};
    texts_.push_back(keep(text));
  }
  return StringId{slot.index};
}

StringId Strings::find(std::string_view text) const {
  if (text.empty()) return {};
  return StringId{slots_.find(Hash::of(text), [&](std::uint32_t i) { return texts_[i] == text; })};
}

}  // namespace demarc
