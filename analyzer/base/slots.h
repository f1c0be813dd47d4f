// Hashing, and hash tables of things that are kept elsewhere and known by number.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace demarc {

// Two multiplications for a word or a short text, one more for every further word. Where the program lies in
// memory is stirred in, so that nobody can write texts that all meet in one place: nothing that is told may
// depend on a hash.
class Hash {
 public:
  explicit Hash(std::uint64_t seed = 0) : state_((reinterpret_cast<std::uintptr_t>(&anchor) ^ seed) * a) {}
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * b;
    state_ ^= state_ >> 32;
  }
  void add(std::string_view text) {
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left > 8; at += 8, left -= 8) add(load(at, 8));
    add(load(at, left));
  }
  std::uint32_t value() const { return static_cast<std::uint32_t>((state_ * a) >> 32); }

  static std::uint32_t of(std::string_view text) {
    Hash made(text.size());
    made.add(text);
    return made.value();
  }

 private:
  static std::uint64_t load(const char* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    return word;
  }
  static constexpr std::uint64_t a = 0x9fb21c651e98df25ull, b = 0xd6e8feb86659fd93ull;
  static inline const char anchor = 0;
  std::uint64_t state_;
};

// Open addressing: the place of a thing is the first free or equal one from its hash on. Number 0 names
// nothing.
class Slots {
 public:
  struct Slot {
    std::uint32_t hash = 0, index = 0;  // index 0: free
  };

  // The slot of the thing with this hash for which `equal(index)` holds, or the free one where it belongs.
  // Make room first.
  template <class Equal>
  Slot& place(std::uint32_t hash, Equal equal) {
    return slots_[at(hash, equal)];
  }
  // The number of that thing, 0 when there is none.
  template <class Equal>
  std::uint32_t find(std::uint32_t hash, Equal equal) const {
    return slots_.empty() ? 0 : slots_[at(hash, equal)].index;
  }
  // Makes room for one more than `count` things: at most three quarters of the slots are taken.
  void make_room(std::size_t count) {
    if ((count + 1) * 4 > slots_.size() * 3) grow(slots_.empty() ? 32 : slots_.size() * 2);
  }

 private:
  template <class Equal>
  std::size_t at(std::uint32_t hash, Equal equal) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask)
      if (slots_[at].index == 0 || (slots_[at].hash == hash && equal(slots_[at].index))) return at;
  }
  void grow(std::size_t size);
  std::vector<Slot> slots_;  // a power of two; none as long as nothing is kept
};

inline void Slots::grow(std::size_t size) {
  std::vector<Slot> old(size);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].index != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace demarc
