// Known findings: a file with one line for each, so that only what is new fails a check.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/architecture/finding.h"
#include "analyzer/base/result.h"

namespace demarc::drift {

// One finding is the same as long as rule, ends and object are: neither its lines nor its words count.
struct KnownFinding {
  std::string fingerprint, rule;
  std::string ends;         // "billing -> ordering: dynamodb:orders": for people
  std::uint32_t sites = 0;  // places it had; more of them are news
  std::string until;        // YYYY-MM-DD or empty: the day on which it should be gone
  std::string why;
  std::uint32_t line = 0;  // in the file, from 1; 0 for one that is not in it
};

struct Baseline {
  std::vector<KnownFinding> entries;
  const KnownFinding* find(std::string_view fingerprint) const;
};

// Reads the file as write_baseline() makes it; lines that begin with '#' say nothing. The error's span has
// the bytes of the wrong word.
Result<Baseline> read_baseline(std::string_view text, FileId file = {});
// Sorted by rule, ends and fingerprint, so that a change is a small difference.
std::string write_baseline(Baseline baseline);

// The entry that stands for a finding as it is now.
KnownFinding known_as(const Finding& finding);
// Different places of the edge.
std::uint32_t sites_of(const Finding& finding);

// What a baseline makes of the findings of a run.
struct Held {
  std::uint32_t known = 0;                  // taken away
  std::vector<const KnownFinding*> grown;   // told again: they have more places than before
  std::vector<const KnownFinding*> gone;    // entries that match nothing any more
  std::vector<const KnownFinding*> lapsed;  // entries whose day has passed; they still hold
};
// Takes the known findings out of `findings`. What `keeps` says true of is never taken away. Entries of rules
// that were not run (`ran`) are not called gone.
Held hold(const Baseline& baseline, std::vector<Finding>& findings, const std::vector<std::string>& ran,
          std::string_view today, bool (*keeps)(const Finding&, const void*), const void* context);

}  // namespace demarc::drift
