// A small map from values to values, for one walk over a value: most walks see a handful of them.
#pragma once
#include <array>
#include <vector>

#include "analyzer/base/id.h"

namespace demarc {

class ValueMap {
 public:
  // What was put for `key`; nullptr when nothing was.
  const ValueId* find(ValueId key) const {
    if (many_.empty()) {
      for (std::uint32_t i = 0; i < count_; ++i)
        if (few_[i].first == key) return &few_[i].second;
      return nullptr;
    }
    const Entry& entry = many_[place(key)];
    return entry.first == key ? &entry.second : nullptr;
  }
  // `key` is no 0 and not there yet.
  void put(ValueId key, ValueId value) {
    if (many_.empty() && count_ < few_.size()) {
      few_[count_++] = {key, value};
      return;
    }
    if (many_.empty() || (count_ + 1) * 2 > many_.size()) grow();
    many_[place(key)] = {key, value};
    ++count_;
  }

 private:
  using Entry = std::pair<ValueId, ValueId>;
  std::size_t place(ValueId key) const {
    const std::size_t mask = many_.size() - 1;
    std::size_t at = (key.index * std::size_t{0x9e3779b97f4a7c15u} >> 20) & mask;
    while (many_[at].first && many_[at].first != key) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Entry> old(many_.empty() ? 64 : many_.size() * 2);
    old.swap(many_);
    for (std::uint32_t i = 0; old.empty() && i < count_; ++i) many_[place(few_[i].first)] = few_[i];
    for (const Entry& entry : old)
      if (entry.first) many_[place(entry.first)] = entry;
  }
  std::array<Entry, 12> few_;
  std::vector<Entry> many_;  // a power of two, at most half full
  std::uint32_t count_ = 0;
};

}  // namespace demarc
