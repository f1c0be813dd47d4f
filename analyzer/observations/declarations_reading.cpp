// Reads declarations back; the notation stands in declarations_text.h.
#include <utility>

#include "analyzer/observations/declarations_text.h"
#include "analyzer/observations/notation.h"

namespace demarc {
namespace {

class Parser {
 public:
  Parser(std::string_view text, Values& values, const Files& files)
      : in_(text), values_(values), files_(files) {}

  Result<Declarations> whole() {
    while (in_.next_line()) {
      line();
      if (!in_.failed() && !in_.at_end()) in_.expect("\n");
    }
    if (in_.failed()) return in_.error();
    return std::move(out_);
  }

 private:
  void line() {
    spans_.clear();
    if (in_.take("unit ")) unit();
    else if (in_.take("resource ")) resource();
    else if (in_.take("wiring ")) wiring();
    else if (in_.take("provision ")) provision();
    else if (in_.take("binding ")) binding();
    else if (in_.take("dependency ")) dependency();
    else if (in_.take("operation ")) operation();
    else if (in_.take("event ")) event();
    else if (in_.take("source ")) source();
    else if (in_.take("note ")) note();
    else
      in_.fail(
          "a line starts with unit, resource, wiring, provision, binding, dependency, operation, event, "
          "source "
          "or note");
  }

  void unit() {
    Unit u;
    text();
    if (in_.take(" format=")) u.format = text();
    if (in_.take(" name=")) u.name = text();
    if (in_.take(" physical=")) u.physical_name = value();
    properties(u.tags, "tag.");
    u.is_nested_only = flag(" nested-only");
    u.file = end();
    out_.units.push_back(std::move(u));
  }

  void resource() {
    Resource r;
    const std::size_t named_at = in_.position();
    const std::string named = text();
    in_.expect(" ");
    r.kind = kind<ResourceKind>(static_cast<int>(ResourceKind::other), "a kind of resource");
    in_.expect(" ");
    r.type = text();
    if (in_.take(" store=")) r.store = text();
    if (in_.take(" name=")) r.name = value();
    properties(r.properties, "");
    properties(r.environment, "env.");
    properties(r.tags, "tag.");
    r.conditional = flag(" conditional");
    place(r.span);
    r.unit = end();
    r.id = inside(named, r.unit, named_at);
    out_.resources.push_back(std::move(r));
  }

  void wiring() {
    Wiring w;
    w.kind = kind<WiringKind>(static_cast<int>(WiringKind::watches), "a kind of wiring");
    in_.expect(" ");
    w.from = value();
    in_.expect(" -> ");
    w.to = value();
    properties(w.properties, "");
    w.conditional = flag(" conditional");
    place(w.span);
    while (!in_.failed() && in_.take(" via ")) {
      auto& [span, what] = w.chain.emplace_back();
      where();
      if (in_.take(" (")) {
        what = in_.peek() == '"' ? in_.quoted()
                                 : std::string(in_.run([](char c) { return c != ')' && c != '\n'; }));
        in_.expect(")");
      }
    }
    for (auto& [span, what] : w.chain) spans_.push_back(&span);
    w.unit = end();
    out_.wirings.push_back(std::move(w));
  }

  void provision() {
    Provision p;
    p.space = text();
    in_.expect(" ");
    p.name = value();
    in_.expect(" = ");
    p.value = value();
    if (in_.take(" owner=")) p.owner = value();
    if (in_.take(" profile=")) p.profile = text();
    if (in_.take(" rank=")) {
      const std::uint32_t rank = in_.number();
      if (rank > 255) in_.fail("a rank is at most 255");
      p.rank = static_cast<std::uint8_t>(rank);
    }
    if (in_.take(" written=")) p.written = text();
    place(p.span);
    p.unit = end();
    out_.provisions.push_back(std::move(p));
  }

  void binding() {
    Binding b;
    const std::size_t named_at = in_.position();
    const std::string named = text();
    in_.expect(" = ");
    b.value = value();
    b.is_default = flag(" default");
    place(b.span);
    b.target = end();
    b.parameter = inside(named, b.target, named_at);
    out_.bindings.push_back(std::move(b));
  }

  void dependency() {
    Dependency d;
    d.owner = value();
    in_.expect(" ");
    d.name = text();
    place(d.span);
    end();
    out_.dependencies.push_back(std::move(d));
  }

  void operation() {
    ContractOperation o;
    text();
    in_.expect(" ");
    o.path = text();
    if (in_.peek() == ' ' && !in_.sees(" id=") && !in_.sees(" @ ") && !in_.sees(" |")) {
      in_.expect(" ");
      o.method = std::exchange(o.path, text());
    }
    if (in_.take(" id=")) o.operation_id = text();
    place(o.span);
    o.contract = end();
    out_.operations.push_back(std::move(o));
  }

  void event() {
    ContractEvent e;
    text();
    in_.expect(" ");
    e.name = text();
    if (in_.take(" source=")) e.source = text();
    e.is_received = in_.take(" received");
    properties(e.fields, "field.");
    place(e.span);
    e.contract = end();
    out_.events.push_back(std::move(e));
  }

  void source() {
    EmbeddedSource s;
    s.path = text();
    in_.expect(" ");
    s.text = in_.quoted();
    properties(s.holes, "");
    place(s.host);
    end();
    while (!in_.failed() && in_.take(" ")) {
      const std::uint32_t own = in_.number();
      in_.expect("=");
      const std::uint32_t host = in_.number();
      if (!s.anchors.empty() && (own <= s.anchors.back().first || host < s.anchors.back().second))
        in_.fail("anchors ascend");
      s.anchors.emplace_back(own, host);
    }
    out_.sources.push_back(std::move(s));
  }

  void note() {
    Note n;
    if (!in_.take("-")) where();
    spans_.push_back(&n.where);
    in_.expect(" ");
    if (in_.peek() == '`') {
      n.what = in_.quoted('`');
    } else {
      const std::string_view rest = in_.rest().substr(0, in_.rest().find('\n'));
      n.what = rest.substr(0, rest.find(" | "));
      in_.skip(n.what.size());
    }
    end();
    out_.notes.push_back(std::move(n));
  }

  // ---- parts of a line

  // Up to a blank, or in quotes.
  std::string text() {
    if (in_.peek() == '"') return in_.quoted();
    const std::string_view plain = in_.run([](char c) { return c != ' ' && c != '\n'; });
    if (plain.empty()) in_.fail("a text is missing here");
    return std::string(plain);
  }

  ValueId value() {
    std::size_t used = 0;
    const Result<ValueId> made = values_.parse_prefix(in_.rest(), used);
    if (made) {
      in_.skip(used);
      return *made;
    }
    in_.fail(made.error().message);
    return {};
  }

  bool flag(std::string_view word) {
    const std::string_view rest = in_.rest();
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() && rest[word.size()] != ' ' && rest[word.size()] != '\n') return false;
    return in_.take(word);
  }

  // ` name=value`, as long as names start with `prefix`.
  void properties(std::vector<Property>& into, std::string_view prefix) {
    std::vector<Property> all;
    while (!in_.failed() && in_.peek() == ' ') {
      const std::string_view rest = in_.rest().substr(1);
      if (!rest.starts_with(prefix)) break;
      if (prefix.empty() && (rest.starts_with("env.") || rest.starts_with("tag."))) break;
      std::size_t length = 0;
      if (rest.substr(prefix.size()).starts_with('"')) {
        length = 1;
      } else {
        while (prefix.size() + length < rest.size() && rest[prefix.size() + length] != '=' &&
               rest[prefix.size() + length] != ' ' && rest[prefix.size() + length] != '\n')
          ++length;
        if (!rest.substr(prefix.size() + length).starts_with('=')) break;
      }
      in_.skip(1 + prefix.size());
      Property p;
      if (in_.peek() == '"') {
        p.name = in_.quoted();
      } else {
        p.name = in_.rest().substr(0, length);
        in_.skip(length);
      }
      in_.expect("=");
      p.value = value();
      all.push_back(std::move(p));
    }
    into = std::move(all);
    for (Property& p : into) spans_.push_back(&p.span);
  }

  template <class Kind>
  Kind kind(int last, const std::string& what) {
    const std::string_view word = in_.run([](char c) { return c != ' ' && c != '\n'; });
    for (int k = 0; k <= last; ++k)
      if (to_string(static_cast<Kind>(k)) == word) return static_cast<Kind>(k);
    in_.fail_at(in_.position() - word.size(), what + " is missing here");
    return {};
  }

  // "path:line": for people.
  void where() {
    if (in_.peek() == '"') in_.quoted();
    in_.run([](char c) { return c != ' ' && c != '\n'; });
  }
  void place(Span& span) {
    if (in_.take(" @ ")) where();
    spans_.push_back(&span);
  }

  // The bytes of all that was seen on this line. Gives the file of the line's unit.
  FileId end() {
    in_.expect(" |");
    in_.expect(" file=");
    const FileId unit = file();
    FileId current = unit;
    for (Span* span : spans_) {
      if (in_.take(" file=")) current = file();
      in_.expect(" ");
      span->file = current;
      span->begin = in_.number();
      in_.expect("-");
      span->end = in_.number();
      if (in_.failed()) break;
    }
    return unit;
  }

  FileId file() {
    const std::size_t at = in_.position();
    const bool is_quoted = in_.peek() == '"';
    const std::string path = text();
    if (in_.failed() || (path == "-" && !is_quoted)) return {};
    const FileId found = files_.find(path);
    if (!found) in_.fail_at(at, "no file has this path: " + path);
    return found;
  }

  // "t.yaml#Orders" in t.yaml is "Orders".
  std::string inside(const std::string& named, FileId unit, std::size_t at) {
    const std::string prefix = (unit ? std::string(files_.path(unit)) : "-") + "#";
    if (named.starts_with(prefix)) return named.substr(prefix.size());
    in_.fail_at(at, "this starts with the path of its unit and #");
    return {};
  }

  notation::Cursor in_;
  Values& values_;
  const Files& files_;
  Declarations out_;
  std::vector<Span*> spans_;  // of the line that is read, in its order
};

}  // namespace

Result<Declarations> read_declarations(std::string_view text, Values& values, const Files& files) {
  return Parser(text, values, files).whole();
}

}  // namespace demarc
