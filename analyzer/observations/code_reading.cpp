// Reads observations back; the notation stands in code_text.h.
#include <optional>
#include <utility>

#include "analyzer/observations/code_text.h"
#include "analyzer/observations/notation.h"

namespace demarc::code {
namespace {

// Expressions are at most 64 high on one line, and each level takes a few calls here.
constexpr int max_depth = 200;

// An expression of one line before its places are known: numbers of a line's own list, 0 for none.
struct Sketch {
  Expr expr;
  std::vector<std::uint32_t> children;
  ExprId made;  // an expression with a line of its own, or one that got its number
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), in_(text) {}

  Result<CodeFile> whole() {
    while (in_.next_line()) {
      line();
      if (!in_.failed() && !in_.at_end()) in_.expect("\n");
    }
    if (!in_.failed()) check();
    if (in_.failed()) return in_.error();
    return std::move(out_);
  }

 private:
  // ---- lines

  void line() {
    sketches_.assign(1, {});
    if (in_.take("package ")) package();
    else if (in_.take("import ")) import();
    else if (in_.take("export ")) exported();
    else if (in_.take("class ")) type();
    else if (in_.take("function ")) function();
    else if (in_.take("block ")) block();
    else if (in_.take("assign ")) assignment(AssignmentKind::assign);
    else if (in_.take("declare ")) assignment(AssignmentKind::declare);
    else if (in_.take("append ")) assignment(AssignmentKind::append);
    else if (in_.take("extend ")) assignment(AssignmentKind::extend);
    else if (in_.take("call ")) out_.calls.push_back(in_block<Call>());
    else if (in_.take("return ")) out_.returns.push_back(in_block<Return>());
    else if (in_.take("expr ^")) tall();
    else
      in_.fail(
          "a line starts with package, import, export, class, function, block, assign, declare, append, "
          "extend, "
          "call, return or expr");
  }

  void package() {
    std::string all;
    do {
      if (!all.empty()) all += '.';
      all += in_.name();
    } while (!in_.failed() && in_.take("."));
    out_.package = text(all);
    in_.expect(" @");
    out_.members_are_names = in_.take(" members-are-names");
  }

  void import() {
    Import i;
    i.module = text(in_.quoted());
    if (in_.take(" name ")) i.name = text(in_.name());
    if (in_.take(" local ")) i.local = text(in_.name());
    i.binds_root = in_.take(" binds-root");
    i.type_only = in_.take(" type-only");
    i.is_dynamic = in_.take(" dynamic");
    i.block = place();
    bytes(i.begin, i.end);
    out_.imports.push_back(i);
  }

  void exported() {
    Export e;
    e.name = text(in_.name());
    const std::uint32_t value = in_.take(" = ") ? expr() : 0;
    if (in_.take(" from ")) e.from = text(in_.quoted());
    if (in_.take(" name ")) e.from_name = text(in_.name());
    in_.expect(" @");
    bytes(e.begin, e.end);
    e.value = made(value);
    out_.exports.push_back(e);
  }

  void type() {
    Class c;
    if (in_.number() != out_.classes.size()) in_.fail("classes are numbered from 1");
    in_.expect(" ");
    c.name = text(in_.name());
    const auto bases = in_.take("(") ? items(")") : std::vector<std::uint32_t>();
    const auto annotations = in_.take(" @[") ? items("]") : std::vector<std::uint32_t>();
    c.is_exported = in_.take(" exported");
    c.is_interface = in_.take(" interface");
    c.is_enum = in_.take(" enum");
    in_.expect(" body fn:");
    c.body = {in_.number()};
    in_.expect(" in ");
    path();
    in_.expect(" @");
    c.scope = {numbered('s')};
    bytes(c.begin, c.end);
    c.bases = kept(bases);
    c.annotations = kept(annotations);
    out_.classes.push_back(c);
  }

  void function() {
    struct Written {
      Parameter parameter;
      std::uint32_t type = 0, default_value = 0;
      std::vector<std::uint32_t> annotations;
    };
    Function f;
    if (in_.number() != out_.functions.size()) in_.fail("functions are numbered from 1");
    in_.expect(" ");
    const std::string own_name = path();
    if (out_.functions.size() != file_function.index) f.name = text(own_name);
    std::vector<Written> parameters;
    in_.expect("(");
    while (!in_.failed() && !in_.take(")")) {
      if (!parameters.empty()) in_.expect(", ");
      Written& p = parameters.emplace_back();
      if (in_.take("**")) p.parameter.kind = ParameterKind::rest_map;
      else if (in_.take("*")) p.parameter.kind = ParameterKind::rest;
      else if (in_.peek() == '$' && in_.take("$")) p.parameter.kind = ParameterKind::receiver;
      p.parameter.name = text(in_.name());
      if (in_.take(": ")) p.type = expr();
      if (in_.take(" = ")) p.default_value = expr();
      if (in_.take(" @[")) p.annotations = items("]");
    }
    const std::uint32_t return_type = in_.take(": ") ? expr() : 0;
    const auto annotations = in_.take(" @[") ? items("]") : std::vector<std::uint32_t>();
    if (in_.take(" of type:")) f.owner = {in_.number()};
    f.is_async = in_.take(" async");
    f.is_static = in_.take(" static");
    f.is_constructor = in_.take(" constructor");
    f.is_getter = in_.take(" getter");
    f.is_exported = in_.take(" exported");
    f.is_class_method = in_.take(" class-method");
    f.is_abstract = in_.take(" abstract");
    f.is_class_body = in_.take(" class-body");
    in_.take(" loop");  // its block says so too
    in_.expect(" @");
    f.parent = {numbered('p')};
    f.body = {numbered('b')};
    bytes(f.begin, f.end);
    for (Written& p : parameters) bytes(p.parameter.begin, p.parameter.end);
    f.parameters = {static_cast<std::uint32_t>(out_.parameters.size()),
                    static_cast<std::uint32_t>(parameters.size())};
    for (Written& p : parameters) {
      p.parameter.type = made(p.type);
      p.parameter.default_value = made(p.default_value);
      p.parameter.annotations = kept(p.annotations);
      out_.parameters.push_back(p.parameter);
    }
    f.return_type = made(return_type);
    f.annotations = kept(annotations);
    out_.functions.push_back(f);
  }

  void block() {
    Block b;
    blocks_path();
    const std::uint32_t condition = in_.take(" when ") ? expr() : 0;
    b.leaves = in_.take(" leaves");
    in_.expect(" @ ");
    std::optional<BlockKind> kind;
    for (BlockKind one :
         {BlockKind::body, BlockKind::branch, BlockKind::loop, BlockKind::attempt, BlockKind::handler})
      if (in_.take(std::string(to_string(one)) + "#")) kind = one;
    if (!kind) in_.fail("a kind of block is missing here");
    b.kind = kind.value_or(BlockKind::body);
    b.choice = in_.number();
    b.parent = {numbered('p')};
    b.function = {numbered('f')};
    if (b.parent.index >= out_.blocks.size()) in_.fail("a block stands behind the one it is in");
    bytes(b.begin, b.end);
    b.condition = made(condition);
    out_.blocks.push_back(b);
  }

  void assignment(AssignmentKind kind) {
    Assignment a;
    a.kind = kind;
    const std::uint32_t target = expr();
    const std::uint32_t type = in_.take(": ") ? expr() : 0;
    const auto annotations = in_.take(" @[") ? items("]") : std::vector<std::uint32_t>();
    in_.expect(" = ");
    const std::uint32_t value = expr();
    a.block = place();
    a.target = made(target);
    a.type = made(type);
    a.annotations = kept(annotations);
    a.value = made(value);
    out_.assignments.push_back(a);
  }

  template <class Kind>
  Kind in_block() {
    const std::uint32_t e = expr();
    const BlockId block = place();
    return {made(e), block};
  }

  void tall() {
    if (in_.number() != tall_.size() + 1) in_.fail("deep expressions are numbered from 1");
    in_.expect(" ");
    const std::uint32_t e = item();
    in_.expect(" @");
    tall_.push_back(made(e));
  }

  // ---- places

  // ` in path @ b4`, or ` @ b0` where it stands in none.
  BlockId place() {
    if (in_.take(" in ")) blocks_path();
    in_.expect(" @");
    return {numbered('b')};
  }

  // Shown for people: the numbers say it, and check() that both agree. Gives the last name.
  std::string path() {
    std::string last;
    do {
      last.clear();
      if (in_.take("fn:")) in_.number();
      else last = in_.name();
    } while (!in_.failed() && in_.take("."));
    return last;
  }
  void blocks_path() {
    path();
    while (in_.take("/")) in_.run([](char c) { return c != '/' && c != ' ' && c != '\n'; });
  }

  std::uint32_t numbered(char letter) {
    in_.expect(" ");
    in_.expect(std::string_view(&letter, 1));
    return in_.number();
  }

  void bytes(std::uint32_t& begin, std::uint32_t& end) {
    in_.expect(" ");
    begin = in_.number();
    in_.expect("-");
    end = in_.number();
  }

  // ---- expressions: sketched from the line, made when their places are read

  std::uint32_t sketch(ExprKind kind, std::vector<std::uint32_t> children = {}, std::string_view text = {}) {
    Sketch s;
    s.expr.kind = kind;
    s.expr.text = out_.strings.id(text);
    s.expr.cut = std::exchange(cut_, false);
    s.children = std::move(children);
    if (s.children.size() > 255) in_.fail("an expression has at most 255 parts");
    s.expr.count = static_cast<std::uint8_t>(s.children.size());
    sketches_.push_back(std::move(s));
    return static_cast<std::uint32_t>(sketches_.size() - 1);
  }

  ExprId made(std::uint32_t number) {
    if (number == 0 || in_.failed()) return {};
    if (sketches_[number].made) return sketches_[number].made;
    in_.expect(" ");
    if (in_.take("=")) {
      const std::uint32_t again = in_.number();
      if (again == 0 || again >= out_.exprs.size() || is_open_[again])
        in_.fail("no expression before has this number");
      return in_.failed() ? ExprId{} : ExprId{again};
    }
    const ExprId id{static_cast<std::uint32_t>(out_.exprs.size())};
    is_open_.resize(id.index + 1, true);
    Expr e = sketches_[number].expr;
    e.begin = in_.number();
    in_.expect("-");
    e.end = in_.number();
    out_.exprs.push_back(e);
    std::vector<ExprId> children;
    for (std::uint32_t child : sketches_[number].children) children.push_back(made(child));
    if (e.count != 0) {
      out_.exprs[id.index].first = static_cast<std::uint32_t>(out_.children.size());
      out_.children.insert(out_.children.end(), children.begin(), children.end());
    }
    is_open_[id.index] = false;
    return id;
  }

  Range kept(const std::vector<std::uint32_t>& list) {
    std::vector<ExprId> all;
    all.reserve(list.size());
    for (std::uint32_t one : list) all.push_back(made(one));
    const Range range{static_cast<std::uint32_t>(out_.annotations.size()),
                      static_cast<std::uint32_t>(all.size())};
    out_.annotations.insert(out_.annotations.end(), all.begin(), all.end());
    return range;
  }

  // Up to `end`; what was cut is told to the sketch that comes next.
  std::vector<std::uint32_t> items(std::string_view end) {
    std::vector<std::uint32_t> all;
    bool was_cut = false;
    if (!in_.take(end)) {
      do {
        if (in_.take("...")) {
          was_cut = true;
          break;
        }
        all.push_back(item());
      } while (in_.take(", "));
      in_.expect(end);
    }
    cut_ = was_cut;
    return all;
  }

  // What may stand between commas.
  std::uint32_t item() {
    const std::uint32_t e = expr();
    if (in_.failed() || e == 0) return e;
    const Sketch& s = sketches_[e];
    if (in_.sees(": ")) {
      in_.take(": ");
      if (s.expr.kind == ExprKind::string) {
        const std::string key(out_.strings.text(s.expr.text));
        return sketch(ExprKind::entry, {expr()}, key);
      }
      if (s.expr.kind == ExprKind::list && s.expr.count == 1) {
        const std::uint32_t key = s.children[0];
        return sketch(ExprKind::entry, {key, expr()});
      }
      if (s.expr.kind == ExprKind::name && in_.take("fn:")) return target(ExprKind::function, s.expr.text);
      in_.fail("a key is a text, [an expression] or the name of a function");
    } else if (in_.peek() == '=' && s.expr.kind == ExprKind::name) {
      in_.take("=");
      const std::string name(out_.strings.text(s.expr.text));
      return sketch(ExprKind::argument, {expr()}, name);
    }
    return e;
  }

  std::uint32_t expr() {
    if (++depth_ > max_depth) in_.fail("nested too deeply");
    std::uint32_t made = 0;
    if (in_.failed()) {
    } else if (in_.take("**")) {
      made = sketch(ExprKind::spread_map, {expr()});
    } else if (in_.take("*")) {
      made = sketch(ExprKind::spread, {expr()});
    } else if (in_.peek() == '-' && !notation::is_digit(in_.peek(1)) && in_.peek(1) != '.') {
      in_.take("-");
    } else {
      made = postfix(primary());
    }
    --depth_;
    return made;
  }

  std::uint32_t postfix(std::uint32_t made, bool calls = true) {
    for (;;) {
      if (in_.peek() == '.' && in_.peek(1) != '.') {
        in_.take(".");
        std::vector<std::uint32_t> parts{made};
        if (in_.take("(")) {
          const std::vector<std::uint32_t> plain = items(")");
          parts.insert(parts.end(), plain.begin(), plain.end());
        }
        const std::string name = in_.name();
        made = sketch(ExprKind::member, std::move(parts), name);
      } else if (in_.take("[")) {
        made = with_items(ExprKind::index, made, "]");
      } else if (calls && in_.take("(")) {
        made = with_items(ExprKind::call, made, ")");
      } else {
        return made;
      }
    }
  }

  std::uint32_t with_items(ExprKind kind, std::uint32_t first, std::string_view end) {
    std::vector<std::uint32_t> all = items(end);
    all.insert(all.begin(), first);
    return sketch(kind, std::move(all));
  }

  std::uint32_t target(ExprKind kind, StringId text = {}) {
    Sketch s;
    s.expr.kind = kind;
    s.expr.text = text;
    s.expr.first = in_.number();
    sketches_.push_back(s);
    return static_cast<std::uint32_t>(sketches_.size() - 1);
  }

  std::uint32_t tall_expr() {
    const std::uint32_t number = in_.number();
    if (number == 0 || number > tall_.size()) {
      in_.fail("no line before gives this expression");
      return 0;
    }
    Sketch s;
    s.made = tall_[number - 1];
    sketches_.push_back(s);
    return static_cast<std::uint32_t>(sketches_.size() - 1);
  }

  std::uint32_t primary() {
    const char c = in_.peek();
    if (c == '"') return sketch(ExprKind::string, {}, in_.quoted());
    if (c == '`') return sketch(ExprKind::name, {}, in_.quoted('`'));
    if (in_.take("^")) return tall_expr();
    if (in_.take("<")) {
      const std::uint32_t inner = item();
      in_.expect(">");
      return inner;
    }
    if (in_.take("?")) return in_.take("(") ? listed(ExprKind::unknown, ")") : sketch(ExprKind::unknown);
    if (in_.take("[")) return listed(ExprKind::list, "]");
    if (in_.take("{")) return listed(ExprKind::object, "}");
    if (in_.take("(")) return concat();
    if (in_.take("$")) {
      const std::string word = in_.name();
      if (word == "self") return sketch(ExprKind::self);
      if (word == "super") return sketch(ExprKind::super);
      return sketch(ExprKind::constant, {}, word);
    }
    if (c == '#' && in_.peek(1) == '"') {
      in_.take("#");
      return sketch(ExprKind::number, {}, in_.quoted());
    }
    if (notation::is_digit(c) || c == '-' || c == '.') return number();
    if (in_.take("new ")) return construct();
    if (in_.sees("fn:") && notation::is_digit(in_.peek(3))) {
      in_.skip(3);
      return target(ExprKind::function);
    }
    if (in_.sees("type:") && notation::is_digit(in_.peek(5))) {
      in_.skip(5);
      return target(ExprKind::type);
    }
    if (!notation::is_name_character(c)) {
      in_.fail("no expression starts like this");
      return 0;
    }
    const std::string word = in_.name();
    if (in_.peek() == '(' && is_word_of_form(word)) {
      in_.take("(");
      return listed(kind_of(word), ")");
    }
    return sketch(ExprKind::name, {}, word);
  }

  static ExprKind kind_of(std::string_view word) {
    if (word == "format") return ExprKind::format;
    if (word == "either") return ExprKind::either;
    if (word == "element") return ExprKind::element;
    if (word == "each") return ExprKind::each;
    return word == "equal" ? ExprKind::equal : ExprKind::assign;
  }

  std::uint32_t listed(ExprKind kind, std::string_view end) {
    std::vector<std::uint32_t> all = items(end);
    return sketch(kind, std::move(all));
  }

  std::uint32_t concat() {
    std::vector<std::uint32_t> parts;
    bool was_cut = false;
    if (!in_.take(")")) {
      do {
        if (in_.take("...")) {
          was_cut = true;
          break;
        }
        parts.push_back(expr());
      } while (in_.take(" + "));
      in_.expect(")");
    }
    cut_ = was_cut;
    return sketch(ExprKind::concat, std::move(parts));
  }

  // What is constructed ends at its first "(".
  std::uint32_t construct() {
    if (++depth_ > max_depth) in_.fail("nested too deeply");
    const std::uint32_t callee = in_.failed() ? 0 : postfix(primary(), false);
    --depth_;
    in_.expect("(");
    return with_items(ExprKind::construct, callee, ")");
  }

  std::uint32_t number() {
    std::string text;
    if (in_.take("-")) text += '-';
    while (!in_.at_end()) {
      const char c = in_.peek();
      const bool sign = (c == '+' || c == '-') && (text.ends_with('e') || text.ends_with('E'));
      if (c != '.' && !sign && !(notation::is_name_character(c) && static_cast<unsigned char>(c) < 0x80))
        break;
      text += c;
      in_.skip(1);
    }
    return sketch(ExprKind::number, {}, text);
  }

  StringId text(std::string_view text) { return out_.strings.id(text); }

  // ---- the whole

  // Every number names something, nothing stands in itself, and the file says just what was read.
  void check() {
    const auto functions = static_cast<std::uint32_t>(out_.functions.size());
    const auto classes = static_cast<std::uint32_t>(out_.classes.size());
    const auto blocks = static_cast<std::uint32_t>(out_.blocks.size());
    bool sound = true;
    auto below = [&](auto id, std::uint32_t limit) { sound = sound && id.index < limit; };
    for (const Expr& e : out_.exprs) {
      if (e.kind == ExprKind::function) sound = sound && e.first < functions;
      if (e.kind == ExprKind::type) sound = sound && e.first < classes;
    }
    for (std::uint32_t f = 1; f < functions; ++f) {
      below(out_.functions[f].parent, f);
      below(out_.functions[f].owner, classes);
      below(out_.functions[f].body, blocks);
    }
    for (const Class& c : out_.classes) {
      below(c.scope, functions);
      below(c.body, functions);
    }
    for (const Block& b : out_.blocks) below(b.function, functions);
    for (const Import& i : out_.imports) below(i.block, blocks);
    for (const Assignment& a : out_.assignments) below(a.block, blocks);
    for (const Call& c : out_.calls) below(c.block, blocks);
    for (const Return& r : out_.returns) below(r.block, blocks);
    if (!sound) return in_.fail("a function, class or block is named by a number that none has");

    // The rest of the two texts that still have to agree.
    const std::string back = write_exact(out_);
    std::string_view ours = back, theirs = text_;
    auto next = [](std::string_view& text) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      return line;
    };
    while (!theirs.empty()) {
      const std::size_t at = text_.size() - theirs.size();
      const std::string_view line = next(theirs);
      if (line.empty() || line.starts_with('#')) continue;
      const std::string_view own = next(ours);
      if (line != own) return in_.fail_at(at, "this would be written back as: " + std::string(own));
    }
  }

  const std::string_view text_;
  notation::Cursor in_;
  CodeFile out_;
  std::vector<bool> is_open_;  // [ExprId]: its parts are being read
  std::vector<Sketch> sketches_;
  std::vector<ExprId> tall_;
  bool cut_ = false;
  int depth_ = 0;
};

}  // namespace

Result<CodeFile> read(std::string_view text) { return Parser(text).whole(); }

}  // namespace demarc::code
