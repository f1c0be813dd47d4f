// Computes the line hashes by which GitHub code scanning recognises an alert in another revision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarif {

/// The key of the hash in Result::partial_fingerprints.
inline constexpr std::string_view primary_location_line_hash = "primaryLocationLineHash";

/// The hashes of all lines of one file.
///
/// The published behaviour of github/codeql-action (fingerprints.ts), value for value: the file is read as
/// UTF-16 code units; spaces and tabs do not count; CR and CRLF are LF; after the last unit stand 65535 and
/// then zeros. A line's hash is the polynomial of base 37, modulo 2^64, over the first 100 units from the
/// line's start, and goes on into the lines below it. Equal hashes in a file are told apart by their ordinal.
class LineHashes {
 public:
  /// Takes time linear in `text` and keeps 16 bytes a line. `text` is the whole file.
  explicit LineHashes(std::string_view text);

  /// At least 1: behind the last line end another line begins, even if nothing stands in it.
  std::size_t line_count() const { return hashes_.size(); }

  /// The fingerprint of line `line` (from 1), for example "8b7cf3e952e7aeb2:1"; empty if there is no such
  /// line.
  std::string of(std::size_t line) const;

 private:
  struct Hash {
    std::uint64_t value;
    std::size_t ordinal;
  };
  std::vector<Hash> hashes_;
};

}  // namespace sarif
