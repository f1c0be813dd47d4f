// The linked architecture as tables that SQL can be asked about: read-only, in memory, within limits, because
// queries come from untrusted trees too.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/model/context_map.h"

namespace demarc::query {

struct Limits {
  double seconds = 10;
  std::size_t megabytes = 512;  // of all queries of the process, the tables included
  std::size_t rows = 10'000;    // further ones are left out
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
std::string to_string(const Cell& cell);  // "" for nothing

struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  bool is_cut = false;  // there were more than the limit
};

// What there is to ask about: docs/query.md is made from it, and so are the tables.
struct Column {
  std::string_view name, type, sentence;
};
struct Table {
  std::string_view name, sentence;
  std::span<const Column> columns;
  std::string_view view;  // the SELECT that makes it, for a view
};
std::span<const Table> tables();
std::string documentation();  // Markdown

class Database {
 public:
  // Copies what it needs of the map.
  explicit Database(const model::ContextMap& map, const Limits& limits = {});
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;

  // One SELECT. Writing, attaching, pragmas, extensions and files are refused; so is what takes too long or
  // too much memory. The error says which, in SQLite's words where they are the better ones; its span is a
  // part of `sql` (of no file), or empty.
  Result<Rows> run(std::string_view sql) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace demarc::query
