// The rolling hash behind the line fingerprints.
#include "integrations/sarif/line_hash.h"

#include <array>
#include <charconv>
#include <unordered_map>

#include "integrations/sarif/utf16.h"

namespace sarif {
namespace {

constexpr std::size_t window_size = 100;
constexpr std::uint64_t base = 37;
constexpr std::uint16_t end_mark = 65535;

// What the oldest unit of the window weighs once one more has come in.
constexpr std::uint64_t leaving_weight = [] {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < window_size; ++i) power *= base;
  return power;
}();

// The last hundred units, their hash, and which of them began a line: a line's hash is known when the unit
// that began it is about to leave.
class Window {
 public:
  explicit Window(std::vector<std::uint64_t>& done) : done_(done) {}

  void push(std::uint16_t unit, bool begins_line) {
    if (begins_line_[at_]) done_.push_back(hash_);
    hash_ = hash_ * base + unit - leaving_weight * units_[at_];
    units_[at_] = unit;
    begins_line_[at_] = begins_line;
    at_ = (at_ + 1) % window_size;
  }

 private:
  std::vector<std::uint64_t>& done_;
  std::array<std::uint16_t, window_size> units_{};
  std::array<bool, window_size> begins_line_{};
  std::uint64_t hash_ = 0;
  std::size_t at_ = 0;
};

std::vector<std::uint64_t> hashes_of(std::string_view text) {
  std::vector<std::uint64_t> done;
  Window window(done);
  bool at_line_start = true;
  const auto push = [&](std::uint16_t unit) {
    window.push(unit, at_line_start);
    at_line_start = unit == '\n';
  };
  bool after_cr = false;
  while (!text.empty()) {
    const Utf16Character c = decode_utf16(text);
    text.remove_prefix(c.bytes);
    const bool second_half_of_crlf = after_cr && c.first == '\n';
    after_cr = c.first == '\r';
    if (c.first == ' ' || c.first == '\t' || second_half_of_crlf) continue;
    push(after_cr ? '\n' : c.first);
    if (c.second != 0) push(c.second);
  }
  push(end_mark);
  for (std::size_t i = 0; i < window_size; ++i) window.push(0, false);
  return done;
}

}  // namespace

LineHashes::LineHashes(std::string_view text) {
  std::unordered_map<std::uint64_t, std::size_t> seen;
  const std::vector<std::uint64_t> values = hashes_of(text);
  hashes_.reserve(values.size());
  for (std::uint64_t value : values) hashes_.push_back({value, ++seen[value]});
}

std::string LineHashes::of(std::size_t line) const {
  if (line == 0 || line > hashes_.size()) return {};
  const Hash& hash = hashes_[line - 1];
  std::array<char, 16> hex;
  const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), hash.value, 16).ptr;
  return std::string(hex.data(), end) + ":" + std::to_string(hash.ordinal);
}

}  // namespace sarif
