// The written form of facts: write_facts prints it, read_facts reads it back.
//
// Beyond what facts.h shows: an end whose name several kinds share is written `[kind]name`; the words of the
// primary place stand behind `as`; a step without a place is `-`; texts in double quotes know \" \\ \n \r \t
// and \xNN.
#include <array>
#include <charconv>
#include <map>

#include "analyzer/facts/facts.h"

namespace demarc {
namespace {

constexpr std::string_view stores[] = {
    "dynamodb",    "s3",       "postgres",  "postgresql", "mysql",         "mariadb",    "aurora",
    "rds",         "mongodb",  "redis",     "memcached",  "elasticsearch", "opensearch", "sqlite",
    "oracle",      "mssql",    "sqlserver", "db2",        "cassandra",     "neptune",    "documentdb",
    "redshift",    "bigquery", "firestore", "timestream", "keyspaces",     "cosmosdb",   "efs",
    "elasticache", "sql",      "database",  "neo4j"};
constexpr std::string_view transports[] = {
    "eventbridge", "sns",  "sqs",        "kafka",    "rabbitmq",   "amqp",   "kinesis", "dynamodb-stream",
    "s3-event",    "nats", "in-process", "mqtt",     "iot",        "pubsub", "jms",     "redis-pubsub",
    "servicebus",  "mq",   "eventhub",   "firehose", "stream-hub", "queue",  "topic",   "websocket"};

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  for (std::string_view w : words)
    if (w == word) return true;
  return false;
}

// ---- writing

bool is_word_of_ours(std::string_view name) {
  return name == "@" || name == "by" || name == "as" || name == "via" || name == "-" ||
         entity_kind(name).has_value() || relation_kind(name).has_value();
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          constexpr char hex[] = "0123456789abcdef";
          out += "\\x";
          out += hex[static_cast<unsigned char>(c) >> 4];
          out += hex[c & 15];
        } else {
          out += c;
        }
    }
  return out + '"';
}

bool needs_quotes(std::string_view text, std::string_view more) {
  if (text.empty() || text[0] == '#' || text[0] == '(' || text[0] == '[') return true;
  for (char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '"' || c == '\\' ||
        more.find(c) != std::string_view::npos)
      return true;
  return false;
}

std::string quoted(std::string_view text) {
  return needs_quotes(text, "=") || is_word_of_ours(text) ? in_quotes(text) : std::string(text);
}

std::string place(const Step& step) {
  if (step.path.empty()) return "-";
  std::string out = needs_quotes(step.path, ":=") || step.path == "-" ? in_quotes(step.path) : step.path;
  if (step.line == 0) return out;
  out += ':' + std::to_string(step.line);
  if (step.column != 0) out += ':' + std::to_string(step.column);
  return out;
}

void write_tail(std::string& out, const Attributes& attributes, const std::vector<Step>& evidence,
                std::string_view by, Certainty certainty) {
  for (const auto& [word, text] : attributes) {
    out += ' ' + (needs_quotes(word, "=") ? in_quotes(word) : word);
    out += '=' + (text.empty() || needs_quotes(text, "") ? in_quotes(text) : text);
  }
  if (!evidence.empty()) {
    out += " @ " + place(evidence[0]);
    if (!evidence[0].what.empty()) out += " as " + in_quotes(evidence[0].what);
  }
  if (!by.empty()) out += " by " + quoted(by);
  if (certainty != Certainty::certain) out += " (" + std::string(to_string(certainty)) + ")";
  out += '\n';
  for (std::size_t i = 1; i < evidence.size(); ++i) {
    out += "  via " + place(evidence[i]);
    const std::string& what = evidence[i].what;
    if (!what.empty()) {
      // Blanks between words are fine; anything that would not survive is quoted.
      bool plain = what[0] != ' ' && what[0] != '#' && what[0] != '"' && what.back() != ' ' &&
                   what.find(" #") == std::string::npos;
      for (char c : what) plain = plain && static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
      out += "   " + (plain ? what : in_quotes(what));
    }
    out += '\n';
  }
}

// ---- reading

struct Token {
  std::string text;     // without quotes
  std::string value;    // behind the first '=' that stands outside quotes
  std::string bracket;  // `[kind]` in front
  bool has_value = false;
  bool plain = true;  // nothing of it was quoted
  std::uint32_t begin = 0, end = 0;
};

struct Failure {
  std::uint32_t begin, end;
  std::string message, hint;
};

class Line {
 public:
  Line(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {}

  bool skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ < text_.size() && text_[at_] == '#' && (at_ == 0 || is_blank(text_[at_ - 1]))) at_ = text_.size();
    return at_ < text_.size();
  }
  bool done() { return !skip_blanks(); }
  std::uint32_t here() const { return offset_ + static_cast<std::uint32_t>(at_); }

  Token next() {
    skip_blanks();
    Token token;
    token.begin = here();
    if (at_ < text_.size() && text_[at_] == '[') {
      std::size_t close = text_.find(']', at_);
      if (close == std::string_view::npos) throw Failure{here(), here() + 1, "`[` without `]`", ""};
      token.bracket = text_.substr(at_ + 1, close - at_ - 1);
      token.plain = false;
      at_ = close + 1;
    }
    std::string* into = &token.text;
    while (at_ < text_.size() && !is_blank(text_[at_])) {
      if (text_[at_] == '"') {
        token.plain = false;
        quoted(*into);
      } else if (text_[at_] == '=' && into == &token.text) {
        token.has_value = true;
        into = &token.value;
        ++at_;
      } else {
        *into += text_[at_++];
      }
    }
    token.end = here();
    return token;
  }

  // `path`, `path:line`, `path:line:column`, `-`.
  Step place() {
    skip_blanks();
    const std::uint32_t begin = here();
    std::string path, numbers;
    bool was_quoted = false;
    while (at_ < text_.size() && !is_blank(text_[at_])) {
      if (text_[at_] == '"') {
        was_quoted = true;
        quoted(path);
        numbers.clear();
      } else {
        (was_quoted ? numbers : path) += text_[at_++];
      }
    }
    if (path.empty() && !was_quoted)
      throw Failure{begin, here(), "a place is missing here", "write path:line"};
    if (path == "-" && !was_quoted) return {};
    Step step;
    std::uint32_t found[2] = {0, 0};
    std::size_t count = 0;
    std::string& rest = was_quoted ? numbers : path;
    while (count < 2) {
      std::size_t colon = rest.rfind(':');
      if (colon == std::string::npos || colon + 1 == rest.size() || rest.size() - colon > 10) break;
      std::uint32_t number = 0;
      auto [end, error] = std::from_chars(rest.data() + colon + 1, rest.data() + rest.size(), number);
      if (error != std::errc{} || end != rest.data() + rest.size()) break;
      found[count++] = number;
      rest.resize(colon);
    }
    if (was_quoted && !numbers.empty())
      throw Failure{begin, here(), "a place ends with :line or :line:column", ""};
    step.path = path;
    step.line = count == 2 ? found[1] : found[0];
    step.column = count == 2 ? found[0] : 0;
    return step;
  }

  // The rest of the line, without a comment: quoted, or as it stands.
  std::string rest() {
    if (!skip_blanks()) return {};
    if (text_[at_] == '"') {
      Token token = next();
      if (!done()) throw Failure{here(), here() + 1, "nothing may follow the quoted text", ""};
      return token.text;
    }
    std::string_view raw = text_.substr(at_);
    raw = raw.substr(0, raw.find(" #"));
    while (!raw.empty() && is_blank(raw.back())) raw.remove_suffix(1);
    at_ = text_.size();
    return std::string(raw);
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

  void quoted(std::string& into) {
    const std::uint32_t begin = here();
    ++at_;
    for (;; ++at_) {
      if (at_ >= text_.size())
        throw Failure{begin, here(), "this quoted text does not end on its line", "write \\n for a line end"};
      char c = text_[at_];
      if (c == '"') break;
      if (c != '\\') {
        into += c;
        continue;
      }
      c = ++at_ < text_.size() ? text_[at_] : '\0';
      if (c == 'n') into += '\n';
      else if (c == 'r') into += '\r';
      else if (c == 't') into += '\t';
      else if (c == '"' || c == '\\') into += c;
      else if (c == 'x' && at_ + 2 < text_.size()) {
        unsigned code = 0;
        auto [end, error] = std::from_chars(text_.data() + at_ + 1, text_.data() + at_ + 3, code, 16);
        if (error != std::errc{} || end != text_.data() + at_ + 3)
          throw Failure{here() - 1, here() + 3, "\\x needs two hexadecimal digits", ""};
        into += static_cast<char>(code);
        at_ += 2;
      } else {
        throw Failure{here() - 1, here() + 1, "unknown escape in quoted text",
                      "known ones are \\\" \\\\ \\n \\r \\t \\xNN"};
      }
    }
    ++at_;
  }

  std::string_view text_;
  std::uint32_t offset_;
  std::size_t at_ = 0;
};

struct Tail {
  Attributes attributes;
  std::vector<Step> evidence;
  std::string by;
  Certainty certainty = Certainty::certain;
};

Tail read_tail(Line& line, bool is_relation) {
  Tail tail;
  while (!line.done()) {
    Token token = line.next();
    if (token.has_value) {
      if (token.text.empty())
        throw Failure{token.begin, token.end, "an attribute needs a word before `=`", ""};
      if (!tail.attributes.emplace(token.text, token.value).second)
        throw Failure{token.begin, token.end, "attribute `" + token.text + "` is given twice", ""};
    } else if (token.plain && token.text == "@") {
      if (!tail.evidence.empty())
        throw Failure{token.begin, token.end, "a second `@`", "further places are `via` lines"};
      tail.evidence.push_back(line.place());
    } else if (token.plain && token.text == "as" && !tail.evidence.empty()) {
      tail.evidence[0].what = line.next().text;
    } else if (token.plain && token.text == "by" && is_relation) {
      Token by = line.next();
      if (by.text.empty()) throw Failure{token.begin, token.end, "`by` needs a name", ""};
      tail.by = by.text;
    } else if (token.plain && token.text.size() > 1 && token.text.front() == '(' &&
               token.text.back() == ')') {
      std::string_view word = std::string_view(token.text).substr(1, token.text.size() - 2);
      if (word == "certain") tail.certainty = Certainty::certain;
      else if (word == "likely") tail.certainty = Certainty::likely;
      else if (word == "guessed") tail.certainty = Certainty::guessed;
      else
        throw Failure{token.begin, token.end, "unknown certainty `" + std::string(word) + "`",
                      "one of certain, likely, guessed"};
    } else {
      throw Failure{token.begin, token.end, "`" + token.text + "` is not understood here",
                    "attributes are word=text, then `@ path:line`, `by name`, `(likely)`"};
    }
  }
  return tail;
}

// The kind of an end that no line declares.
EntityKind guess_kind(RelationKind verb, bool is_from, std::string_view name) {
  const bool is_of_field = verb == RelationKind::puts || verb == RelationKind::takes;
  if (is_of_field && !is_from) return EntityKind::field;
  std::string_view prefix = name.substr(0, name.find(':'));
  if (prefix.size() < name.size()) {
    if (is_one_of(transports, prefix)) return EntityKind::channel;
    if (is_one_of(stores, prefix)) return EntityKind::table;
  }
  const bool has_blank = name.find(' ') != std::string_view::npos;
  if (is_from) switch (verb) {
      case RelationKind::forwards: return EntityKind::channel;
      case RelationKind::watches: return EntityKind::alarm;
      default: return has_blank ? EntityKind::operation : EntityKind::service;
    }
  switch (verb) {
    case RelationKind::publishes:
    case RelationKind::consumes:
    case RelationKind::forwards: return EntityKind::channel;
    case RelationKind::reads:
    case RelationKind::writes:
    case RelationKind::declares:
    case RelationKind::grants: return EntityKind::table;
    case RelationKind::exposes:
    case RelationKind::handles: return EntityKind::operation;
    case RelationKind::provides:
    case RelationKind::uses: return EntityKind::setting;
    case RelationKind::starts: return EntityKind::entry;
    default: return has_blank ? EntityKind::operation : EntityKind::service;
  }
}

struct Pending {
  RelationKind kind;
  Token from, to;
  Tail tail;
};

}  // namespace

std::string write(const Facts& facts) {
  std::map<std::string_view, int> mentions;
  for (const Entity& e : facts.entities()) ++mentions[e.name];
  auto end = [&](EntityId id) {
    const Entity& e = facts[id];
    return (mentions[e.name] > 1 ? "[" + std::string(to_string(e.kind)) + "]" : "") + quoted(e.name);
  };
  std::string out;
  for (const Entity& e : facts.entities()) {
    out += std::string(to_string(e.kind)) + ' ' + quoted(e.name);
    write_tail(out, e.attributes, e.evidence, {}, e.certainty);
  }
  for (const Relation& r : facts.relations()) {
    out += end(r.from) + ' ' + std::string(to_string(r.kind)) + ' ' + end(r.to);
    write_tail(out, r.attributes, r.evidence, r.by, r.certainty);
  }
  return out;
}

Result<Facts> read_facts(std::string_view text) {
  std::vector<Entity> entities;
  std::vector<Pending> relations;
  std::vector<Step>* chain = nullptr;  // where a `via` line goes; valid until the next statement
  std::uint32_t offset = 0;
  Facts::Builder builder;
  try {
    while (offset < text.size()) {
      std::string_view one = text.substr(offset);
      one = one.substr(0, one.find('\n'));
      Line line(one, offset);
      const auto length = static_cast<std::uint32_t>(one.size() + 1);
      if (line.done()) {
        offset += length;
        continue;
      }
      Token first = line.next();
      if (first.plain && first.text == "via" && !first.has_value) {
        if (!chain || chain->empty())
          throw Failure{first.begin, first.end, "`via` has no place above it",
                        "it belongs below a statement with `@ path:line`"};
        Step step = line.place();
        step.what = line.rest();
        chain->push_back(std::move(step));
        offset += length;
        continue;
      }
      if (line.done())
        throw Failure{first.begin, first.end, "a statement is `kind name …` or `from verb to …`", ""};
      Token second = line.next();
      const bool is_verb = second.plain && relation_kind(second.text) && !second.has_value && !line.done();
      auto kind = first.plain ? entity_kind(first.text) : std::nullopt;
      if (kind && !is_verb) {
        if (second.has_value || !second.bracket.empty())
          throw Failure{second.begin, second.end, "a name stands behind `" + first.text + "`",
                        "a name with `=` or `[` is written in double quotes"};
        Tail tail = read_tail(line, false);
        entities.push_back(
            {*kind, second.text, std::move(tail.attributes), tail.certainty, std::move(tail.evidence)});
        chain = &entities.back().evidence;
      } else {
        if (!second.plain || !relation_kind(second.text))
          throw Failure{second.begin, second.end,
                        "`" + second.text + "` is neither a name behind a kind nor a verb",
                        "kinds and verbs stand in analyzer/facts/kinds.def"};
        if (line.done())
          throw Failure{second.begin, second.end, "`" + second.text + "` whom?", "name the target"};
        Token third = line.next();
        for (const Token* end : {&first, &third})
          if (end->has_value || (!end->bracket.empty() && !entity_kind(end->bracket)))
            throw Failure{end->begin, end->end, "this is no name",
                          "a name with `=` or `[` is written in double quotes"};
        relations.push_back({*relation_kind(second.text), first, third, read_tail(line, true)});
        chain = &relations.back().tail.evidence;
      }
      offset += length;
    }
    std::multimap<std::string, EntityId, std::less<>> by_name;
    for (Entity& e : entities) {
      std::string name = e.name;
      EntityId id = builder.entity(std::move(e));
      bool known = false;
      for (auto [at, last] = by_name.equal_range(name); at != last; ++at) known |= at->second == id;
      if (!known) by_name.emplace(std::move(name), id);
    }
    for (Pending& p : relations) {
      auto end = [&](const Token& token, bool is_from) {
        EntityId found{};
        int count = 0;
        for (auto [at, last] = by_name.equal_range(token.text); at != last; ++at) {
          if (!token.bracket.empty() && builder.edit(at->second).kind != entity_kind(token.bracket)) continue;
          found = at->second;
          ++count;
        }
        if (count > 1)
          throw Failure{token.begin, token.end, "several kinds share the name `" + token.text + "`",
                        "write [kind]" + token.text};
        if (count == 1) return found;
        EntityKind kind =
            token.bracket.empty() ? guess_kind(p.kind, is_from, token.text) : *entity_kind(token.bracket);
        found = builder.entity({kind, token.text, {}, Certainty::certain, {}});
        by_name.emplace(token.text, found);
        return found;
      };
      EntityId from = end(p.from, true), to = end(p.to, false);
      builder.relation({p.kind, from, to, std::move(p.tail.attributes), std::move(p.tail.by),
                        p.tail.certainty, std::move(p.tail.evidence)});
    }
  } catch (const Failure& failure) {
    LineColumn at = LineIndex(text).at(failure.begin);
    return Error{
        {FileId{}, failure.begin, failure.end},
        "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " + failure.message,
        failure.hint};
  }
  return std::move(builder).freeze();
}

}  // namespace demarc
