// Globs: every wildcard, its edges, exceptions in lists, and patterns written to be slow.
#include "analyzer/base/glob.h"

#include <gtest/gtest.h>

#include <chrono>

namespace demarc {
namespace {

bool match(std::string_view pattern, std::string_view text) { return Glob(pattern).matches(text); }

TEST(Glob, Literals) {
  EXPECT_TRUE(match("a/b.py", "a/b.py"));
  EXPECT_FALSE(match("a/b.py", "a/bxpy"));
  EXPECT_FALSE(match("a/b.py", "a/b.py2"));
  EXPECT_TRUE(match("", ""));
  EXPECT_TRUE(match("app/[id]/page.ts", "app/[id]/page.ts"));
  EXPECT_TRUE(match("a\\*b", "a*b"));
  EXPECT_FALSE(match("a\\*b", "axb"));
}

TEST(Glob, StarsStayInTheirFolder) {
  EXPECT_TRUE(match("a/*.py", "a/x.py"));
  EXPECT_FALSE(match("a/*.py", "a/b/x.py"));
  EXPECT_TRUE(match("payment_*", "payment_"));
  EXPECT_TRUE(match("*-orders-*", "dev-orders-table"));
  EXPECT_TRUE(match("?x", "ax"));
  EXPECT_FALSE(match("?x", "/x"));
}

TEST(Glob, DoubleStarsCrossFolders) {
  EXPECT_TRUE(match("services/order/**", "services/order/a/b.py"));
  EXPECT_TRUE(match("services/order/**", "services/order"));
  EXPECT_FALSE(match("services/order/**", "services/orders/a.py"));
  EXPECT_TRUE(match("**/testdata/**", "testdata/x"));
  EXPECT_TRUE(match("**/testdata/**", "a/b/testdata/x/y"));
  EXPECT_FALSE(match("**/testdata/**", "a/mytestdata/x"));
  EXPECT_TRUE(match("a/**/b", "a/b"));
  EXPECT_TRUE(match("a/**/b", "a/x/y/b"));
  EXPECT_FALSE(match("a/**/b", "a/xb"));
  EXPECT_TRUE(match("**", "a/b"));
  EXPECT_TRUE(match("**/*.py", "x.py"));
}

TEST(Glob, BracesChoose) {
  EXPECT_TRUE(match("services/{order,cart}/**", "services/cart/x"));
  EXPECT_FALSE(match("services/{order,cart}/**", "services/pay/x"));
  EXPECT_TRUE(match("{a,b{c,d}}e", "bde"));
  EXPECT_TRUE(match("x{,y}", "x"));
  EXPECT_TRUE(match("{a/**,b}/z", "a/q/z"));
  EXPECT_TRUE(match("{open", "{open"));
}

TEST(Glob, FoldsLettersOnDemand) {
  EXPECT_TRUE(Glob("Orders*", Glob::Case::folded).matches("ORDERS_2"));
  EXPECT_TRUE(Glob("Orders", Glob::Case::folded).matches("orders"));
  EXPECT_FALSE(Glob("Orders").matches("orders"));
}

TEST(Glob, NoPatternIsSlow) {
  std::string pattern, text(3000, 'a');
  for (int i = 0; i < 60; ++i) pattern += "{a*,a*}*?";
  auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Glob(pattern + "b").matches(text));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_FALSE(Glob(std::string(Glob::max_length + 1, 'a')).matches(std::string(Glob::max_length + 1, 'a')));
  EXPECT_FALSE(Glob(std::string(2000, '{') + std::string(2000, '}')).matches("x"));
}

TEST(Globs, TheLastMatchDecides) {
  Globs globs({"services/**", "!services/cart/**", "services/cart/keep.py"});
  EXPECT_TRUE(globs.matches("services/order/a.py"));
  EXPECT_FALSE(globs.matches("services/cart/a.py"));
  EXPECT_EQ(globs.which("services/cart/keep.py"), 2);
  EXPECT_FALSE(globs.matches("lib/a.py"));
}

}  // namespace
}  // namespace demarc
