// Reads Prisma schemas into a Document: a list of blocks, each with its word, name, settings, fields and
// attributes (https://www.prisma.io/docs/orm/reference/prisma-schema-reference).
#include <cctype>
#include <optional>

#include "parsers/parsers.h"
#include "parsers/reading/bounded_document.h"

namespace demarc {
namespace {

constexpr std::size_t max_nesting = 64;  // of brackets in one line

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// One schema, block by block: `model Order { … }`. Lines inside are `name = value`, `name Type @a(…)` and
// `@@map("orders")`.
class Schema {
 public:
  Schema(std::string_view text, BoundedDocument& out) : text_(text), out_(out) {}

  // Where a block begins that does not end, or where the text does that holds no block at all.
  std::optional<std::uint32_t> broken() const { return broken_; }

  NodeIndex read() {
    std::vector<NodeIndex> blocks;
    std::optional<std::uint32_t> stray;
    while (!out_.is_full()) {
      blanks(true);
      if (at_ >= text_.size()) break;
      const std::size_t begin = at_;
      const std::string_view kind = word();
      if (kind.empty()) {
        stray.emplace(stray.value_or(place(begin)));
        ++at_;
        continue;
      }
      blanks(false);
      const std::size_t name_begin = at_;
      const std::string_view name = word();
      blanks(false);
      if (name.empty() || !take('{')) {
        stray.emplace(stray.value_or(place(begin)));
        continue;
      }
      blocks.push_back(block(kind, begin, name, name_begin));
    }
    if (blocks.empty() && stray) broken_ = stray;
    return out_.list(blocks, "", 0, static_cast<std::uint32_t>(text_.size()));
  }

 private:
  static std::uint32_t place(std::size_t at) { return static_cast<std::uint32_t>(at); }
  NodeIndex text(std::string_view what, std::size_t begin, std::string_view tag = {}) {
    return out_.scalar(NodeKind::string, what, tag, true, place(begin), place(begin + what.size()));
  }

  NodeIndex block(std::string_view kind, std::size_t begin, std::string_view name, std::size_t name_begin) {
    std::vector<NodeIndex> settings, attributes, fields;
    bool is_closed = false;
    while (at_ < text_.size() && !out_.is_full()) {
      blanks(true);
      is_closed = take('}');
      if (is_closed) break;
      const std::size_t line = at_;
      if (text_.substr(at_).starts_with("@@")) {
        at_ += 2;
        const std::string_view attribute = word();
        std::string value;
        const std::size_t value_begin = at_;
        if (take('(')) value = first_text();
        attributes.push_back(text(attribute, line + 2));
        attributes.push_back(text(value, value_begin));
      } else if (const std::string_view key = word(); !key.empty()) {
        blanks(false);
        if (take('=')) setting(key, line, settings);
        else if (is_word(peek())) field(key, line, fields);
      } else if (at_ < text_.size()) {
        ++at_;
      }
      rest_of_line();
    }
    if (!is_closed && !broken_) broken_ = place(begin);
    const std::vector<NodeIndex> entries = {
        text("kind", begin),       text(kind, begin),
        text("name", name_begin),  text(name, name_begin),
        text("settings", begin),   out_.map(settings, "", place(begin), place(at_)),
        text("attributes", begin), out_.map(attributes, "", place(begin), place(at_)),
        text("fields", begin),     out_.list(fields, "", place(begin), place(at_))};
    return out_.map(entries, "", place(begin), place(at_));
  }

  // `customer Customer @relation("Buys", fields: [customerId], references: [id])`: name, type ("Customer", of
  // lists "Customer[]"), and of a relation its name and the columns that hold the key.
  void field(std::string_view name, std::size_t begin, std::vector<NodeIndex>& fields) {
    const std::size_t type_begin = at_;
    std::string type(word());
    if (take('[') && take(']')) type += "[]";
    std::vector<NodeIndex> entries = {text("name", begin), text(name, begin), text("type", type_begin),
                                      text(type, type_begin)};
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != '\n') ++end;
    const std::string_view line = text_.substr(at_, end - at_);
    const std::size_t relation = line.find("@relation(");
    const std::string_view said =
        relation == std::string_view::npos ? std::string_view{} : line.substr(relation + 10);
    if (const std::size_t at = said.find("fields:"); at != std::string_view::npos) {
      const std::size_t open = said.find('[', at), close = said.find(']', at);
      if (open < close && close != std::string_view::npos) {
        entries.push_back(text("columns", begin));
        entries.push_back(text(said.substr(open + 1, close - open - 1), begin));
      }
    }
    const std::size_t quote = said.find('"');
    if (quote != std::string_view::npos && quote < said.find_first_of(")[")) {
      entries.push_back(text("relation", begin));
      const std::string_view rest = said.substr(quote + 1);
      entries.push_back(text(rest.substr(0, rest.find('"')), begin));
    }
    fields.push_back(out_.map(entries, "", place(begin), place(begin + name.size())));
  }

  // `url = env("X")` has the tag `env`.
  void setting(std::string_view key, std::size_t begin, std::vector<NodeIndex>& settings) {
    blanks(false);
    const std::size_t value_begin = at_;
    std::string_view tag;
    if (peek() != '"') {
      tag = word();
      if (!take('(')) return;
    }
    const std::string value = tag.empty() ? quoted() : first_text();
    settings.push_back(text(key, begin));
    settings.push_back(text(value, value_begin, tag));
  }

  // The first text inside brackets: ("orders"), (name: "orders").
  std::string first_text() {
    std::size_t depth = 1;
    while (at_ < text_.size() && depth > 0 && depth < max_nesting && peek() != '\n') {
      if (peek() == '"') return quoted();
      if (peek() == '(' || peek() == '[') ++depth;
      if (peek() == ')' || peek() == ']') --depth;
      ++at_;
    }
    return {};
  }

  std::string quoted() {
    std::string out;
    if (!take('"')) return out;
    while (at_ < text_.size() && peek() != '"' && peek() != '\n') {
      if (peek() == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_++];
    }
    take('"');
    return out;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  void blanks(bool with_lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || (with_lines && c == '\n')) ++at_;
      else if (with_lines && text_.substr(at_).starts_with("//")) rest_of_line();
      else break;
    }
  }
  void rest_of_line() {
    bool is_text = false;
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (text_[at_] == '"') is_text = !is_text;
      if (text_[at_] == '}' && !is_text) return;
      ++at_;
    }
  }

  std::string_view text_;
  BoundedDocument& out_;
  std::size_t at_ = 0;
  std::optional<std::uint32_t> broken_;
};

class PrismaReader final : public Reader {
 public:
  std::string_view name() const override { return "prisma"; }
  bool accepts(std::string_view path, std::string_view) const override {
    return ends_with_any(path, {".prisma"});
  }
  void read(const Source& source, Observations& out) const override {
    if (!is_readable_size(source, out)) return;
    BoundedDocument made(source.file, out.notes);
    Schema schema(source.text, made);
    made.add_root(schema.read());
    if (const auto broken = schema.broken()) {
      out.has_errors = true;
      out.notes.push_back(
          {{source.file, *broken, *broken + 1}, "no block of a schema, or one that does not end"});
    }
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> prisma() { return std::make_unique<PrismaReader>(); }
}  // namespace documents
}  // namespace demarc
