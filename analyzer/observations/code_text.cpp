// Prints observations; the notation stands in the header.
#include "analyzer/observations/code_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "analyzer/observations/notation.h"

namespace demarc::code {
namespace {

// Functions in functions, blocks in blocks: paths are not written longer than this.
constexpr int max_depth = 200;
// An expression as high as a multiple of this has a line of its own, and is named where it is used.
constexpr std::uint32_t tall = 64;

class Writer {
 public:
  Writer(const CodeFile& file, bool exact) : file_(file), exact_(exact) {}

  std::string all() {
    measure();
    package();
    for (const Import& i : file_.imports) import(i);
    for (const Export& e : file_.exports) exported(e);
    for (std::uint32_t c = 1; c < file_.classes.size(); ++c) type(c);
    for (std::uint32_t f = 1; f < file_.functions.size(); ++f) function(f);
    for (std::uint32_t b = 1; b < file_.blocks.size(); ++b) block(b);
    for (const Assignment& a : file_.assignments) assignment(a);
    for (const Call& c : file_.calls) line("call ", c.expr, c.block);
    for (const Return& r : file_.returns) line("return ", r.value, r.block);
    return std::move(out_);
  }

  std::string one(ExprId e) {
    measure(e);
    expr(e);
    return std::move(out_);
  }

 private:
  // ---- heights: what is too high for one line gets lines of its own, parts first

  void measure() {
    for (const Export& e : file_.exports) measure(e.value);
    for (ExprId e : file_.annotations) measure(e);
    for (const Function& f : file_.functions) measure(f.return_type);
    for (const Parameter& p : file_.parameters) {
      measure(p.type);
      measure(p.default_value);
    }
    for (const Block& b : file_.blocks) measure(b.condition);
    for (const Assignment& a : file_.assignments)
      for (ExprId e : {a.target, a.type, a.value}) measure(e);
    for (const Call& c : file_.calls) measure(c.expr);
    for (const Return& r : file_.returns) measure(r.value);
  }

  void measure(ExprId root) {
    if (!root) return;
    if (heights_.empty()) heights_.resize(file_.exprs.size());
    std::vector<std::pair<ExprId, std::uint32_t>> open{{root, 0}};
    while (!open.empty()) {
      auto& [id, next] = open.back();
      const Expr& e = file_[id];
      if (heights_[id.index] == 0 && next < child_count(e)) {
        const ExprId child = file_.children[e.first + next++];
        if (child && heights_[child.index] == 0) open.emplace_back(child, 0);
        continue;
      }
      if (heights_[id.index] == 0) close(id);
      open.pop_back();
    }
  }

  void close(ExprId id) {
    const Expr& e = file_[id];
    std::uint32_t height = 1;
    for (std::uint32_t i = 0; i < child_count(e); ++i)
      height = std::max(height, heights_[file_.children[e.first + i].index] + 1);
    heights_[id.index] = height;
    if (height % tall != 0) return;
    put("expr ^{} ", tall_.size() + 1);
    expr(id);
    tall_.emplace(id, static_cast<std::uint32_t>(tall_.size() + 1));
    tail("");
  }

  static std::uint32_t child_count(const Expr& e) {
    return e.kind == ExprKind::function || e.kind == ExprKind::type ? 0 : e.count;
  }

  // ---- places: " @ " and what the line itself does not show

  // Ends a line. `numbers` come first, then the expressions in the order of the line: begin-end of one that
  // is seen for the first time, =N for the N-th one of the file again (its parts are known then).
  void tail(std::string_view numbers) {
    if (exact_) {
      out_ += " @";
      out_ += numbers;
      out_ += places_;
    }
    places_.clear();
    again_ = 0;
    out_ += '\n';
  }

  void seen(ExprId id) {
    if (!exact_ || again_ != 0) return;
    auto [known, added] = numbers_.try_emplace(id, static_cast<std::uint32_t>(numbers_.size() + 1));
    if (added) {
      fmt::format_to(std::back_inserter(places_), " {}-{}", file_[id].begin, file_[id].end);
    } else {
      fmt::format_to(std::back_inserter(places_), " ={}", known->second);
      again_ = depth_;
    }
  }

  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string_view text(StringId id) const { return file_.strings.text(id); }

  void quoted(std::string_view text) { notation::quote(out_, text); }
  void name(StringId id) { notation::name(out_, text(id)); }

  void children(const Expr& e, std::uint32_t from, const char* begin, const char* end) {
    out_ += begin;
    for (std::uint32_t i = from; i < e.count; ++i) {
      if (i != from) out_ += ", ";
      item(file_.children[e.first + i]);
    }
    if (e.cut) out_ += ", ...";
    out_ += end;
  }

  bool is_item_only(ExprId id) const {
    if (!id || tall_.contains(id)) return false;
    const Expr& e = file_[id];
    return e.kind == ExprKind::argument || e.kind == ExprKind::entry ||
           (e.kind == ExprKind::function && e.text);
  }

  // One of several between commas.
  void item(ExprId id) { expr(id, true); }

  // What a dot, a bracket or a call follows, in <> where that would read as something else.
  void operand(ExprId id, ExprKind of) {
    bool safe = static_cast<bool>(id);
    if (safe && !tall_.contains(id)) {
      const Expr& e = file_[id];
      switch (e.kind) {
        case ExprKind::number:
        case ExprKind::spread:
        case ExprKind::spread_map: safe = false; break;
        case ExprKind::unknown: safe = e.count != 0 || of == ExprKind::member || of == ExprKind::index; break;
        default: safe = !is_item_only(id); break;
      }
      if (of == ExprKind::construct && calls_something(id)) safe = false;
    }
    if (safe) {
      expr(id, false, of == ExprKind::call || of == ExprKind::construct);
    } else {
      out_ += '<';
      item(id);
      out_ += '>';
    }
  }

  // What stands behind `new` ends at its first "(".
  bool calls_something(ExprId id) const {
    for (; id && !tall_.contains(id); id = file_.child(id, 0)) {
      const ExprKind kind = file_[id].kind;
      if (kind == ExprKind::call || kind == ExprKind::construct) return true;
      if (kind != ExprKind::member && kind != ExprKind::index) return false;
    }
    return false;
  }

  void number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    if (at < text.size() && text[at] == '.') ++at;
    bool plain = at < text.size() && notation::is_digit(text[at]);
    for (; at < text.size(); ++at) {
      const char c = text[at];
      const bool sign = (c == '+' || c == '-') && (text[at - 1] == 'e' || text[at - 1] == 'E');
      plain =
          plain &&
          (c == '.' || sign ||
           (notation::is_name_character(c) && static_cast<unsigned char>(c) < 0x80 && c != '$' && c != '#'));
    }
    if (plain) {
      out_ += text;
    } else {
      out_ += '#';
      quoted(text);
    }
  }

  // A name that begins an expression: what would read as something else stands in backticks.
  void word(std::string_view text, bool is_callee = false) {
    const bool taken = text.starts_with('$') || text == "new" || (is_callee && is_word_of_form(text));
    if (taken || !notation::is_name(text)) notation::quote(out_, text, '`');
    else out_ += text;
  }

  void expr(ExprId id, bool as_item = false, bool is_callee = false) {
    if (!id) {
      out_ += '-';
      return;
    }
    if (auto known = tall_.find(id); known != tall_.end()) {
      put("^{}", known->second);
      return;
    }
    if (!as_item && is_item_only(id)) {
      out_ += '<';
      expr(id, true);
      out_ += '>';
      return;
    }
    ++depth_;
    seen(id);
    const Expr& e = file_[id];
    auto child = [&](std::uint32_t i) { expr(file_.children[e.first + i]); };
    auto head = [&] { operand(file_.children[e.first], e.kind); };
    switch (e.kind) {
      case ExprKind::unknown:
        out_ += '?';
        if (e.count) children(e, 0, "(", ")");
        break;
      case ExprKind::string: quoted(text(e.text)); break;
      case ExprKind::number: number(text(e.text)); break;
      case ExprKind::name: word(text(e.text), is_callee); break;
      case ExprKind::constant:
        out_ += '$';
        name(e.text);
        break;
      case ExprKind::self: out_ += "$self"; break;
      case ExprKind::super: out_ += "$super"; break;
      case ExprKind::member:
        head();
        out_ += '.';
        if (e.count > 1) children(e, 1, "(", ")");
        name(e.text);
        break;
      case ExprKind::index:
        head();
        children(e, 1, "[", "]");
        break;
      case ExprKind::construct: out_ += "new "; [[fallthrough]];
      case ExprKind::call:
        head();
        children(e, 1, "(", ")");
        break;
      case ExprKind::argument:
        word(text(e.text));
        out_ += '=';
        child(0);
        break;
      case ExprKind::spread:
        out_ += '*';
        operand(file_.children[e.first], ExprKind::spread);
        break;
      case ExprKind::spread_map:
        out_ += "**";
        operand(file_.children[e.first], ExprKind::spread_map);
        break;
      case ExprKind::concat:
        out_ += '(';
        for (std::uint32_t i = 0; i < e.count; ++i) {
          if (i) out_ += " + ";
          child(i);
        }
        out_ += e.cut ? " + ...)" : ")";
        break;
      case ExprKind::format: children(e, 0, "format(", ")"); break;
      case ExprKind::either: children(e, 0, "either(", ")"); break;
      case ExprKind::object: children(e, 0, "{", "}"); break;
      case ExprKind::entry:
        if (e.count > 1) {
          out_ += '[';
          child(0);
          out_ += ']';
        } else {
          quoted(text(e.text));
        }
        out_ += ": ";
        child(e.count - 1u);
        break;
      case ExprKind::list: children(e, 0, "[", "]"); break;
      case ExprKind::element: children(e, 0, "element(", ")"); break;
      case ExprKind::each: children(e, 0, "each(", ")"); break;
      case ExprKind::function:
        if (e.text) {
          word(text(e.text));
          out_ += ": ";
        }
        put("fn:{}", e.first);
        break;
      case ExprKind::type: put("type:{}", e.first); break;
      case ExprKind::equal: children(e, 0, "equal(", ")"); break;
      case ExprKind::assign: children(e, 0, "assign(", ")"); break;
    }
    if (again_ == depth_) again_ = 0;
    --depth_;
  }

  // `Outer.Inner.name`; what has no name is shown by number.
  void path(FunctionId id, int depth = 0) {
    const Function& f = file_.functions[id.index];
    if (id == file_function) {
      out_ += "file";
      return;
    }
    if (f.parent != file_function && f.parent && depth < max_depth) {
      path(f.parent, depth + 1);
      out_ += '.';
    }
    if (f.name) name(f.name);
    else put("fn:{}", id.index);
  }

  void place(BlockId id, int depth = 0) {
    const Block& b = file_.blocks[id.index];
    if (!b.parent || depth == max_depth) {
      path(b.function);
      return;
    }
    place(b.parent, depth + 1);
    out_ += '/';
    out_ += to_string(b.kind);
    if (b.choice) put("#{}", b.choice);
  }

  // Ends a line with the block it stands in; `place` are bytes of its own.
  void in(BlockId id, std::string_view bytes = {}) {
    if (id) {
      out_ += " in ";
      place(id);
    }
    tail(fmt::format(" b{}{}", id.index, bytes));
  }

  static std::string bytes(std::uint32_t begin, std::uint32_t end) {
    return fmt::format(" {}-{}", begin, end);
  }

  void line(const char* word, ExprId e, BlockId block) {
    out_ += word;
    expr(e);
    in(block);
  }

  void range(Range range, const char* begin, const char* end) {
    if (!range.count) return;
    out_ += begin;
    for (std::uint32_t i = 0; i < range.count; ++i) {
      if (i) out_ += ", ";
      item(file_.annotations[range.first + i]);
    }
    out_ += end;
  }

  void package() {
    if (!file_.package && !(exact_ && file_.members_are_names)) return;
    out_ += "package ";
    const std::string_view all = text(file_.package);
    for (std::size_t at = 0; at <= all.size();) {
      const std::size_t dot = std::min(all.find('.', at), all.size());
      if (at != 0) out_ += '.';
      notation::name(out_, all.substr(at, dot - at));
      at = dot + 1;
    }
    tail(file_.members_are_names ? " members-are-names" : "");
  }

  void import(const Import& i) {
    out_ += "import ";
    quoted(text(i.module));
    if (i.name) {
      out_ += " name ";
      name(i.name);
    }
    if (i.local) {
      out_ += " local ";
      name(i.local);
    }
    if (i.binds_root) out_ += " binds-root";
    if (i.type_only) out_ += " type-only";
    if (i.is_dynamic) out_ += " dynamic";
    in(i.block, bytes(i.begin, i.end));
  }

  void exported(const Export& e) {
    out_ += "export ";
    name(e.name);
    if (e.value) {
      out_ += " = ";
      expr(e.value);
    }
    if (e.from) {
      out_ += " from ";
      quoted(text(e.from));
    }
    if (e.from_name) {
      out_ += " name ";
      name(e.from_name);
    }
    tail(bytes(e.begin, e.end));
  }

  void type(std::uint32_t number) {
    const Class& c = file_.classes[number];
    put("class {} ", number);
    name(c.name);
    range(c.bases, "(", ")");
    range(c.annotations, " @[", "]");
    if (c.is_exported) out_ += " exported";
    if (c.is_interface) out_ += " interface";
    if (c.is_enum) out_ += " enum";
    put(" body fn:{} in ", c.body.index);
    path(c.scope);
    tail(fmt::format(" s{}{}", c.scope.index, bytes(c.begin, c.end)));
  }

  void function(std::uint32_t number) {
    const Function& f = file_.functions[number];
    std::string places = fmt::format(" p{} b{}{}", f.parent.index, f.body.index, bytes(f.begin, f.end));
    put("function {} ", number);
    path({number});
    out_ += '(';
    for (std::uint32_t i = 0; i < f.parameters.count; ++i) {
      const Parameter& p = file_.parameters[f.parameters.first + i];
      if (i) out_ += ", ";
      switch (p.kind) {
        case ParameterKind::normal: break;
        case ParameterKind::rest: out_ += '*'; break;
        case ParameterKind::rest_map: out_ += "**"; break;
        case ParameterKind::receiver: out_ += '$'; break;
      }
      if (p.name) word(text(p.name));
      else out_ += '-';
      places += bytes(p.begin, p.end);
      if (p.type) {
        out_ += ": ";
        expr(p.type);
      }
      if (p.default_value) {
        out_ += " = ";
        expr(p.default_value);
      }
      range(p.annotations, " @[", "]");
    }
    out_ += ')';
    if (f.return_type) {
      out_ += ": ";
      expr(f.return_type);
    }
    range(f.annotations, " @[", "]");
    if (f.owner) put(" of type:{}", f.owner.index);
    if (f.is_async) out_ += " async";
    if (f.is_static) out_ += " static";
    if (f.is_constructor) out_ += " constructor";
    if (f.is_getter) out_ += " getter";
    if (f.is_exported) out_ += " exported";
    if (f.is_class_method) out_ += " class-method";
    if (f.is_abstract) out_ += " abstract";
    if (f.is_class_body) out_ += " class-body";
    if (file_.blocks[f.body.index].kind == BlockKind::loop) out_ += " loop";
    tail(places);
  }

  void block(std::uint32_t number) {
    const Block& b = file_.blocks[number];
    if (!b.parent && !exact_) return;  // a function's own
    out_ += "block ";
    place({number});
    if (b.condition) {
      out_ += " when ";
      expr(b.condition);
    }
    if (b.leaves) out_ += " leaves";
    tail(fmt::format(" {}#{} p{} f{}{}", to_string(b.kind), b.choice, b.parent.index, b.function.index,
                     bytes(b.begin, b.end)));
  }

  void assignment(const Assignment& a) {
    switch (a.kind) {
      case AssignmentKind::assign: out_ += "assign "; break;
      case AssignmentKind::declare: out_ += "declare "; break;
      case AssignmentKind::append: out_ += "append "; break;
      case AssignmentKind::extend: out_ += "extend "; break;
    }
    expr(a.target);
    if (a.type) {
      out_ += ": ";
      expr(a.type);
    }
    range(a.annotations, " @[", "]");
    out_ += " = ";
    expr(a.value);
    in(a.block);
  }

  const CodeFile& file_;
  const bool exact_;
  std::string out_, places_;
  std::vector<std::uint32_t> heights_;              // [ExprId]; 0: not measured
  std::unordered_map<ExprId, std::uint32_t> tall_;  // those with a line of their own
  std::unordered_map<ExprId, std::uint32_t> numbers_;
  int depth_ = 0, again_ = 0;  // again_: the depth of a repeated expression around this one
};

}  // namespace

std::string_view to_string(BlockKind kind) {
  switch (kind) {
    case BlockKind::body: return "body";
    case BlockKind::branch: return "branch";
    case BlockKind::loop: return "loop";
    case BlockKind::attempt: return "attempt";
    case BlockKind::handler: return "handler";
  }
  return "body";
}

bool is_word_of_form(std::string_view word) {
  return word == "format" || word == "either" || word == "element" || word == "each" || word == "equal" ||
         word == "assign";
}

std::string write(const CodeFile& file) { return Writer(file, false).all(); }
std::string write_exact(const CodeFile& file) { return Writer(file, true).all(); }
std::string write(const CodeFile& file, ExprId expr) { return Writer(file, false).one(expr); }

}  // namespace demarc::code
