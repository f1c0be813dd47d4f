// Liquibase change logs in XML, YAML and JSON.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/sql.h"

namespace demarc::migrations {

// One change of a schema; `what` is a word of to_string(SqlChangeKind).
struct Change {
  std::string what, table, other, name, columns;
  std::vector<std::string> others;
  std::vector<std::string> uses, calls;  // of a routine: "put orders", and the routines that it runs
  Span span;
  std::string_view by = {};
};

// What a routine does, in the words of Change::uses and calls.
void take_body(const SqlChange& from, Change& to);
// The `databaseChangeLog` of a document; no_node when it has none.
NodeIndex changelog_of(const Document& d);
// Every change of a log, in its order; what a rollback would do is left out.
void read_changelog(const Document& d, const std::function<void(const Change&)>& declare);

}  // namespace demarc::migrations
