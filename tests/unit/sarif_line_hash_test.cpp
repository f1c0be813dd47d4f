// The line hashes against the values that GitHub's own implementation gives.
#include "integrations/sarif/line_hash.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "integrations/sarif/utf16.h"

namespace sarif {
namespace {

std::vector<std::string> hashes(std::string_view text) {
  const LineHashes lines(text);
  std::vector<std::string> all;
  for (std::size_t line = 1; line <= lines.line_count(); ++line) all.push_back(lines.of(line));
  return all;
}

using Expected = std::vector<std::string>;

// github/codeql-action publishes these inputs and values as the expectations of its own tests.
const Expected greetings_ended{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
                               "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
                               "c129715d7a2bc9a3:1"};

TEST(LineHash, EmptyFileHasOneLine) { EXPECT_EQ(hashes(""), Expected{"c129715d7a2bc9a3:1"}); }

TEST(LineHash, BlanksDoNotCount) {
  const Expected expected{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
                          "a23a3dc5e078b07b:1"};
  EXPECT_EQ(hashes(" a\nb\n  \t\tc\n d"), expected);
  EXPECT_EQ(hashes("a \n\tb\nc\t \nd"), expected);
}

TEST(LineHash, LastLineWithoutEnd) {
  EXPECT_EQ(hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End"),
            (Expected{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
                      "b86d3392aea1be30:1", "e6ceba753e1a442:1"}));
}

TEST(LineHash, EveryKindOfLineEndIsTheSame) {
  EXPECT_EQ(hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n"), greetings_ended);
  EXPECT_EQ(hashes(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r"), greetings_ended);
  EXPECT_EQ(hashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n"), greetings_ended);
  EXPECT_EQ(hashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"), greetings_ended);
}

TEST(LineHash, EqualLinesAreCounted) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "Lorem ipsum dolor sit amet.\n";
  EXPECT_EQ(hashes(text),
            (Expected{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
                      "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
                      "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHash, OnlyAHundredUnitsCount) {
  const std::string line(100, 'x');
  EXPECT_EQ(hashes(line + "1")[0], hashes(line + "2")[0]);
  EXPECT_NE(hashes(line.substr(1) + "1")[0], hashes(line.substr(1) + "2")[0]);
}

// Values of the published algorithm run under Node.js, which reads text as UTF-16.
TEST(LineHash, UnitsAreThoseOfUtf16) {
  EXPECT_EQ(hashes("\xEF\xBB\xBFgr\xC3\xBC\xC3\x9F \xE6\x97\xA5\xE6\x9C\xAC\n\xF0\x9F\x98\x80 x\n"),
            (Expected{"5bd8ca2ddb9d16c:1", "6061da4448575c5e:1", "c129715d7a2bc9a3:1"}));
  EXPECT_EQ(hashes("a\xFF\xE2\x82\x62\n"), (Expected{"9246a1a8d412757e:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHash, ABlankPartsCrFromLf) {
  // What stands between the two is skipped, but they are no pair any more.
  EXPECT_EQ(hashes("a\r \nb").size(), 3u);
  EXPECT_EQ(hashes("a\r\nb").size(), 2u);
}

TEST(LineHash, LinesThatAreNotThere) {
  const LineHashes lines("a\nb\n");
  EXPECT_EQ(lines.line_count(), 3u);
  EXPECT_EQ(lines.of(0), "");
  EXPECT_EQ(lines.of(4), "");
}

TEST(Utf16, CountsUnits) {
  EXPECT_EQ(utf16_length(""), 0u);
  EXPECT_EQ(utf16_length("abc"), 3u);
  EXPECT_EQ(utf16_length("\xC3\xBC"), 1u);
  EXPECT_EQ(utf16_length("\xE6\x97\xA5"), 1u);
  EXPECT_EQ(utf16_length("\xF0\x9F\x98\x80"), 2u);
}

TEST(Utf16, BrokenBytesBecomeOneReplacementEach) {
  EXPECT_EQ(utf16_length("\x80"), 1u);              // a following byte alone
  EXPECT_EQ(utf16_length("\xE6\x97"), 1u);          // cut off by the end
  EXPECT_EQ(utf16_length("\xE6\x97z"), 2u);         // cut off by another character
  EXPECT_EQ(utf16_length("\xC0\xAF"), 2u);          // overlong
  EXPECT_EQ(utf16_length("\xED\xA0\x80"), 3u);      // a surrogate
  EXPECT_EQ(utf16_length("\xF4\x90\x80\x80"), 4u);  // past U+10FFFF
  EXPECT_EQ(decode_utf16("\xF0\x9F\x98").first, 0xFFFD);
  EXPECT_EQ(decode_utf16("\xF0\x9F\x98").bytes, 3u);
}

}  // namespace
}  // namespace sarif
