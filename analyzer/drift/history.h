// What the history of the tree says about contexts: which of them change together.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demarc::drift {

struct HistoryOptions {
  unsigned days = 90;
  std::size_t commits = 1'000;  // at most, newest first
  std::size_t bulk_files = 30;  // a commit with more files says nothing about what belongs together
  std::size_t least = 10;       // a context with fewer commits is in no pair
};

// A change is a commit on the first line of parents of HEAD, against its first parent: what was merged.
struct ChangedTogether {
  std::size_t from = 0, to = 0;   // contexts
  std::size_t both = 0, all = 0;  // commits that touch both, and that touch `from`
};
struct History {
  std::size_t commits = 0, bulk = 0;   // that were looked at; that were left out for their size
  bool is_cut = false;                 // by `commits`, or because the clone has no more
  double contexts_by_change = 0;       // mean, of changes that touch any
  std::vector<std::size_t> changes;    // by context
  std::vector<ChangedTogether> pairs;  // most together first
};

// `context_of` gives a context's number for a path from `root`, or nothing. Reads the repository that `root`
// lies in, its objects only; nothing when there is none or it has no commit.
std::optional<History> read_history(
    const std::string& root, std::size_t contexts,
    const std::function<std::optional<std::size_t>(std::string_view)>& context_of,
    const HistoryOptions& options = {});

}  // namespace demarc::drift
