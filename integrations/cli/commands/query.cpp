// demarc query "SELECT …": the linked architecture, asked in SQL.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "analyzer/base/files.h"
#include "analyzer/query/query.h"
#include "integrations/cli/command.h"
#include "integrations/cli/tree.h"
#include "integrations/reporters/frame.h"

namespace demarc::cli::commands {
namespace {

struct Choice {
  std::string sql, format = "text";
  double seconds = 10;
  std::size_t megabytes = 512, rows = 10'000;
};

void print_text(const query::Rows& rows, Style style) {
  std::vector<std::size_t> widths;
  std::vector<std::vector<std::string>> lines{{}};
  for (const std::string& column : rows.columns) lines[0].push_back(printable(column));
  for (const auto& row : rows.rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const query::Cell& cell : row) line.push_back(printable(query::to_string(cell)));
  }
  widths.assign(rows.columns.size(), 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], columns(line[i]));
  for (std::size_t n = 0; n < lines.size(); ++n) {
    std::string out;
    for (std::size_t i = 0; i < lines[n].size(); ++i) {
      out += lines[n][i];
      // No blanks behind the last column.
      if (i + 1 < lines[n].size()) out += std::string(widths[i] - columns(lines[n][i]) + 2, ' ');
    }
    std::cout << (n == 0 ? style(Paint::strong, out) : out) << '\n';
  }
}

std::string quoted(const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

// RFC 4180, with line ends of this system.
void print_csv(const query::Rows& rows) {
  for (std::size_t i = 0; i < rows.columns.size(); ++i)
    std::cout << (i ? "," : "") << quoted(rows.columns[i]);
  std::cout << '\n';
  for (const auto& row : rows.rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      std::cout << (i ? "," : "") << quoted(query::to_string(row[i]));
    std::cout << '\n';
  }
}

// A list of objects; of columns of one name the last counts.
void print_json(const query::Rows& rows) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const auto& row : rows.rows) {
    nlohmann::ordered_json one = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      nlohmann::ordered_json& value = one[rows.columns[i]];
      if (const auto* whole = std::get_if<std::int64_t>(&row[i])) value = *whole;
      else if (const auto* number = std::get_if<double>(&row[i])) value = *number;
      else if (const auto* text = std::get_if<std::string>(&row[i])) value = *text;
      else value = nullptr;
    }
    out.push_back(std::move(one));
  }
  std::cout << out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

int print_query(const Choice& choice, const Common& common) {
  auto root = root_of({}, common);
  if (!root) return exit_trouble;
  auto tree = Tree::open(*root, common);
  if (!tree || !tree->analyse(common)) return exit_trouble;
  query::Limits limits;
  limits.seconds = choice.seconds;
  limits.megabytes = choice.megabytes;
  limits.rows = choice.rows;
  const query::Database database(tree->map(), limits);
  const Result<query::Rows> rows = database.run(choice.sql);
  if (!rows) {
    Error error = rows.error();
    error.message = "the query does not work: " + error.message;
    if (error.where.end == 0) {
      complain(common, error.message, error.hint);
      return exit_trouble;
    }
    Files files{std::string()};
    error.where.file = files.add(File{"query", 0, FileClass::source}, choice.sql);
    write_error(std::cerr, Sources({&files}), "query", error, common.err());
    return exit_trouble;
  }
  if (choice.format == "json") print_json(*rows);
  else if (choice.format == "csv") print_csv(*rows);
  else print_text(*rows, common.out());
  if (rows->is_cut && !common.quiet)
    std::cerr << fmt::format("only the first {} rows are shown; --rows shows more\n", rows->rows.size());
  return exit_clean;
}

int print_tables(const Common& common) {
  const Style style = common.out();
  for (const query::Table& table : query::tables()) {
    std::cout << style(Paint::strong, table.name) << "  " << table.sentence << '\n';
    if (!table.view.empty()) continue;
    for (const query::Column& column : table.columns)
      std::cout << fmt::format("  {:<14} {}\n", column.name, column.sentence);
  }
  return exit_clean;
}

void add(CLI::App& app, Common& common, Work& work) {
  auto choice = std::make_shared<Choice>();
  CLI::App* command = app.add_subcommand("query", "Ask the recovered architecture in SQL");
  command->add_option("SQL", choice->sql, "One SELECT; without it the tables are listed");
  command->add_option("--format", choice->format, "text, json or csv")
      ->check(CLI::IsMember({"text", "json", "csv"}));
  command->add_option("--rows", choice->rows, "The most rows that are printed")
      ->check(CLI::Range(std::size_t{1}, std::size_t{10'000'000}))
      ->type_name("N");
  command->add_option("--seconds", choice->seconds, "What the query may take")
      ->check(CLI::Range(0.001, 3600.0))
      ->type_name("N");
  command->add_option("--megabytes", choice->megabytes, "What the query may need, the tables included")
      ->check(CLI::Range(std::size_t{1}, std::size_t{65'536}))
      ->type_name("N");
  command->add_option("--root", common.root, "The tree; without it the one the working directory belongs to")
      ->type_name("DIR");
  add_tree_options(*command, common);
  add_examples(*command, {{"demarc query", "the tables and their columns"},
                          {"demarc query \"SELECT context, count(*) FROM accesses GROUP BY context\"",
                           "who touches data"},
                          {"demarc query \"SELECT * FROM edges WHERE verdict <> 'allowed'\" --format csv",
                           "for a spreadsheet"}});
  command->callback([=, &common, &work] {
    work = [=, &common] { return choice->sql.empty() ? print_tables(common) : print_query(*choice, common); };
  });
}

}  // namespace

extern const Command query{"query", add};

}  // namespace demarc::cli::commands
