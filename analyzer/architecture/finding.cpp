// Fingerprints of findings: stable over line numbers, messages and machines.
#include "analyzer/architecture/finding.h"

namespace demarc {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "error";
}

// FNV-1a, 64 bits (draft-eastlake-fnv), over the parts with a zero byte behind each.
std::string Finding::fingerprint() const {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const std::string* part : {&rule, &from, &to, &object}) {
    for (char c : *part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    hash *= 0x100000001b3ull;
  }
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[(hash >> shift) & 15];
  return out;
}

}  // namespace demarc
