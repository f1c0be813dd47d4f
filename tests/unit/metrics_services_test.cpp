// Measures of entries, interfaces, types, history and the suggested cut, against values worked out by hand.
#include <git2.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "analyzer/drift/history.h"
#include "analyzer/drift/metrics.h"
#include "analyzer/drift/partition.h"
#include "tests/unit/rule_case.h"

namespace demarc::drift {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

Metrics measured(std::string_view text, const Sizes& sizes = {}) {
  RuleCase c(text);
  EXPECT_EQ(c.failure(), "");
  return measure(c.map(), sizes);
}

TEST(Partition, JoinsWhatTalksMost) {
  // Two triangles and one bridge.
  const std::vector<Link> links{{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}};
  const std::vector<std::size_t> found = best_partition(6, links);
  EXPECT_THAT(found, ElementsAre(0, 0, 0, 1, 1, 1));
  // 2 · (3/7 − (7/14)²)
  EXPECT_THAT(modularity(found, links), DoubleNear(2 * (3.0 / 7 - 0.25), 1e-9));
  EXPECT_THAT(best_partition(3, {}), ElementsAre(0, 1, 2));
  EXPECT_EQ(best_partition(largest_partition + 1, links).back(), largest_partition);
  EXPECT_EQ(modularity(found, {}), 0);
}

TEST(Partition, MovesAndJoins) {
  const std::vector<std::size_t> a{0, 0, 0, 1, 1, 1}, b{0, 0, 1, 1, 1, 1}, c{0, 0, 0, 0, 0, 0},
      d{5, 5, 5, 7, 7, 7};
  EXPECT_EQ(moves_between(a, d).all(), 0u);
  EXPECT_EQ(moves_between(a, b).moves, 1u);
  EXPECT_EQ(moves_between(a, b).joins, 0u);
  EXPECT_EQ(moves_between(a, c).moves, 0u);
  EXPECT_EQ(moves_between(a, c).joins, 1u);
  EXPECT_EQ(moves_between(c, a).moves, 3u);
  // Both halves of one group go to different targets when they may.
  const std::vector<std::size_t> e{0, 0, 1, 1}, f{0, 1, 0, 1};
  EXPECT_EQ(moves_between(e, f).moves, 2u);
  EXPECT_EQ(moves_between(e, f).joins, 0u);
}

TEST(Depths, RingsCountOnce) {
  const std::vector<Link> links{{0, 1}, {1, 2}, {2, 1}, {2, 3}};
  EXPECT_THAT(depths(5, links), ElementsAre(2, 1, 1, 0, 0));
}

constexpr std::string_view calls = R"(contexts:
  a: { code: a/**, slo: { availability: 99.9% } }
  b: { code: b/**, slo: { availability: 99% } }
  c: { code: c/** }
---
service a root=a
service b root=b
service c root=c
operation "a POST /v1/orders" service=a method=POST path=/v1/orders
operation "a GET /v1/orders/{id}" service=a method=GET path=/v1/orders/{id}
operation "a GET /v1/carts/{id}" service=a method=GET path=/v1/carts/{id}
operation "b GET /p" service=b method=GET path=/p
operation "b GET /q" service=b method=GET path=/q
operation "c GET /r" service=c method=GET path=/r
"a POST /v1/orders" needs "b GET /p" trips=2
"a POST /v1/orders" needs "b GET /q" trips=1 unbounded=yes
"a POST /v1/orders" needs "c GET /r" trips=4 aside=yes apart=yes
"a GET /v1/orders/{id}" needs "b GET /p" trips=1
"b GET /p" needs "c GET /r" trips=1
)";

TEST(Entries, TripsWidthDepthAndWhatCanBePromised) {
  const Metrics m = measured(calls);
  ASSERT_EQ(m.entries.size(), 3u);
  const EntryMeasures& first = m.entries[0];
  EXPECT_EQ(first.name, "a POST /v1/orders");
  EXPECT_EQ(first.context, "a");
  EXPECT_EQ(first.trips, 3u);
  EXPECT_TRUE(first.is_unbounded);
  EXPECT_EQ(first.contexts, 1u);
  EXPECT_EQ(first.chain, 3u);
  ASSERT_TRUE(first.best_availability.has_value());
  EXPECT_THAT(*first.best_availability, DoubleNear(99.9 * 0.99, 1e-9));
  EXPECT_EQ(m.entries_over, 1u);
  EXPECT_EQ(m.median_trips, 1);
  EXPECT_EQ(m.contexts[0].operations, 3u);
  EXPECT_EQ(m.contexts[0].roots, 2u);
  EXPECT_THAT(*m.contexts[0].biggest_root, DoubleNear(2.0 / 3, 1e-9));
}

TEST(Entries, ProceduresStandInTheirInterface) {
  const Metrics m = measured(
      "contexts:\n  a: { code: a/** }\n---\nservice a root=a\n"
      "operation \"a rpc CartServices.Put\" service=a\noperation \"a rpc CartServices.Empty\" service=a\n"
      "operation \"a rpc CatalogServices.List\" service=a\n");
  EXPECT_EQ(m.contexts[0].operations, 3u);
  EXPECT_EQ(m.contexts[0].roots, 2u);
  EXPECT_THAT(*m.contexts[0].biggest_root, DoubleNear(2.0 / 3, 1e-9));
}

TEST(Suggestion, ServicesThatStandInTheWrongContext) {
  std::string text =
      "contexts:\n  a: { code: [a/**, x/**] }\n  b: { code: [b/**, y/**] }\n---\nservice a root=a\nservice x "
      "root=x\nservice b root=b\nservice y root=y\n";
  const Metrics fits = measured(text + "a calls x\nb calls y\n");
  ASSERT_TRUE(fits.suggestion.distance.has_value());
  EXPECT_EQ(*fits.suggestion.distance, 0);
  EXPECT_THAT(fits.suggestion.out_of_place, IsEmpty());
  const Metrics wrong =
      measured(text + "b calls y\nx calls b\nx calls y\nb writes dynamodb:t\nx writes dynamodb:t\n");
  // b too has more to do with x than with y, but less so.
  ASSERT_EQ(wrong.suggestion.out_of_place.size(), 2u);
  EXPECT_EQ(wrong.suggestion.out_of_place[0].service, "x");
  EXPECT_EQ(wrong.suggestion.out_of_place[0].to, "b");
  // Two calls and a table that both write.
  EXPECT_EQ(wrong.suggestion.out_of_place[0].there, 2 + 2 + 5);
  // a has no ties and is left where it is: x joins the others.
  EXPECT_EQ(wrong.suggestion.moves, 0u);
  EXPECT_EQ(wrong.suggestion.joins, 1u);
  EXPECT_FALSE(measured("service a root=a\nservice b root=b\na calls b\n").suggestion.distance.has_value());
}

TEST(RelationalCohesion, ReferencesAndTypes) {
  Sizes sizes;
  sizes.types = {{"a", 4}, {"b", 0}};
  sizes.type_references = {{"a", 5}};
  const Metrics m = measured(calls, sizes);
  EXPECT_THAT(*m.contexts[0].relational_cohesion, DoubleNear(1.5, 1e-9));
  EXPECT_FALSE(m.contexts[1].relational_cohesion.has_value());
  const auto json = nlohmann::json::parse(to_json(m));
  EXPECT_EQ(json["contexts"][0]["relational_cohesion"], 1.5);
  EXPECT_EQ(json["entries"]["list"][0]["trips"], 3);
  EXPECT_TRUE(json["history"].is_null());
  EXPECT_TRUE(json["suggested_cut"]["out_of_place"].is_array());
}

// A repository in memory's stead: a folder that goes away.
class Repository {
 public:
  Repository() {
    git_libgit2_init();
    std::string pattern = (std::filesystem::temp_directory_path() / "demarc-history-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    EXPECT_EQ(git_repository_init(&repository_, folder_.c_str(), 0), 0);
  }
  ~Repository() {
    git_repository_free(repository_);
    git_libgit2_shutdown();
    std::filesystem::remove_all(folder_);
  }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  const std::string& folder() const { return folder_; }

  // A commit on HEAD that changes these files.
  void commit(const std::vector<std::string>& paths, git_time_t day) {
    git_index* index = nullptr;
    ASSERT_EQ(git_repository_index(&index, repository_), 0);
    ++number_;
    for (const std::string& path : paths) {
      const std::string text = std::to_string(number_);
      git_index_entry entry{};
      entry.path = path.c_str();
      entry.mode = GIT_FILEMODE_BLOB;
      ASSERT_EQ(git_index_add_from_buffer(index, &entry, text.data(), text.size()), 0);
    }
    git_oid tree_id, id;
    ASSERT_EQ(git_index_write_tree(&tree_id, index), 0);
    git_index_free(index);
    git_tree* tree = nullptr;
    ASSERT_EQ(git_tree_lookup(&tree, repository_, &tree_id), 0);
    git_signature* who = nullptr;
    ASSERT_EQ(git_signature_new(&who, "a", "a@example.org", day * 24 * 60 * 60, 0), 0);
    git_commit* parent = nullptr;
    git_oid head;
    if (git_reference_name_to_id(&head, repository_, "HEAD") == 0) {
      ASSERT_EQ(git_commit_lookup(&parent, repository_, &head), 0);
    }
    const git_commit* parents[] = {parent};
    ASSERT_EQ(git_commit_create(&id, repository_, "HEAD", who, who, nullptr, "x", tree, parent ? 1 : 0,
                                const_cast<const git_commit**>(parents)),
              0);
    git_commit_free(parent);
    git_signature_free(who);
    git_tree_free(tree);
  }

 private:
  git_repository* repository_ = nullptr;
  std::string folder_;
  int number_ = 0;
};

std::optional<std::size_t> first_letter(std::string_view path) {
  if (path.size() < 2 || path[1] != '/') return {};
  return static_cast<std::size_t>(path[0] - 'a');
}

TEST(History, ContextsThatChangeTogether) {
  Repository repository;
  repository.commit({"a/0", "b/0", "c/0"}, 100);  // the first: everything is new
  repository.commit({"a/0"}, 200);                // more than 90 days before the last
  for (int i = 0; i < 8; ++i) repository.commit({"a/1", "b/1"}, 300 + i);
  for (int i = 0; i < 4; ++i) repository.commit({"a/2", "README"}, 310 + i);
  repository.commit({"README"}, 320);
  std::vector<std::string> many;
  for (int i = 0; i < 31; ++i) many.push_back("c/" + std::to_string(i));
  repository.commit(many, 321);
  const auto history = read_history(repository.folder(), 3, first_letter);
  ASSERT_TRUE(history.has_value());
  EXPECT_EQ(history->commits, 14u);
  EXPECT_EQ(history->bulk, 1u);
  EXPECT_THAT(history->changes, ElementsAre(12, 8, 0));
  EXPECT_THAT(history->contexts_by_change, DoubleNear(20.0 / 12, 1e-9));
  // b has too few commits to say anything.
  ASSERT_EQ(history->pairs.size(), 1u);
  EXPECT_EQ(history->pairs[0].from, 0u);
  EXPECT_EQ(history->pairs[0].both, 8u);
  EXPECT_EQ(history->pairs[0].all, 12u);
  HistoryOptions few;
  few.commits = 2;
  EXPECT_TRUE(read_history(repository.folder(), 3, first_letter, few)->is_cut);
  HistoryOptions long_ago;
  long_ago.days = 1000;
  // The very first commit has nothing before it.
  EXPECT_EQ(read_history(repository.folder(), 3, first_letter, long_ago)->commits, 15u);
}

TEST(History, NoneWithoutCommits) {
  Repository repository;
  EXPECT_FALSE(read_history(repository.folder(), 1, first_letter).has_value());
  EXPECT_FALSE(read_history("/nonexistent", 1, first_letter).has_value());
}

}  // namespace
}  // namespace demarc::drift
