// Reads files of SQL into a Document: what their statements do to the schema, in the order of the file.
#include "parsers/parsers.h"
#include "parsers/reading/bounded_document.h"
#include "parsers/reading/sql/down_parts.h"

namespace demarc {
namespace {

class SqlFileReader final : public Reader {
 public:
  std::string_view name() const override { return "sql"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".sql", ".ddl", ".psql", ".pgsql", ".mysql"});
  }

  // {sql changes: [{do, table, other, others, name, columns, uses, calls}]}; a file that changes no schema
  // gives no document.
  void read(const Source& source, Observations& out) const override {
    const auto reader = make_sql_reader();
    const SqlReading reading = reader->read(sql::without_down_parts(source.text));
    if (reading.is_cut)
      out.notes.push_back({{source.file, 0, 0}, "larger than SQL is read: its end was left out"});
    if (reading.broken) {
      out.has_errors = true;
      out.notes.push_back({{source.file, *reading.broken, *reading.broken + 1},
                           "a text, comment or bracket that does not end"});
    }
    if (reading.changes.empty()) return;
    BoundedDocument made(source.file, out.notes);
    std::vector<NodeIndex> changes;
    for (const SqlChange& change : reading.changes) {
      if (made.is_full()) break;
      std::vector<NodeIndex> entries;
      auto scalar = [&](std::string_view text) {
        return made.scalar(NodeKind::string, text, "", true, change.begin, change.end);
      };
      auto add = [&](std::string_view key, std::string_view text) {
        if (text.empty()) return;
        entries.push_back(scalar(key));
        entries.push_back(scalar(text));
      };
      add("do", to_string(change.kind));
      add("table", change.table.text());
      add("other", change.other.name.empty() ? "" : change.other.text());
      add("name", change.name);
      add("columns", change.columns);
      auto list = [&](std::string_view key, const std::vector<std::string>& texts) {
        if (texts.empty()) return;
        std::vector<NodeIndex> all;
        for (const std::string& one : texts) all.push_back(scalar(one));
        entries.push_back(scalar(key));
        entries.push_back(made.list(all, "", change.begin, change.end));
      };
      std::vector<std::string> others, uses, calls;
      for (const SqlName& one : change.others) others.push_back(one.text());
      for (const SqlUse& use : change.uses)
        uses.push_back(std::string(to_string(use.mode)) + " " + use.table.text());
      for (const SqlName& one : change.calls) calls.push_back(one.text());
      list("others", others);
      list("uses", uses);
      list("calls", calls);
      changes.push_back(made.map(entries, "", change.begin, change.end));
    }
    const auto end = static_cast<std::uint32_t>(source.text.size());
    const NodeIndex key = made.scalar(NodeKind::string, "sql changes", "", true, 0, 0);
    const NodeIndex list = made.list(changes, "", 0, end);
    made.add_root(made.map({key, list}, "", 0, end));
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> sql() { return std::make_unique<SqlFileReader>(); }
}  // namespace documents
}  // namespace demarc
