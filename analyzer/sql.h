// What a text of SQL does to which tables: the words, and the reader that parsers/ hands over.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"

namespace demarc {

// A name as SQL writes it, quotes taken off: [dbo].[Orders] is {"dbo", "Orders"}.
struct SqlName {
  std::string schema;  // all that stands before the last dot; "" for none
  std::string name;    // "" when a placeholder stands for it
  auto operator<=>(const SqlName&) const = default;
  std::string text() const { return schema.empty() ? name : schema + "." + name; }
};

enum class SqlMode : std::uint8_t { query, put, update, remove, ddl };
std::string_view to_string(SqlMode mode);  // "query", "put", "update", "delete", "ddl"

// One table of one statement. What only has a name inside the statement is none: aliases, common table
// expressions, temporary tables, functions, derived tables.
struct SqlUse {
  SqlName table;
  SqlMode mode = SqlMode::query;
  std::uint32_t statement = 0;       // number of the statement in its text, from 0
  std::uint32_t begin = 0, end = 0;  // of the name
  Certainty certainty = Certainty::certain;
};

enum class SqlChangeKind : std::uint8_t {
  create,  // of `table`
  drop,
  rename,       // `table` is called `other` from now on
  reference,    // a foreign key of `table` points at `other`: `name` is the constraint's, `columns` its own
  unreference,  // constraint `name` of `table` goes, or that of the column `columns`
  view,         // `table` is a view of `others`
  drop_view,
  routine,  // a function or procedure called `table`: `uses` and `calls` are what its body does
  drop_routine,
  trigger,  // `columns` of `table` (insert, update, delete, by blanks) run the body of trigger `name`
  drop_trigger,
};
std::string_view to_string(SqlChangeKind kind);

// What a statement does to the schema.
struct SqlChange {
  SqlChangeKind kind = SqlChangeKind::create;
  SqlName table, other;
  std::vector<SqlName> others;
  std::string name, columns;  // columns by blanks
  std::vector<SqlUse> uses;
  std::vector<SqlName> calls;
  std::uint32_t statement = 0, begin = 0, end = 0;
};

// A routine that a statement runs.
struct SqlCall {
  SqlName routine;
  bool is_sure = false;  // CALL, EXEC; else a function in an expression, which may be one of the engine's
  std::uint32_t statement = 0, begin = 0, end = 0;
};

struct SqlReading {
  std::vector<SqlUse> uses;        // in the order of their places
  std::vector<SqlChange> changes;  // in the order of the text
  std::vector<SqlCall> calls;      // in the order of the text; those of routines' bodies are in `changes`
  std::uint32_t statements = 0;
  bool is_cut = false;  // the text is larger than SQL is read
  // Where something begins that does not end as SQL has it: a text, a comment, a bracket.
  std::optional<std::uint32_t> broken;
};

// Reads one or several statements of any dialect. Safe for several threads. Never fails: what cannot be
// understood has no tables.
class SqlReader {
 public:
  virtual ~SqlReader() = default;
  virtual SqlReading read(std::string_view text) const = 0;
  // The classes that a JPQL or HQL text names, as tables; joins along members (`o.items`) are none.
  virtual SqlReading read_object_query(std::string_view text) const = 0;
};

}  // namespace demarc
