// Fills the tables and runs queries over them with SQLite, behind an authorizer and limits.
#include "analyzer/query/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include "analyzer/base/nearest.h"

namespace demarc::query {
namespace {

using Clock = std::chrono::steady_clock;

// Longer texts are cut: nothing that is named has one, and SQLite's own functions may take the square of it.
constexpr int longest_text = 100'000;
constexpr std::size_t longest_value = 10'000;

// Reading, and functions that look at nothing but their arguments.
int authorize(void*, int action, const char* first, const char* second, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION: {
      const std::string_view name = second ? second : "";
      // A finding must be the same tomorrow; the rest reaches outside.
      for (std::string_view refused : {"load_extension", "readfile", "writefile", "edit", "random",
                                       "randomblob", "fts3_tokenizer", "sqlite_offset"})
        if (name == refused) return SQLITE_DENY;
      return SQLITE_OK;
    }
    default: (void)first; return SQLITE_DENY;
  }
}

class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql, const char** tail = nullptr) {
    code_ = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &handle_, tail);
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  int code() const { return code_; }
  sqlite3_stmt* get() const { return handle_; }

 private:
  sqlite3_stmt* handle_ = nullptr;
  int code_;
};

// Puts rows into one table.
class Filler {
 public:
  Filler(sqlite3* db, const Table& table) {
    std::string columns, marks, made;
    for (const Column& column : table.columns) {
      made += fmt::format("{}\"{}\" {}", made.empty() ? "" : ", ", column.name, column.type);
      marks += marks.empty() ? "?" : ", ?";
    }
    const std::string create = fmt::format("CREATE TABLE {} ({})", table.name, made);
    sqlite3_exec(db, create.c_str(), nullptr, nullptr, nullptr);
    const std::string insert = fmt::format("INSERT INTO {} VALUES ({})", table.name, marks);
    sqlite3_prepare_v2(db, insert.c_str(), -1, &handle_, nullptr);
  }
  ~Filler() { sqlite3_finalize(handle_); }
  Filler(const Filler&) = delete;
  Filler& operator=(const Filler&) = delete;

  Filler& operator<<(std::string_view text) {
    text = text.substr(0, longest_value);
    sqlite3_bind_text(handle_, ++at_, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Filler& operator<<(std::int64_t number) {
    sqlite3_bind_int64(handle_, ++at_, number);
    return *this;
  }
  Filler& operator<<(std::uint32_t number) { return *this << static_cast<std::int64_t>(number); }
  Filler& operator<<(std::monostate) {
    sqlite3_bind_null(handle_, ++at_);
    return *this;
  }
  // Ends the row. False when there is no memory left.
  bool end() {
    assert(at_ == sqlite3_bind_parameter_count(handle_));
    at_ = 0;
    const bool is_done = sqlite3_step(handle_) == SQLITE_DONE;
    sqlite3_reset(handle_);
    return is_done;
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
  int at_ = 0;
};

const Table& table(std::string_view name) {
  return *std::find_if(tables().begin(), tables().end(), [&](const Table& t) { return t.name == name; });
}

void put_place(Filler& into, const std::vector<Step>& evidence) {
  if (evidence.empty()) into << std::string_view() << std::monostate{};
  else into << std::string_view(evidence[0].path) << evidence[0].line;
}

std::string_view role_of(const model::Party& party) {
  return party.context ? to_string(party.context->kind) : std::string_view();
}

bool fill_contexts(sqlite3* db, const model::ContextMap& map) {
  Filler rows(db, table("contexts"));
  bool fits = true;
  for (const model::Party& party : map.parties()) {
    const std::string_view kind = party.kernel ? "kernel" : party.context ? "context" : "service";
    rows << std::string_view(party.name) << kind << role_of(party) << std::string_view(party.team())
         << std::int64_t{party.context && party.context->is_closed()}
         << std::string_view(map.model().step(party.at(), "").path);
    fits = rows.end() && fits;
  }
  return fits;
}

bool fill_facts(sqlite3* db, const model::ContextMap& map) {
  const Facts& facts = map.architecture().facts();
  Filler entities(db, table("entities")), relations(db, table("relations")),
      attributes(db, table("attributes")), evidence(db, table("evidence"));
  bool fits = true;
  for (const Entity& e : facts.entities()) {
    const EntityId id = facts.id_of(e);
    const model::Owner& owner = map.owner_of(id);
    entities << id.index << to_string(e.kind) << std::string_view(e.name) << model::bare_name(e.name)
             << std::string_view(map.name(owner.party))
             << (owner.party == model::nobody ? std::string_view() : model::to_string(owner.by))
             << to_string(e.certainty) << model::attribute(e, "open");
    put_place(entities, e.evidence);
    fits = entities.end() && fits;
    for (const auto& [word, text] : e.attributes) {
      attributes << id.index << std::monostate{} << std::string_view(word) << std::string_view(text);
      fits = attributes.end() && fits;
    }
  }
  for (const Relation& r : facts.relations()) {
    const RelationId id = facts.id_of(r);
    relations << id.index << to_string(r.kind) << r.from.index << r.to.index
              << std::string_view(facts[r.from].name) << std::string_view(facts[r.to].name)
              << std::string_view(map.name(map.doer(r)))
              << std::string_view(map.name(map.owner_of(r.to).party)) << model::attribute(r, "function")
              << std::string_view(r.by) << to_string(r.certainty) << model::attribute(r, "open");
    put_place(relations, r.evidence);
    fits = relations.end() && fits;
    for (const auto& [word, text] : r.attributes) {
      attributes << std::monostate{} << id.index << std::string_view(word) << std::string_view(text);
      fits = attributes.end() && fits;
    }
    std::uint32_t step = 0;
    for (const Step& one : r.evidence) {
      evidence << id.index << step++ << std::string_view(one.path) << one.line << std::string_view(one.what);
      fits = evidence.end() && fits;
    }
  }
  return fits;
}

bool fill_edges(sqlite3* db, const model::ContextMap& map) {
  Filler rows(db, table("edges"));
  bool fits = true;
  for (const model::Edge& edge : map.edges()) {
    const model::Verdict verdict = map.allowed(edge);
    const std::string_view word = verdict.is_allowed()                           ? "allowed"
                                  : verdict.check == model::Verdict::Check::open ? "open"
                                  : verdict.is_forbidden()                       ? "forbidden"
                                                                                 : "undeclared";
    rows << std::string_view(map.name(edge.from)) << std::string_view(map.name(edge.to))
         << model::to_string(edge.cls) << std::string_view(edge.verb) << std::string_view(edge.object) << word
         << static_cast<std::int64_t>(edge.relations.size()) << to_string(edge.certainty)
         << edge.relations[0].index;
    put_place(rows, map.architecture()[edge.relations[0]].evidence);
    fits = rows.end() && fits;
  }
  return fits;
}

bool fill_fields(sqlite3* db, const model::ContextMap& map) {
  Filler rows(db, table("fields"));
  const Facts& facts = map.architecture().facts();
  bool fits = true;
  for (const Relation& r : facts.relations()) {
    if (r.kind != RelationKind::puts && r.kind != RelationKind::takes) continue;
    const bool is_contract = facts[r.from].kind == EntityKind::contract;
    const std::string_view side = r.kind == RelationKind::puts ? is_contract ? "promises" : "writes"
                                  : is_contract                ? "expects"
                                                               : "reads";
    rows << facts.id_of(r).index << model::attribute(facts[r.to], "channel")
         << model::attribute(facts[r.to], "path") << side << std::string_view(facts[r.from].name)
         << std::string_view(map.name(map.doer(r))) << model::attribute(r, "function")
         << model::attribute(r, "type") << std::int64_t{model::attribute(r, "optional") == "yes"}
         << to_string(r.certainty);
    put_place(rows, r.evidence);
    fits = rows.end() && fits;
  }
  return fits;
}

Error refused(std::string message, std::string hint = {}) {
  return {{}, std::move(message), std::move(hint)};
}

}  // namespace

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// What a name that does not exist may have been meant to be.
std::string suggestion(std::string_view message) {
  const std::string otherwise = "The tables stand in docs/query.md; `demarc query` without one lists them.";
  std::vector<std::string_view> known;
  for (const Table& one : tables()) {
    if (message.starts_with("no such table: ")) known.push_back(one.name);
    // Views have the columns of what they look at.
    if (message.starts_with("no such column: "))
      for (const Column& column : one.columns) known.push_back(column.name);
  }
  std::string_view name = message.substr(message.rfind(' ') + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
  const std::string_view near = known.empty() ? std::string_view() : nearest(name, known);
  return near.empty() || near == name ? otherwise : fmt::format("did you mean `{}`? {}", near, otherwise);
}

}  // namespace

struct Database::State {
  sqlite3* db = nullptr;
  Limits limits;
  bool is_whole = false;
  mutable Clock::time_point deadline;
  ~State() { sqlite3_close_v2(db); }
};

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Database::Database(const model::ContextMap& map, const Limits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
  sqlite3_hard_heap_limit64(static_cast<sqlite3_int64>(limits.megabytes) << 20);
  if (sqlite3_open_v2(":memory:", &state_->db,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, nullptr) != SQLITE_OK)
    return;
  sqlite3* db = state_->db;
  // Nothing is ever put on disk, not even what sorting has no room for.
  sqlite3_exec(db, "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = OFF; BEGIN", nullptr, nullptr, nullptr);
  state_->is_whole =
      fill_contexts(db, map) && fill_facts(db, map) && fill_edges(db, map) && fill_fields(db, map);
  for (const Table& view : tables())
    if (!view.view.empty())
      sqlite3_exec(db, fmt::format("CREATE VIEW {} AS {}", view.name, view.view).c_str(), nullptr, nullptr,
                   nullptr);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, longest_text);
  sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, longest_text);
  sqlite3_limit(db, SQLITE_LIMIT_COLUMN, 200);
  sqlite3_limit(db, SQLITE_LIMIT_EXPR_DEPTH, 200);
  sqlite3_limit(db, SQLITE_LIMIT_COMPOUND_SELECT, 50);
  sqlite3_limit(db, SQLITE_LIMIT_VDBE_OP, 250'000);
  sqlite3_limit(db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_set_authorizer(db, authorize, nullptr);
  sqlite3_progress_handler(
      db, 1000, [](void* state) { return Clock::now() > static_cast<State*>(state)->deadline ? 1 : 0; },
      state_.get());
}

Result<Rows> Database::run(std::string_view sql) const {
  const std::string too_large =
      fmt::format("it takes more than {} megabytes of memory", state_->limits.megabytes);
  if (!state_->is_whole) return refused("the architecture: " + too_large, "Raise the limit.");
  sqlite3* db = state_->db;
  state_->deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(state_->limits.seconds));
  auto failure = [&](int code) {
    switch (code & 0xff) {
      case SQLITE_INTERRUPT:
        return refused(fmt::format("it takes longer than {:g} seconds", state_->limits.seconds),
                       "Ask for less, or join on a column that both sides have.");
      case SQLITE_NOMEM: return refused(too_large, "Ask for less.");
      case SQLITE_AUTH: return refused("only reading is allowed", "Write one SELECT.");
      default: {
        Error error = refused(sqlite3_errmsg(db));
        error.hint = suggestion(error.message);
        if (const int at = sqlite3_error_offset(db); at >= 0) {
          error.where.begin = error.where.end = static_cast<std::uint32_t>(at);
          while (error.where.end < sql.size() && is_word(sql[error.where.end])) ++error.where.end;
        }
        return error;
      }
    }
  };
  if (sql.size() > static_cast<std::size_t>(longest_text)) return refused("it is too long");
  const std::string text(sql);
  const char* tail = nullptr;
  Statement statement(db, text, &tail);
  if (statement.code() != SQLITE_OK) return failure(statement.code());
  if (!statement.get()) return refused("there is no statement in it", "Write one SELECT.");
  // What follows must be nothing that does something.
  const std::string_view rest =
      tail ? std::string_view(text).substr(static_cast<std::size_t>(tail - text.data())) : std::string_view();
  Statement more(db, rest);
  if (more.code() != SQLITE_OK || more.get())
    return refused("it holds more than one statement", "Write one SELECT.");
  if (!sqlite3_stmt_readonly(statement.get()) || sqlite3_column_count(statement.get()) == 0)
    return refused("only reading is allowed", "Write one SELECT.");
  if (sqlite3_bind_parameter_count(statement.get()) > 0)
    return refused("it has parameters that nobody fills", "Write the values themselves.");

  Rows out;
  const int columns = sqlite3_column_count(statement.get());
  for (int i = 0; i < columns; ++i) out.columns.emplace_back(sqlite3_column_name(statement.get(), i));
  std::size_t bytes = 0;
  for (;;) {
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_ROW) return failure(code);
    // What has left SQLite counts as well.
    if (out.rows.size() >= state_->limits.rows || bytes > state_->limits.megabytes << 20) {
      out.is_cut = true;
      break;
    }
    std::vector<Cell>& row = out.rows.emplace_back();
    for (int i = 0; i < columns; ++i) {
      switch (sqlite3_column_type(statement.get(), i)) {
        case SQLITE_INTEGER: row.emplace_back(std::int64_t{sqlite3_column_int64(statement.get(), i)}); break;
        case SQLITE_FLOAT: row.emplace_back(sqlite3_column_double(statement.get(), i)); break;
        case SQLITE_NULL: row.emplace_back(); break;
        default: {
          const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), i));
          const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), i));
          if (!data) return failure(SQLITE_NOMEM);
          row.emplace_back(std::string(data, size));
          bytes += size;
        }
      }
      bytes += sizeof(Cell);
    }
  }
  return out;
}

std::string to_string(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return {};
}

}  // namespace demarc::query
