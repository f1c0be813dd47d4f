// Walks the first parents of HEAD with libgit2 and counts contexts by commit.
#include "analyzer/drift/history.h"

#include <git2.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

namespace demarc::drift {
namespace {

template <class T, void (*free)(T*)>
struct Freed {
  void operator()(T* thing) const { free(thing); }
};
using Repository = std::unique_ptr<git_repository, Freed<git_repository, git_repository_free>>;
using Commit = std::unique_ptr<git_commit, Freed<git_commit, git_commit_free>>;
using Tree = std::unique_ptr<git_tree, Freed<git_tree, git_tree_free>>;
using Diff = std::unique_ptr<git_diff, Freed<git_diff, git_diff_free>>;

struct Library {
  Library() { git_libgit2_init(); }
  ~Library() { git_libgit2_shutdown(); }
};

Tree tree_of(git_commit* commit) {
  git_tree* tree = nullptr;
  return Tree(git_commit_tree(&tree, commit) == 0 ? tree : nullptr);
}

// From the repository's work tree to `root`: "" or ending in '/'.
std::string prefix_in(git_repository* repository, const std::string& root) {
  const char* work = git_repository_workdir(repository);
  if (!work) return {};
  std::error_code failed;
  const auto real = std::filesystem::canonical(root, failed);
  if (failed) return {};
  const auto base = std::filesystem::canonical(work, failed);
  if (failed) return {};
  const std::string path = real.lexically_relative(base).generic_string();
  return path.empty() || path == "." || path.starts_with("..") ? std::string() : path + "/";
}

}  // namespace

std::optional<History> read_history(
    const std::string& root, std::size_t contexts,
    const std::function<std::optional<std::size_t>(std::string_view)>& context_of,
    const HistoryOptions& options) {
  const Library library;
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  git_repository* opened = nullptr;
  if (git_repository_open_ext(&opened, root.c_str(), 0, nullptr) != 0) return std::nullopt;
  const Repository repository(opened);
  git_oid id;
  git_commit* first = nullptr;
  if (git_reference_name_to_id(&id, opened, "HEAD") != 0 || git_commit_lookup(&first, opened, &id) != 0)
    return std::nullopt;
  Commit commit(first);
  const std::string prefix = prefix_in(opened, root);
  History out;
  out.changes.assign(contexts, 0);
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> both;
  std::size_t touching = 0, touched = 0;
  // Back from the newest commit, so that an old tree has a history too.
  const git_time_t oldest = git_commit_time(first) - static_cast<git_time_t>(options.days) * 24 * 60 * 60;
  while (commit && git_commit_time(commit.get()) >= oldest) {
    if (out.commits == options.commits) {
      out.is_cut = true;
      break;
    }
    git_commit* above = nullptr;
    const bool has_parent = git_commit_parentcount(commit.get()) > 0;
    Commit parent(has_parent && git_commit_parent(&above, commit.get(), 0) == 0 ? above : nullptr);
    // A shallow clone ends in a commit that seems to bring everything.
    if (has_parent && !parent) {
      out.is_cut = true;
      break;
    }
    if (!has_parent) break;
    const Tree now = tree_of(commit.get()), before = tree_of(parent.get());
    git_diff* made = nullptr;
    git_diff_options how;
    git_diff_options_init(&how, GIT_DIFF_OPTIONS_VERSION);
    how.flags = GIT_DIFF_SKIP_BINARY_CHECK;
    how.context_lines = 0;
    if (now && before && git_diff_tree_to_tree(&made, opened, before.get(), now.get(), &how) == 0) {
      const Diff diff(made);
      ++out.commits;
      const std::size_t files = git_diff_num_deltas(made);
      if (files > options.bulk_files) {
        ++out.bulk;
      } else {
        std::set<std::size_t> seen;
        for (std::size_t i = 0; i < files; ++i) {
          const char* path = git_diff_get_delta(made, i)->new_file.path;
          if (!path || !std::string_view(path).starts_with(prefix)) continue;
          if (const auto context = context_of(std::string_view(path).substr(prefix.size())))
            if (*context < contexts) seen.insert(*context);
        }
        touching += !seen.empty();
        touched += seen.size();
        for (std::size_t one : seen) {
          ++out.changes[one];
          for (std::size_t other : seen)
            if (one != other) ++both[{one, other}];
        }
      }
    }
    commit = std::move(parent);
  }
  if (touching > 0) out.contexts_by_change = static_cast<double>(touched) / static_cast<double>(touching);
  for (const auto& [pair, count] : both)
    if (out.changes[pair.first] >= options.least)
      out.pairs.push_back({pair.first, pair.second, count, out.changes[pair.first]});
  std::stable_sort(
      out.pairs.begin(), out.pairs.end(),
      [](const ChangedTogether& a, const ChangedTogether& b) { return a.both * b.all > b.both * a.all; });
  return out;
}

}  // namespace demarc::drift
