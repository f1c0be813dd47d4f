// A tolerant scan for `key: value` pairs and builder calls; no template language is executed.
#include "parsers/templates/appsync/request.h"

#include <algorithm>
#include <array>
#include <utility>

namespace demarc::appsync {
namespace {

constexpr std::size_t max_text = 1u << 20;
constexpr std::size_t max_found = 50;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void add(std::vector<std::string>& list, std::string text) {
  if (list.size() < max_found && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
}

// Comments of VTL (## and #* *#) and JavaScript (// and /* */) become blanks; strings stay, so that
// "https://" does.
std::string without_comments(std::string_view text) {
  std::string out(text.substr(0, max_text));
  char quote = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const char c = out[i], next = i + 1 < out.size() ? out[i + 1] : '\0';
    if (quote) {
      if (c == '\\') ++i;
      else if (c == quote || (c == '\n' && quote != '`')) quote = 0;
      continue;
    }
    if (c == '"' || c == '\'' || c == '`') quote = c;
    std::size_t end = 0;
    if ((c == '#' && next == '#') || (c == '/' && next == '/')) end = std::min(out.find('\n', i), out.size());
    if (c == '#' && next == '*') end = std::min(out.find("*#", i + 2), out.size() - 2) + 2;
    if (c == '/' && next == '*') end = std::min(out.find("*/", i + 2), out.size() - 2) + 2;
    for (; end > i && i < out.size() && i < end; ++i) out[i] = ' ';
    if (end) --i;
  }
  return out;
}

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  Request run() {
    for (at_ = 0; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        const std::size_t begin = at_ + 1;
        const std::size_t end = end_of_string(at_);
        std::string_view text = text_.substr(begin, end - begin);
        at_ = std::min(end + 1, text_.size());
        after(text, true);
      } else if (is_name(c)) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_name(text_[at_]) || (text_[at_] == '-' && is_lower_word(begin))))
          ++at_;
        word(begin, text_.substr(begin, at_ - begin));
      } else {
        ++at_;
      }
    }
    return std::move(found_);
  }

 private:
  bool is_lower_word(std::size_t begin) const { return text_.substr(begin, at_ - begin) == "detail"; }

  std::size_t end_of_string(std::size_t open) const {
    std::size_t i = open + 1;
    while (i < text_.size() && text_[i] != text_[open] && (text_[i] != '\n' || text_[open] == '`'))
      i += text_[i] == '\\' ? 2 : 1;
    return std::min(i, text_.size());
  }

  std::size_t skip_space(std::size_t i) const {
    while (i < text_.size() && is_space(text_[i])) ++i;
    return i;
  }

  // Behind a quoted text or a bare name: a pair when a colon follows, or `.put("key", value)` of a VTL map.
  void after(std::string_view key, bool quoted) {
    std::size_t i = skip_space(at_);
    if (i < text_.size() && (text_[i] == ':' || (quoted && text_[i] == ',' && is_put(key)))) {
      pair(key, skip_space(i + 1));
    }
  }

  bool is_put(std::string_view key) const {
    std::size_t open = static_cast<std::size_t>(key.data() - text_.data()) - 1;
    return open >= 5 && text_.substr(open - 5, 5) == ".put(";
  }

  void word(std::size_t begin, std::string_view name) {
    if (at_ < text_.size() && text_[at_] == '(') {
      const bool is_member = begin >= 1 && text_[begin - 1] == '.';
      builder(name, is_member, is_member ? text_.substr(0, begin - 1) : std::string_view());
    }
    after(name, false);
  }

  // Calls of the modules that build requests: `ddb.get({…})`, or `get({…})` where they are imported by name.
  void builder(std::string_view name, bool is_member, std::string_view before) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> builders{
        {{"get", "GetItem"},
         {"put", "PutItem"},
         {"update", "UpdateItem"},
         {"remove", "DeleteItem"},
         {"query", "Query"},
         {"scan", "Scan"},
         {"sync", "Sync"},
         {"batchGet", "BatchGetItem"},
         {"batchPut", "BatchPutItem"},
         {"batchDelete", "BatchDeleteItem"},
         {"transactGet", "TransactGetItems"},
         {"transactWrite", "TransactWriteItems"},
         {"invoke", "Invoke"}}};
    constexpr std::string_view module = "@aws-appsync/utils/dynamodb";
    std::size_t import = text_.find(module);
    if (import == std::string_view::npos) return;
    std::size_t statement = text_.rfind("import", import);
    if (statement == std::string_view::npos) return;
    std::string_view clause = text_.substr(statement, import - statement);
    std::string_view receiver = before;
    if (is_member) {
      std::size_t start = before.size();
      while (start > 0 && is_name(before[start - 1])) --start;
      receiver = before.substr(start);
    }
    if (!has_word(clause, is_member ? receiver : name)) return;
    for (auto [call, operation] : builders)
      if (call == name) add(found_.operations, std::string(operation));
  }

  static bool has_word(std::string_view text, std::string_view word) {
    if (word.empty()) return false;
    for (std::size_t i = text.find(word); i != std::string_view::npos; i = text.find(word, i + 1)) {
      const bool starts = i == 0 || !is_name(text[i - 1]);
      const bool ends = i + word.size() == text.size() || !is_name(text[i + word.size()]);
      if (starts && ends) return true;
    }
    return false;
  }

  void pair(std::string_view key, std::size_t at) {
    if (key == "operation") {
      for (std::string& one : choices(at)) add(found_.operations, std::move(one));
    } else if (key == "method") {
      for (std::string& one : choices(at)) add(found_.methods, std::move(one));
    } else if (key == "resourcePath" || key == "path") {
      std::string path = expression(at);
      if (!path.empty()) add(found_.paths, std::move(path));
    } else if (key == "source") {
      add(found_.sources, literal(at));
    } else if (key == "detailType" || key == "detail-type") {
      add(found_.detail_types, literal(at));
    } else if (key == "table") {
      if (std::string table = literal(at); !table.empty()) add(found_.tables, std::move(table));
    } else if (key == "tables") {
      table_keys(at);
    } else if (key == "statements" || key == "statement") {
      statements(at);
    }
  }

  // A plain literal, or "" for anything computed.
  std::string literal(std::size_t at) const {
    if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'' && text_[at] != '`')) return {};
    std::size_t end = end_of_string(at);
    std::string text(text_.substr(at + 1, end - at - 1));
    std::size_t next = skip_space(end + 1);
    const bool is_joined = next < text_.size() && text_[next] == '+';
    return text.find('$') != std::string::npos || is_joined ? std::string() : text;
  }

  static bool ends_expression(char c) { return c == ',' || c == '}' || c == '\n' || c == '#' || c == ';'; }

  // Every literal of an expression such as `a ? 'PutItem' : 'UpdateItem'`.
  std::vector<std::string> choices(std::size_t at) const {
    std::vector<std::string> all;
    for (std::size_t i = at; i < text_.size() && !ends_expression(text_[i]);) {
      if (text_[i] == '"' || text_[i] == '\'' || text_[i] == '`') {
        std::string one = literal(i);
        if (!one.empty()) all.push_back(std::move(one));
        i = end_of_string(i) + 1;
      } else {
        ++i;
      }
    }
    return all;
  }

  // A path with variable parts: literals stay, every variable becomes {its last name}, functions vanish.
  std::string expression(std::size_t at) const {
    std::string out;
    int depth = 0;
    for (std::size_t i = at; i < text_.size();) {
      const char c = text_[i];
      if (c == '"' || c == '\'' || c == '`') {
        std::size_t end = end_of_string(i);
        out += with_variables(text_.substr(i + 1, end - i - 1));
        i = end + 1;
      } else if (c == '(') {
        ++depth, ++i;
      } else if (c == ')') {
        if (--depth < 0) break;
        ++i;
      } else if (((c == ',' || c == '\n') && depth == 0) || c == '}' || c == ';') {
        break;
      } else if (is_name(c) || c == '$') {
        std::size_t end = i;
        std::string name = variable(text_, end);
        if (!name.empty()) out += "{" + name + "}";
        i = std::max(end, i + 1);
      } else {
        ++i;
      }
    }
    return out;
  }

  static std::string with_variables(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      if (text[i] != '$') {
        out += text[i++];
        continue;
      }
      std::size_t end = i;
      std::string name = variable(text, end);
      if (end == i + 1) {
        out += '$';
      } else {
        out += "{" + (name.empty() ? std::string("value") : name) + "}";
      }
      i = end;
    }
    return out;
  }

  // `$ctx.args.id`, `${ctx.args.id}`, `$util.urlEncode($ctx.args.id)`, `ctx.args.id`: "id", and `i` behind
  // it. A function called at the top level of an expression gives "" and leaves `i` at its parenthesis.
  static std::string variable(std::string_view text, std::size_t& i) {
    const bool has_dollar = text[i] == '$';
    if (has_dollar) ++i;
    if (i < text.size() && text[i] == '!') ++i;
    const bool braces = i < text.size() && text[i] == '{';
    if (braces) {
      std::size_t close = std::min(text.find('}', i), text.size());
      std::string name = last_name(text.substr(i + 1, close - i - 1));
      i = std::min(close + 1, text.size());
      return name;
    }
    std::size_t begin = i;
    while (i < text.size() &&
           (is_name(text[i]) || (text[i] == '.' && i + 1 < text.size() && is_name(text[i + 1]))))
      ++i;
    std::string name = last_name(text.substr(begin, i - begin));
    if (i < text.size() && text[i] == '(') {
      if (!has_dollar) return {};
      if (name == "toJson") return {};  // of the whole value: what stands inside is read next
      std::size_t close = std::min(text.find(')', i), text.size());
      name = last_name(text.substr(i + 1, close - i - 1));
      i = std::min(close + 1, text.size());
    }
    return name;
  }

  static std::string last_name(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !is_name(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_name(text[begin - 1])) --begin;
    return std::string(text.substr(begin, end - begin));
  }

  // `"tables": { "authors": {…}, "posts": {…} }`: the keys of the map.
  void table_keys(std::size_t at) {
    if (at >= text_.size() || text_[at] != '{') return;
    int depth = 0;
    for (std::size_t i = at; i < text_.size();) {
      const char c = text_[i];
      if (c == '{' || c == '[' || c == '(') ++depth;
      if (c == '}' || c == ']' || c == ')') --depth;
      if (depth == 0) return;
      if (c == '"' || c == '\'' || c == '`') {
        std::size_t end = end_of_string(i), next = skip_space(end + 1);
        std::string key(text_.substr(i + 1, end - i - 1));
        if (depth == 1 && next < text_.size() && text_[next] == ':' && key.find('$') == std::string::npos)
          add(found_.tables, std::move(key));
        i = end + 1;
      } else {
        ++i;
      }
    }
  }

  void statements(std::size_t at) {
    if (at < text_.size() && text_[at] != '[') {
      if (std::string one = with_quotes(at); !one.empty()) add(found_.statements, std::move(one));
      return;
    }
    for (std::size_t i = at + 1; i < text_.size() && text_[i] != ']';) {
      if (text_[i] == '"' || text_[i] == '\'' || text_[i] == '`') {
        add(found_.statements, with_quotes(i));
        i = end_of_string(i) + 1;
      } else {
        ++i;
      }
    }
  }

  std::string with_quotes(std::size_t at) const {
    if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'' && text_[at] != '`')) return {};
    return std::string(text_.substr(at + 1, end_of_string(at) - at - 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Request found_;
};

}  // namespace

Request read_request(std::string_view text) {
  const std::string plain = without_comments(text);
  return Scan(plain).run();
}

}  // namespace demarc::appsync
