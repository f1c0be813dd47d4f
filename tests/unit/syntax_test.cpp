// The flat syntax tree holds what the parser library's own cursor sees.
#include "parsers/reading/syntax.h"

#include <gtest/gtest.h>
#include <tree_sitter/api.h>

#include <thread>

extern "C" const TSLanguage* tree_sitter_python();
extern "C" const TSLanguage* tree_sitter_javascript();

namespace demarc::syntax {
namespace {

constexpr KindRow python_kinds[] = {{"identifier", 1}, {"call", 2}, {"comment", dropped}, {"+", 3, false}};
constexpr FieldRow python_fields[] = {{"function", 1}, {"arguments", 2}, {"operator", 3}, {"left", 4}};

const Grammar& python() {
  static const Grammar grammar(tree_sitter_python(), python_kinds, python_fields);
  return grammar;
}

// The same walk by the library's cursor: all nodes that the table keeps, one a line.
void by_cursor(TSTreeCursor& cursor, const DemarcSyntaxTable& table, std::string& out) {
  const TSNode node = ts_tree_cursor_current_node(&cursor);
  const TSSymbol symbol = ts_node_symbol(node);
  const std::uint8_t kind = ts_node_is_error(node) ? error : table.kinds[symbol];
  if (kind == dropped) return;
  if (kind != through)
    out += std::to_string(ts_node_start_byte(node)) + "-" + std::to_string(ts_node_end_byte(node)) + " k" +
           std::to_string(kind) + " f" +
           std::to_string(table.fields[ts_tree_cursor_current_field_id(&cursor)]) + "\n";
  if (!ts_tree_cursor_goto_first_child(&cursor)) return;
  do by_cursor(cursor, table, out);
  while (ts_tree_cursor_goto_next_sibling(&cursor));
  ts_tree_cursor_goto_parent(&cursor);
}

std::string by_cursor(const Grammar& grammar, std::string_view text) {
  TSParser* parser = ts_parser_new();
  ts_parser_set_language(parser, grammar.language());
  TSTree* tree =
      ts_parser_parse_string(parser, nullptr, text.data(), static_cast<std::uint32_t>(text.size()));
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  std::string out;
  by_cursor(cursor, grammar.table(), out);
  ts_tree_cursor_delete(&cursor);
  ts_tree_delete(tree);
  ts_parser_delete(parser);
  return out;
}

std::string flat(const Grammar& grammar, std::string_view text) {
  Tree tree;
  EXPECT_EQ(parse(grammar, text, tree), Outcome::parsed);
  std::string out;
  for (NodeIndex n = 0; n < tree.size(); ++n)
    out += std::to_string(tree[n].begin) + "-" + std::to_string(tree[n].end) + " k" +
           std::to_string(tree[n].kind) + " f" + std::to_string(tree[n].field) + "\n";
  return out;
}

TEST(Syntax, SeesWhatTheCursorSees) {
  for (std::string_view text :
       {"f(a + b, c=1)  # comment\n", "class A(B):\n  @d\n  async def f(self, *a, **k) -> x:\n    return 1\n",
        "x = [i for i in a if i]\nwith a as b, c as d: pass\n", "def f(:\n  )) 1 +\n", "", "\n\n  ",
        "try:\n  import a.b as c, d\nexcept E as e:\n  print(f'{x!r:>{w}} {y=}')\n",
        "if a:\n  b\nelif c: d\nelse: e"})
    EXPECT_EQ(flat(python(), text), by_cursor(python(), text)) << text;
}

// Where characters are not all of one byte, and lines not all of one kind, the lexer's short way ends.
TEST(Syntax, SeesTheSameInAnyText) {
  for (std::string_view text :
       {"\xef\xbb\xbf"
        "f(x)\n",
        "ä = 'ö' + ü\nf(é)\n", "if a:\r\n\tb(c)\r\n\tif d:\r\n\t\te\r\nf\r\n", "x = '''ä\n  ö\n'''\ny = 1",
        "\xff = 1\nf(\xc3)\n", "a\xe2\x82", "# é\n  # è\nclass A:\n    '''ü'''\n    x = 1 \\\n  + 2\n",
        "f'{a}é{b!r:>{w}}' 'ß'\n"})
    EXPECT_EQ(flat(python(), text), by_cursor(python(), text)) << text;
  const std::string zeros("f(\0x)\n\0\0y = 1\n", 15);
  EXPECT_EQ(flat(python(), zeros), by_cursor(python(), zeros));
  // Cut off after every byte.
  const std::string_view text = "class Ä(B):\n  def f(self):\r\n    return f'é{x}' + \"\"\"ü\n\"\"\"\n";
  for (std::size_t size = 0; size <= text.size(); ++size)
    EXPECT_EQ(flat(python(), text.substr(0, size)), by_cursor(python(), text.substr(0, size))) << size;
}

TEST(Syntax, FindsPartsAndText) {
  Tree tree;
  ASSERT_EQ(parse(python(), "f(a + b)", tree), Outcome::parsed);
  NodeIndex call = 0;
  while (tree[call].kind != 2) ++call;
  EXPECT_EQ(tree.text(tree.child(call, 1)), "f");
  EXPECT_EQ(tree.text(tree.child(call, 2)), "(a + b)");
  EXPECT_EQ(tree.child(call, 3), 0u);
  EXPECT_FALSE(tree.has_errors());
  ASSERT_EQ(parse(python(), "f((", tree), Outcome::parsed);
  EXPECT_TRUE(tree.has_errors());
}

TEST(Syntax, TellsNamesThatTheGrammarDoesNotHave) {
  const KindRow kinds[] = {{"call", 1}, {"no_such_node", 2}, {"call", 3, false}};
  const FieldRow fields[] = {{"no_such_field", 1}};
  const Grammar grammar(tree_sitter_python(), kinds, fields);
  EXPECT_EQ(grammar.strangers(), (std::vector<std::string>{"no_such_node", "call", "no_such_field"}));
  EXPECT_TRUE(python().strangers().empty());
}

TEST(Syntax, StandsHostileText) {
  Tree tree;
  std::string deep(200000, '(');
  EXPECT_NE(parse(python(), deep, tree), Outcome::too_large);
  std::string zeros(5000, '\0');
  EXPECT_EQ(parse(python(), zeros, tree), Outcome::parsed);
  EXPECT_EQ(parse(python(), "x = '\xff\xfe\xc3'\n", tree), Outcome::parsed);
  EXPECT_EQ(parse(python(), std::string(max_bytes + 1, ' '), tree), Outcome::too_large);
  EXPECT_EQ(tree.size(), 0u);
  EXPECT_EQ(parse(python(), "f(x)", tree), Outcome::parsed);
  EXPECT_FALSE(tree.has_errors());
}

TEST(Syntax, ServesSeveralThreadsAndGrammars) {
  static const Grammar javascript(tree_sitter_javascript(), {}, {});
  std::vector<std::thread> threads;
  std::vector<std::size_t> sizes(4);
  for (std::size_t t = 0; t < sizes.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        Tree one, two;
        if (parse(python(), "f(a + b)", one) == Outcome::parsed &&
            parse(javascript, "f(a + b)", two) == Outcome::parsed)
          sizes[t] = one.size() * 100 + two.size();
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t size : sizes) EXPECT_EQ(size, sizes[0]);
  EXPECT_GT(sizes[0], 100u);
}

}  // namespace
}  // namespace demarc::syntax
