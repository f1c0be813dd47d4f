// Interned strings: texts live in chunks that never move.
#include "analyzer/base/strings.h"

#include <algorithm>
#include <cstring>

namespace demarc {
namespace {

std::uint64_t load(const char* from, std::size_t bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

// Most texts are names of a few bytes: two multiplications for them, one more for every eight bytes of longer
// ones. Where the program lies in memory is stirred in, so that nobody can write texts that all meet in one
// place; ids do not depend on it.
std::uint32_t hash_of(std::string_view text) {
  static const char anchor = 0;
  constexpr std::uint64_t a = 0x9fb21c651e98df25ull, b = 0xd6e8feb86659fd93ull;
  std::uint64_t h = (reinterpret_cast<std::uintptr_t>(&anchor) ^ text.size()) * a;
  const char* at = text.data();
  std::size_t left = text.size();
  auto stir = [&](std::uint64_t word) {
    h = (h ^ word) * b;
    h ^= h >> 32;
  };
  for (; left > 8; at += 8, left -= 8) stir(load(at, 8));
  stir(load(at, left));
  h *= a;
  return static_cast<std::uint32_t>(h >> 32);
}

}  // namespace

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

std::size_t Strings::place(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.index == 0 || (slot.hash == hash && texts_[slot.index] == text)) return at;
  }
}

void Strings::grow() {
  std::vector<Slot> old(slots_.empty() ? 32 : slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].index != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

StringId Strings::id(std::string_view text) {
  if (text.empty()) return {};
  if (texts_.size() * 4 > slots_.size() * 3) grow();
  const std::uint32_t hash = hash_of(text);
  Slot& slot = slots_[place(text, hash)];
  if (slot.index == 0) {
    slot = {hash, static_cast<std::uint32_t>(texts_.size())};
    texts_.push_back(keep(text));
  }
  return StringId{slot.index};
}

StringId Strings::find(std::string_view text) const {
  if (text.empty() || slots_.empty()) return {};
  return StringId{slots_[place(text, hash_of(text))].index};
}

}  // namespace demarc
