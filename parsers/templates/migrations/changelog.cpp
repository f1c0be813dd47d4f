// Change sets of Liquibase: https://docs.liquibase.com/change-types/home.html
#include "parsers/templates/migrations/changelog.h"

#include "analyzer/sql.h"
#include "parsers/parsers.h"
#include "parsers/templates/migrations/order.h"

namespace demarc::migrations {
namespace {

constexpr int max_visits = 200'000;  // aliases share branches

class Changelog {
 public:
  Changelog(const Document& d, const std::function<void(const Change&)>& declare)
      : d_(d), declare_(declare) {}

  void sets(NodeIndex log) {
    // XML: a map with changeSet once or as a list. YAML and JSON: a list of maps with one key.
    if (d_[log].kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < d_[log].count; ++i) each(d_.find(d_.child(d_[log], i), "changeSet"));
    } else {
      each(d_.find(log, "changeSet"));
    }
  }

 private:
  void each(NodeIndex set) {
    if (set == no_node || ++visits_ > max_visits) return;
    if (d_[set].kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < d_[set].count; ++i) changes(d_.child(d_[set], i));
      return;
    }
    changes(set);
  }

  void changes(NodeIndex set) {
    if (d_[set].kind != NodeKind::map) return;
    NodeIndex list = d_.find(set, "changes");
    if (list == no_node) return entries(set);
    if (d_[list].kind != NodeKind::list) return entries(list);
    for (std::uint32_t i = 0; i < d_[list].count; ++i) entries(d_.child(d_[list], i));
  }

  // A map from words of changes to what they say, once or several times.
  void entries(NodeIndex map) {
    if (d_[map].kind != NodeKind::map) return;
    for (std::uint32_t i = 0; i + 1 < d_[map].count && ++visits_ < max_visits; i += 2) {
      const std::string_view word = d_.text(d_.child(d_[map], i));
      const NodeIndex what = d_.child(d_[map], i + 1);
      if (d_[what].kind != NodeKind::list) {
        change(word, what);
        continue;
      }
      for (std::uint32_t k = 0; k < d_[what].count && ++visits_ < max_visits; ++k)
        change(word, d_.child(d_[what], k));
    }
  }

  // An attribute, as XML ("@name") or YAML ("name") has it.
  std::string text(NodeIndex n, std::string_view key) const {
    std::string at("@");
    at += key;
    const std::string_view found = d_.text_of(n, at);
    return std::string(found.empty() ? d_.text_of(n, key) : found);
  }
  std::string table(NodeIndex n, std::string_view key, std::string_view schema) const {
    std::string name = text(n, key);
    if (const std::string in = text(n, schema); !in.empty() && !name.empty()) {
      std::string all(in);
      all += '.';
      name = all + name;
    }
    return plain(name);
  }

  Change& say(std::string_view what, NodeIndex n) {
    change_ = {};
    change_.what = what;
    change_.span = d_.span(n);
    change_.by = "liquibase";
    return change_;
  }
  void done() {
    if (!change_.table.empty()) declare_(change_);
  }

  void change(std::string_view word, NodeIndex n) {
    if (word == "createTable") {
      const std::string name = table(n, "tableName", "schemaName");
      say("create", n).table = name;
      done();
      columns(n, name);
    } else if (word == "addColumn") {
      columns(n, table(n, "tableName", "schemaName"));
    } else if (word == "dropTable") {
      say("drop", n).table = table(n, "tableName", "schemaName");
      done();
    } else if (word == "renameTable") {
      say("rename", n).table = table(n, "oldTableName", "schemaName");
      change_.other = table(n, "newTableName", "schemaName");
      done();
    } else if (word == "addForeignKeyConstraint") {
      say("reference", n).table = table(n, "baseTableName", "baseTableSchemaName");
      change_.other = table(n, "referencedTableName", "referencedTableSchemaName");
      change_.name = text(n, "constraintName");
      change_.columns = text(n, "baseColumnNames");
      done();
    } else if (word == "dropForeignKeyConstraint" || word == "dropAllForeignKeyConstraints") {
      say("unreference", n).table = table(n, "baseTableName", "baseTableSchemaName");
      change_.name = word.starts_with("dropAll") ? "*" : text(n, "constraintName");
      done();
    } else if (word == "dropColumn") {
      say("unreference", n).table = table(n, "tableName", "schemaName");
      change_.columns = text(n, "columnName");
      if (!change_.columns.empty()) done();
    } else if (word == "dropView") {
      say("drop-view", n).table = table(n, "viewName", "schemaName");
      done();
    } else if (word == "createView") {
      std::string view("CREATE VIEW ");
      view += text(n, "viewName");
      const std::string body = body_of(n, "selectQuery");
      // With fullDefinition the text says it all.
      sql(body.find("VIEW") != std::string::npos || body.find("view") != std::string::npos
              ? body
              : view + " AS " + body,
          n);
    } else if (word == "sql" || word == "createProcedure") {
      sql(body_of(n, word == "sql" ? "sql" : "procedureText"), n);
    } else if (word == "dropProcedure") {
      say("drop-routine", n).table = table(n, "procedureName", "schemaName");
      done();
    }
  }

  std::string body_of(NodeIndex n, std::string_view key) const {
    if (d_[n].kind == NodeKind::string) return std::string(d_.text(n));
    const std::string inside(d_.text_of(n, "#text"));
    return inside.empty() ? text(n, key) : inside;
  }

  void columns(NodeIndex n, const std::string& name) {
    NodeIndex list = d_.find(n, "columns");
    if (list == no_node) list = d_.find(n, "column");
    if (list == no_node) return;
    const bool is_list = d_[list].kind == NodeKind::list;
    for (std::uint32_t i = 0; i < (is_list ? d_[list].count : 1) && ++visits_ < max_visits; ++i) {
      NodeIndex column = is_list ? d_.child(d_[list], i) : list;
      if (const NodeIndex inner = d_.find(column, "column"); inner != no_node) column = inner;
      const NodeIndex constraints = d_.find(column, "constraints");
      if (constraints == no_node) continue;
      std::string to = table(constraints, "referencedTableName", "referencedTableSchemaName");
      if (to.empty()) {
        to = text(constraints, "references");  // customer(id)
        to = plain(std::string_view(to).substr(0, to.find('(')));
      }
      if (to.empty()) continue;
      say("reference", column).table = name;
      change_.other = to;
      change_.name = text(constraints, "foreignKeyName");
      change_.columns = text(column, "name");
      done();
    }
  }

  void sql(const std::string& body, NodeIndex n) {
    if (!reader_) reader_ = make_sql_reader();
    for (const SqlChange& one : reader_->read(body).changes) {
      say(to_string(one.kind), n).table = plain(one.table.text());
      if (!one.other.name.empty()) change_.other = plain(one.other.text());
      for (const SqlName& base : one.others) change_.others.push_back(plain(base.text()));
      change_.name = one.name;
      change_.columns = one.columns;
      take_body(one, change_);
      done();
    }
  }

  const Document& d_;
  const std::function<void(const Change&)>& declare_;
  Change change_;
  std::unique_ptr<SqlReader> reader_;
  int visits_ = 0;
};

}  // namespace

NodeIndex changelog_of(const Document& d) {
  return d.roots().empty() ? no_node : d.find(d.roots()[0], "databaseChangeLog");
}

void take_body(const SqlChange& from, Change& to) {
  for (const SqlUse& use : from.uses)
    to.uses.push_back(std::string(to_string(use.mode)) + " " + plain(use.table.text()));
  for (const SqlName& one : from.calls) to.calls.push_back(plain(one.text()));
}

void read_changelog(const Document& d, const std::function<void(const Change&)>& declare) {
  Changelog(d, declare).sets(changelog_of(d));
}

}  // namespace demarc::migrations
