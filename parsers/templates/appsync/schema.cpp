// A scanner for GraphQL's schema language that keeps to types, their fields and the schema block.
#include "parsers/templates/appsync/schema.h"

#include <map>

namespace demarc::appsync {
namespace {

constexpr std::size_t max_fields = 20'000;

struct Token {
  std::string_view text;  // a name, or one character of punctuation; empty at the end
  std::uint32_t begin = 0;
};

class Tokens {
 public:
  explicit Tokens(std::string_view text) : text_(text) { next(); }
  const Token& now() const { return now_; }
  bool is(std::string_view text) const { return now_.text == text; }
  bool at_end() const { return now_.text.empty(); }

  void next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_).starts_with("\"\"\"")) {
        std::size_t end = text_.find("\"\"\"", at_ + 3);
        at_ = end == std::string_view::npos ? text_.size() : end + 3;
      } else if (c == '"') {
        ++at_;
        while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n')
          at_ += text_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_ + 1, text_.size());
      } else if (is_name(c)) {
        std::size_t begin = at_;
        while (at_ < text_.size() && is_name(text_[at_])) ++at_;
        now_ = {text_.substr(begin, at_ - begin), static_cast<std::uint32_t>(begin)};
        return;
      } else if (c == '{' || c == '}' || c == '(' || c == ')' || c == '[' || c == ']' || c == ':' ||
                 c == '@') {
        now_ = {text_.substr(at_, 1), static_cast<std::uint32_t>(at_)};
        ++at_;
        return;
      } else {
        ++at_;
      }
    }
    now_ = {{}, static_cast<std::uint32_t>(text_.size())};
  }

  // Past the bracket that closes the one that now() opens.
  void skip_group() {
    int depth = 0;
    do {
      if (is("{") || is("(") || is("[")) ++depth;
      if (is("}") || is(")") || is("]")) --depth;
      next();
    } while (depth > 0 && !at_end());
  }

 private:
  static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  std::string_view text_;
  std::size_t at_ = 0;
  Token now_;
};

}  // namespace

std::vector<SchemaField> schema_fields(std::string_view text) {
  struct Found {
    std::string_view type, name;
    std::uint32_t begin;
  };
  std::vector<Found> fields;
  std::map<std::string_view, std::string_view> roots{
      {"query", "Query"}, {"mutation", "Mutation"}, {"subscription", "Subscription"}};
  Tokens tokens(text);
  while (!tokens.at_end() && fields.size() < max_fields) {
    const bool is_type = tokens.is("type"), is_schema = tokens.is("schema");
    if (tokens.is("{") || tokens.is("(")) {
      tokens.skip_group();
      continue;
    }
    tokens.next();
    if (!is_type && !is_schema) continue;
    std::string_view type = is_type ? tokens.now().text : std::string_view();
    while (!tokens.at_end() && !tokens.is("{") && !tokens.is("type") && !tokens.is("schema") &&
           !tokens.is("input") && !tokens.is("enum")) {
      if (tokens.is("(")) tokens.skip_group();
      else tokens.next();
    }
    if (!tokens.is("{")) continue;
    tokens.next();
    while (!tokens.at_end() && !tokens.is("}")) {
      const Token name = tokens.now();
      tokens.next();
      if (tokens.is("(")) tokens.skip_group();
      if (!tokens.is(":")) continue;
      tokens.next();
      while (tokens.is("[")) tokens.next();
      if (is_schema && roots.contains(name.text)) roots[name.text] = tokens.now().text;
      if (is_type && fields.size() < max_fields) fields.push_back({type, name.text, name.begin});
      tokens.next();
      while (tokens.is("]") || tokens.is("@")) {
        if (tokens.is("@")) {
          tokens.next();
          tokens.next();
          if (tokens.is("(")) tokens.skip_group();
        } else {
          tokens.next();
        }
      }
    }
    tokens.next();
  }
  std::vector<SchemaField> out;
  for (const Found& field : fields)
    for (auto [method, root] : {std::pair<std::string_view, std::string_view>{"QUERY", roots["query"]},
                                {"MUTATION", roots["mutation"]},
                                {"SUBSCRIPTION", roots["subscription"]}})
      if (field.type == root)
        out.push_back({std::string(method), std::string(field.name), field.begin,
                       static_cast<std::uint32_t>(field.begin + field.name.size())});
  return out;
}

void declare_schema(FileId file, std::string_view text, Declarations& out, Span fixed) {
  for (SchemaField& field : schema_fields(text)) {
    ContractOperation operation;
    operation.contract = file;
    operation.method = std::move(field.method);
    operation.path = field.name;
    operation.operation_id = std::move(field.name);
    operation.span = fixed.file ? fixed : Span{file, field.begin, field.end};
    out.operations.push_back(std::move(operation));
  }
}

}  // namespace demarc::appsync
