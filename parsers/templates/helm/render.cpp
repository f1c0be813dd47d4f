// Walks template trees and evaluates their pipelines; nothing outside of the values is ever touched.
#include "parsers/templates/helm/render.h"

#include <algorithm>
#include <cctype>

#include "parsers/templates/helm/functions.h"

namespace demarc::helm {
namespace {

constexpr std::size_t max_output = 4u << 20;
constexpr std::size_t max_steps = 400'000;
constexpr int max_depth = 80;

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Output {
  std::string text;
  std::vector<Rendered::Part> parts;
  void add(std::string_view more, std::uint32_t origin, bool is_literal) {
    if (more.empty() || text.size() + more.size() > max_output) return;
    parts.push_back({static_cast<std::uint32_t>(text.size()), origin, is_literal});
    text += more;
  }
};

class Renderer {
 public:
  Renderer(const NamedTemplates& named, const Value& root, std::set<std::string>& unread)
      : named_(named), unread_(unread) {
    variables_.push_back({"$", root});
  }

  void body(const Body& pieces, const Value& dot, Output& out, int depth, bool is_top) {
    const std::size_t scope = variables_.size();
    for (const Piece& piece : pieces) {
      if (++steps_ > max_steps || depth > max_depth) break;
      switch (piece.kind) {
        case PieceKind::text: out.add(piece.text, piece.begin, true); break;
        case PieceKind::action: action(piece, dot, out, depth); break;
        case PieceKind::branch: branch(piece, dot, out, depth, is_top); break;
        case PieceKind::range: range(piece, dot, out, depth); break;
        case PieceKind::with: {
          const Value value = pipeline(piece.text, dot, depth);
          if (is_true(value)) body(piece.body, value, out, depth + 1, false);
          else body(piece.otherwise, dot, out, depth + 1, false);
          break;
        }
        case PieceKind::block: {
          auto named = named_.find(piece.name);
          if (named != named_.end())
            body(*named->second, pipeline(piece.text, dot, depth), out, depth + 1, false);
          break;
        }
      }
    }
    variables_.resize(std::max<std::size_t>(scope, 1));
  }

 private:
  // A known condition decides. One that is off by default guards an option of the system: whole resources and
  // further list entries that it guards are read, too, where nothing stands in their place.
  void branch(const Piece& piece, const Value& dot, Output& out, int depth, bool is_top) {
    const Value value = pipeline(piece.text, dot, depth);
    if (is_true(value)) return body(piece.body, dot, out, depth + 1, is_top);
    if (!piece.otherwise.empty()) return body(piece.otherwise, dot, out, depth + 1, is_top);
    if (is_top || begins_entry(piece.body)) body(piece.body, dot, out, depth + 1, is_top);
  }

  static bool begins_entry(const Body& pieces) {
    for (const Piece& piece : pieces) {
      if (piece.kind != PieceKind::text) continue;
      const std::size_t first = piece.text.find_first_not_of(" \t\r\n");
      if (first == std::string::npos) continue;
      return piece.text.substr(first, 2) == "- ";
    }
    return false;
  }

  void range(const Piece& piece, const Value& dot, Output& out, int depth) {
    std::string_view text = piece.text;
    std::string key, item;
    if (text.starts_with('$')) {
      const std::size_t sign = text.find(":=");
      if (sign != std::string_view::npos) {
        std::string_view names = text.substr(0, sign);
        const std::size_t comma = names.find(',');
        auto bare = [](std::string_view name) {
          while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
          while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
          return std::string(name);
        };
        if (comma == std::string_view::npos) item = bare(names);
        else key = bare(names.substr(0, comma)), item = bare(names.substr(comma + 1));
        text = text.substr(sign + 2);
      }
    }
    const Value value = pipeline(text, dot, depth);
    std::vector<std::pair<Value, Value>> turns;
    if (kind_of(value) == Kind::map) {
      for (const auto& [name, child] : value->entries) turns.emplace_back(make_text(name), child);
    } else if (kind_of(value) == Kind::list) {
      for (std::size_t i = 0; i < value->items.size(); ++i)
        turns.emplace_back(make_number(static_cast<long long>(i)), value->items[i]);
    } else if (kind_of(value) == Kind::number) {
      for (long long i = 0; i < std::min(number_of(value), 50LL); ++i)
        turns.emplace_back(make_number(i), make_number(i));
    }
    if (turns.empty()) return body(piece.otherwise, dot, out, depth + 1, false);
    const std::size_t scope = variables_.size();
    for (const auto& [name, child] : turns) {
      if (steps_ > max_steps) break;
      if (!key.empty()) variables_.push_back({key, name});
      if (!item.empty()) variables_.push_back({item, child});
      body(piece.body, child, out, depth + 1, false);
      variables_.resize(scope);
    }
  }

  void action(const Piece& piece, const Value& dot, Output& out, int depth) {
    std::string_view text = piece.text;
    if (text.starts_with('$')) {
      std::size_t end = 1;
      while (end < text.size() && is_name_character(text[end])) ++end;
      std::size_t sign = text.find_first_not_of(' ', end);
      if (sign != std::string_view::npos &&
          (text.substr(sign, 2) == ":=" || (text[sign] == '=' && text.substr(sign, 2) != "=="))) {
        const std::string name(text.substr(0, end));
        const bool declares = text[sign] == ':';
        const Value value = pipeline(text.substr(sign + (declares ? 2 : 1)), dot, depth);
        if (declares) {
          if (variables_.size() < 10'000) variables_.push_back({name, value});
        } else {
          for (std::size_t i = variables_.size(); i-- > 0;)
            if (variables_[i].first == name) {
              variables_[i].second = value;
              break;
            }
        }
        return;
      }
    }
    if (text.starts_with("template ")) {
      out.add(printed(pipeline("include " + std::string(text.substr(9)), dot, depth)), piece.begin, false);
      return;
    }
    if (text == "break" || text == "continue") return;
    out.add(printed(pipeline(text, dot, depth)), piece.begin, false);
  }

  // ---- expressions

  struct Reader {
    std::string_view text;
    std::size_t at = 0;
    void blanks() {
      while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
    }
    bool ends() {
      blanks();
      return at >= text.size() || text[at] == '|' || text[at] == ')';
    }
  };

  Value pipeline(std::string_view text, const Value& dot, int depth) {
    Reader reader{text};
    return pipeline(reader, dot, depth);
  }

  Value pipeline(Reader& reader, const Value& dot, int depth) {
    if (depth > max_depth || ++steps_ > max_steps) return nullptr;
    Value value = command(reader, dot, nullptr, false, depth + 1);
    for (;;) {
      reader.blanks();
      if (reader.at >= reader.text.size() || reader.text[reader.at] != '|') return value;
      ++reader.at;
      value = command(reader, dot, value, true, depth + 1);
    }
  }

  Value command(Reader& reader, const Value& dot, const Value& piped, bool has_piped, int depth) {
    reader.blanks();
    const std::size_t start = reader.at;
    std::string name;
    if (reader.at < reader.text.size() && std::isalpha(static_cast<unsigned char>(reader.text[reader.at]))) {
      while (reader.at < reader.text.size() && is_name_character(reader.text[reader.at]))
        name += reader.text[reader.at++];
      if (name == "true" || name == "false" || name == "nil") {
        reader.at = start;
        name.clear();
      }
    }
    std::vector<Value> arguments;
    Value head;
    if (name.empty()) head = operand(reader, dot, depth);
    while (!reader.ends() && arguments.size() < 200) {
      const std::size_t before = reader.at;
      arguments.push_back(operand(reader, dot, depth));
      if (reader.at == before) {
        unread_.insert(std::string(reader.text.substr(before, 20)));
        reader.at = reader.text.size();
      }
    }
    if (has_piped) arguments.push_back(piped);
    if (name.empty()) {
      // A method: .Files.Get "x", .Capabilities.APIVersions.Has "y".
      return head;
    }
    return call(name, std::move(arguments), depth);
  }

  Value call(const std::string& name, std::vector<Value> arguments, int depth) {
    if (name == "include" || name == "template") {
      if (arguments.empty()) return nullptr;
      auto named = named_.find(printed(arguments[0]));
      if (named == named_.end()) return make_missing("template " + printed(arguments[0]));
      Output inner;
      // A named template sees its argument as $, and no variable of the caller.
      std::vector<std::pair<std::string, Value>> outer;
      outer.swap(variables_);
      const Value dot = arguments.size() > 1 ? arguments[1] : nullptr;
      variables_.push_back({"$", dot});
      body(*named->second, dot, inner, depth + 1, false);
      variables_.swap(outer);
      return make_text(std::move(inner.text));
    }
    if (name == "tpl") {
      const std::string text = arguments.empty() ? "" : printed(arguments[0]);
      if (text.find("{{") == std::string::npos) return make_text(text);
      const Template inner = parse_template({}, text);
      Output out;
      std::vector<std::pair<std::string, Value>> outer;
      outer.swap(variables_);
      const Value dot = arguments.size() > 1 ? arguments[1] : nullptr;
      variables_.push_back({"$", dot});
      body(inner.body, dot, out, depth + 8, false);
      variables_.swap(outer);
      return make_text(std::move(out.text));
    }
    bool known = false;
    Value value = call_function(name, arguments, known);
    if (!known) {
      unread_.insert(name);
      return make_missing(name);
    }
    return value;
  }

  Value operand(Reader& reader, const Value& dot, int depth) {
    reader.blanks();
    if (reader.at >= reader.text.size() || depth > max_depth) return nullptr;
    const char c = reader.text[reader.at];
    Value value;
    std::string trail;
    if (c == '(') {
      ++reader.at;
      value = pipeline(reader, dot, depth + 1);
      reader.blanks();
      if (reader.at < reader.text.size() && reader.text[reader.at] == ')') ++reader.at;
      return fields(reader, value, "");
    }
    if (c == '"' || c == '`') return string(reader, c);
    if (c == '\'') return string(reader, c);
    if (c == '$') {
      std::string name = "$";
      ++reader.at;
      while (reader.at < reader.text.size() && is_name_character(reader.text[reader.at]))
        name += reader.text[reader.at++];
      for (std::size_t i = variables_.size(); i-- > 0;)
        if (variables_[i].first == name) return fields(reader, variables_[i].second, "");
      return fields(reader, make_missing(name), name);
    }
    if (c == '.') {
      const bool is_dot =
          reader.at + 1 >= reader.text.size() || !is_name_character(reader.text[reader.at + 1]);
      if (is_dot) {
        ++reader.at;
        return dot;
      }
      return fields(reader, dot, "");
    }
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '-') {
      std::string number;
      while (reader.at < reader.text.size() &&
             (is_name_character(reader.text[reader.at]) || reader.text[reader.at] == '-' ||
              reader.text[reader.at] == '.'))
        number += reader.text[reader.at++];
      auto made = std::make_shared<Data>();
      made->kind = Kind::number;
      made->text = number;
      return made;
    }
    if (std::isalpha(static_cast<unsigned char>(c))) {
      std::string word;
      while (reader.at < reader.text.size() && is_name_character(reader.text[reader.at]))
        word += reader.text[reader.at++];
      if (word == "true" || word == "false") return make_bool(word == "true");
      if (word == "nil") return nullptr;
      return call(word, {}, depth);  // a function without arguments: dict, list, now
    }
    return nullptr;
  }

  // .a.b.c behind a value; what is not there is missing under its whole name.
  Value fields(Reader& reader, Value value, std::string name) {
    while (reader.at + 1 < reader.text.size() && reader.text[reader.at] == '.' &&
           is_name_character(reader.text[reader.at + 1])) {
      ++reader.at;
      std::string field;
      while (reader.at < reader.text.size() && is_name_character(reader.text[reader.at]))
        field += reader.text[reader.at++];
      name += (name.empty() ? "" : ".") + field;
      Value next = entry(value, field);
      if (!next && !has_entry(value, field))
        next = make_missing(name.starts_with("Values.") ? name.substr(7) : name);
      value = std::move(next);
    }
    return value;
  }

  static bool has_entry(const Value& value, std::string_view key) {
    if (kind_of(value) != Kind::map) return false;
    return std::any_of(value->entries.begin(), value->entries.end(),
                       [&](const auto& one) { return one.first == key; });
  }

  static Value string(Reader& reader, char quote) {
    std::string text;
    for (++reader.at; reader.at < reader.text.size() && reader.text[reader.at] != quote; ++reader.at) {
      char c = reader.text[reader.at];
      if (c == '\\' && quote == '"' && reader.at + 1 < reader.text.size()) {
        c = reader.text[++reader.at];
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
      }
      text += c;
    }
    if (reader.at < reader.text.size()) ++reader.at;
    return make_text(std::move(text));
  }

  const NamedTemplates& named_;
  std::set<std::string>& unread_;
  std::vector<std::pair<std::string, Value>> variables_;
  std::size_t steps_ = 0;
};

}  // namespace

Span Rendered::place(std::uint32_t begin, std::uint32_t end) const {
  auto at = [&](std::uint32_t offset) -> std::uint32_t {
    auto next = std::upper_bound(parts.begin(), parts.end(), offset,
                                 [](std::uint32_t wanted, const Part& part) { return wanted < part.begin; });
    if (next == parts.begin()) return 0;
    const Part& part = *std::prev(next);
    return part.is_literal ? part.origin + (offset - part.begin) : part.origin;
  };
  const std::uint32_t from = at(begin);
  return {file, from, std::max(from, end > begin ? at(end - 1) + 1 : from)};
}

Rendered render(const Template& source, const NamedTemplates& named, const Value& root) {
  Rendered made;
  made.file = source.file;
  Output out;
  Renderer(named, root, made.unread).body(source.body, root, out, 0, true);
  made.text = std::move(out.text);
  made.parts = std::move(out.parts);
  return made;
}

}  // namespace demarc::helm
