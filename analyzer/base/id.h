// A number that names one thing of one kind; 0 names nothing.
#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace demarc {

template <class Tag>
struct Id {
  std::uint32_t index = 0;
  constexpr explicit operator bool() const { return index != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};

using StringId = Id<struct StringTag>;  // of Strings
using FileId = Id<struct FileTag>;      // of Files
using ValueId = Id<struct ValueTag>;    // of Values

}  // namespace demarc

template <class Tag>
struct std::hash<demarc::Id<Tag>> {
  std::size_t operator()(demarc::Id<Tag> id) const noexcept { return id.index; }
};
