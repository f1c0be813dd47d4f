// "Did you mean …": the known word that lies nearest to an unknown one.
#pragma once
#include <span>
#include <string_view>

namespace demarc {

// The candidate with the fewest edits (letters' case, '-' and '_' do not count) if these are few for the
// word's length; else empty. Of equals the first. Words past 128 bytes are never near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace demarc
