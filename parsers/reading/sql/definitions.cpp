// What a statement defines: tables, views, their columns and constraints.
#include <algorithm>

#include "analyzer/base/letters.h"
#include "parsers/reading/sql/clauses_reading.h"

namespace demarc::sql {

void Clauses::skip_if_exists() {
  if (!word(i_, "IF")) return;
  ++i_;
  skip_any("NOT", "EXISTS");
}

void Clauses::create() {
  bool is_temporary = false;
  std::size_t at = i_ + 1;
  for (; at < t_.size() && at < i_ + 16; ++at) {
    is_temporary = is_temporary || word(at, "TEMP") || word(at, "TEMPORARY") || word(at, "VOLATILE");
    if (word(at, "TABLE") || word(at, "VIEW") || word(at, "INDEX")) break;
    for (std::string_view other :
         {"FUNCTION",  "PROCEDURE", "TRIGGER", "EVENT",     "PACKAGE",     "TYPE",         "SEQUENCE",
          "SCHEMA",    "DATABASE",  "USER",    "ROLE",      "EXTENSION",   "DOMAIN",       "POLICY",
          "RULE",      "SYNONYM",   "LOGIN",   "SERVER",    "PUBLICATION", "SUBSCRIPTION", "LANGUAGE",
          "AGGREGATE", "OPERATOR",  "CAST",    "COLLATION", "KEYSPACE"})
      if (word(at, other)) {
        is_over_ = true;
        return;
      }
  }
  const bool is_table = word(at, "TABLE"), is_view = word(at, "VIEW"), is_index = word(at, "INDEX");
  i_ = at + 1;
  if (is_index) {
    while (i_ < t_.size() && !word(i_, "ON")) ++i_;
    ++i_;
    skip("ONLY");
    if (std::optional<Ref> on = name()) {
      on->mode = SqlMode::ddl;
      keep(std::move(*on));
    }
    is_over_ = true;
    return;
  }
  if (!is_table && !is_view) {
    is_over_ = true;
    return;
  }
  skip_if_exists();
  std::optional<Ref> made = name();
  if (!made) {
    is_over_ = true;
    return;
  }
  if (is_temporary) temporary_.insert(lower(made->name.name));
  made->mode = SqlMode::ddl;
  if (is_view) {
    view_ = made;
    if (sign(i_, '(')) i_ = behind(i_);
  } else {
    change(SqlChangeKind::create, *made);
    current_ = made;
    begin_item();
  }
  keep(std::move(*made));
}

void Clauses::alter() {
  ++i_;
  skip_any("FOREIGN", "EXTERNAL", "MATERIALIZED");
  const bool is_view = word(i_, "VIEW");
  if (!is_view && !word(i_, "TABLE")) {
    is_over_ = true;
    return;
  }
  ++i_;
  skip_if_exists();
  skip("ONLY");
  std::optional<Ref> found = name();
  if (!found) return;
  found->mode = SqlMode::ddl;
  (is_view ? view_ : current_) = found;
  is_alter_ = true;
  begin_item();
  keep(std::move(*found));
}

void Clauses::drop() {
  ++i_;
  skip_any("TEMPORARY", "FOREIGN", "EXTERNAL", "MATERIALIZED");
  const bool is_view = word(i_, "VIEW");
  if (!is_view && !word(i_, "TABLE")) {
    is_over_ = true;
    return;
  }
  ++i_;
  do {
    skip_if_exists();
    std::optional<Ref> found = name();
    if (!found) break;
    found->mode = SqlMode::ddl;
    change(is_view ? SqlChangeKind::drop_view : SqlChangeKind::drop, *found);
    keep(std::move(*found));
  } while (sign(i_, ',') && ++i_ < t_.size());
}

void Clauses::rename_tables() {
  i_ += 2;
  do {
    std::optional<Ref> from = name();
    if (!from || !skip("TO")) return;
    std::optional<Ref> to = name();
    if (!to) return;
    change(SqlChangeKind::rename, *from).other = to->name;
    for (std::optional<Ref>* one : {&from, &to}) {
      (*one)->mode = SqlMode::ddl;
      keep(std::move(**one));
    }
  } while (sign(i_, ',') && ++i_ < t_.size());
}

SqlChange& Clauses::change(SqlChangeKind kind, const Ref& of) {
  SqlChange made;
  made.kind = kind;
  made.table = of.name;
  made.statement = number_;
  made.begin = of.begin;
  made.end = of.end;
  changes_.push_back(std::move(made));
  return changes_.back();
}

void Clauses::begin_item() {
  item_ = i_;
  constraint_.clear();
  columns_.clear();
}

std::string Clauses::columns_at(std::size_t i) const {
  std::string all;
  for (++i; i < t_.size() && !sign(i, ')'); ++i)
    if (t_[i].kind == TokenKind::word || t_[i].kind == TokenKind::quoted)
      all += (all.empty() ? "" : " ") + inside(t_[i]);
  return all;
}

void Clauses::definition() {
  if (word(i_, "ADD")) {
    ++i_;
    skip("COLUMN");
    skip_if_exists();
    begin_item();
    return;
  }
  if (word(i_, "CONSTRAINT") && is_name(i_ + 1) && !is_dropping()) {
    constraint_ = inside(t_[i_ + 1]);
    i_ += 2;
    return;
  }
  if (word(i_, "FOREIGN") && word(i_ + 1, "KEY") && !is_dropping()) {
    i_ += 2;
    skip_if_exists();
    if (is_name(i_)) {
      if (constraint_.empty()) constraint_ = inside(t_[i_]);
      ++i_;
    }
    if (sign(i_, '(')) {
      columns_ = columns_at(i_);
      i_ = behind(i_);
    }
    return;
  }
  if (word(i_, "REFERENCES")) return reference();
  if (word(i_, "LIKE") && (levels_.size() == 1 || item_ == i_)) {
    ++i_;
    if (std::optional<Ref> from = name()) keep(std::move(*from));
    return;
  }
  if (is_alter_ && word(i_, "DROP") && levels_.size() == 1) return drop_item();
  if (is_alter_ && word(i_, "RENAME") && levels_.size() == 1) {
    ++i_;
    if (word(i_, "COLUMN") || word(i_, "CONSTRAINT") || word(i_, "INDEX") || word(i_, "KEY")) return;
    const bool is_whole = skip("TO") || skip("AS") || i_ + 1 >= t_.size();
    std::optional<Ref> to = is_whole ? name() : std::nullopt;
    if (!to) return;
    change(SqlChangeKind::rename, *current_).other = to->name;
    to->mode = SqlMode::ddl;
    keep(std::move(*to));
  }
}

void Clauses::reference() {
  ++i_;
  std::optional<Ref> to = name();
  if (!to) return;
  if (columns_.empty() && (t_[item_].kind == TokenKind::word || t_[item_].kind == TokenKind::quoted))
    columns_ = inside(t_[item_]);
  SqlChange& made = change(SqlChangeKind::reference, *current_);
  made.other = to->name;
  made.name = constraint_;
  made.columns = columns_;
  made.begin = to->begin;
  made.end = to->end;
  if (sign(i_, '(')) i_ = behind(i_);
}

void Clauses::drop_item() {
  ++i_;
  const bool is_constraint = skip("CONSTRAINT") || (word(i_, "FOREIGN") && word(i_ + 1, "KEY"));
  if (word(i_, "FOREIGN")) i_ += 2;
  if (!is_constraint) {
    if (word(i_, "INDEX") || word(i_, "KEY") || word(i_, "PRIMARY") || word(i_, "PARTITION") ||
        word(i_, "DEFAULT") || word(i_, "NOT"))
      return;
    skip("COLUMN");
  }
  skip_if_exists();
  if (!is_name(i_)) return;
  SqlChange& made = change(SqlChangeKind::unreference, *current_);
  (is_constraint ? made.name : made.columns) = inside(t_[i_]);
  ++i_;
}

}  // namespace demarc::sql
