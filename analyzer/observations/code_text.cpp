// Prints observations; the notation stands in the header.
#include "analyzer/observations/code_text.h"

#include <fmt/format.h>

#include <iterator>

namespace demarc::code {
namespace {

// Expressions share parts, and hostile ones are deep: what is deeper than this is printed as "...".
constexpr int max_depth = 200;

class Writer {
 public:
  explicit Writer(const CodeFile& file) : file_(file) {}

  std::string all() {
    if (file_.package) put("package {}\n", text(file_.package));
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
    expr(e);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void put(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string_view text(StringId id) const { return file_.strings.text(id); }

  void quoted(std::string_view text) {
    out_ += '"';
    for (unsigned char c : text) {
      if (c == '"' || c == '\\') put("\\{}", static_cast<char>(c));
      else if (c == '\n') out_ += "\\n";
      else if (c < 0x20 || c == 0x7f) put("\\x{:02x}", c);
      else out_ += static_cast<char>(c);
    }
    out_ += '"';
  }

  void children(const Expr& e, std::uint32_t from, const char* begin, const char* end) {
    out_ += begin;
    for (std::uint32_t i = from; i < e.count; ++i) {
      if (i != from) out_ += ", ";
      expr(file_.children[e.first + i]);
    }
    if (e.cut) out_ += ", ...";
    out_ += end;
  }

  void expr(ExprId id) {
    if (!id) {
      out_ += '-';
      return;
    }
    if (depth_ == max_depth) {
      out_ += "...";
      return;
    }
    ++depth_;
    const Expr& e = file_[id];
    auto child = [&](std::uint32_t i) { expr(file_.children[e.first + i]); };
    switch (e.kind) {
      case ExprKind::unknown:
        out_ += '?';
        if (e.count) children(e, 0, "(", ")");
        break;
      case ExprKind::string: quoted(text(e.text)); break;
      case ExprKind::number:
      case ExprKind::name: out_ += text(e.text); break;
      case ExprKind::constant: put("${}", text(e.text)); break;
      case ExprKind::self: out_ += "$self"; break;
      case ExprKind::super: out_ += "$super"; break;
      case ExprKind::member:
        child(0);
        put(".{}", text(e.text));
        break;
      case ExprKind::index:
        child(0);
        children(e, 1, "[", "]");
        break;
      case ExprKind::construct: out_ += "new "; [[fallthrough]];
      case ExprKind::call:
        child(0);
        children(e, 1, "(", ")");
        break;
      case ExprKind::argument:
        put("{}=", text(e.text));
        child(0);
        break;
      case ExprKind::spread:
        out_ += '*';
        child(0);
        break;
      case ExprKind::spread_map:
        out_ += "**";
        child(0);
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
        if (e.text) put("{}: ", text(e.text));
        put("fn:{}", e.first);
        break;
      case ExprKind::type: put("type:{}", e.first); break;
      case ExprKind::equal: children(e, 0, "equal(", ")"); break;
      case ExprKind::assign: children(e, 0, "assign(", ")"); break;
    }
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
    if (f.name) out_ += text(f.name);
    else put("fn:{}", id.index);
  }

  void place(BlockId id, int depth = 0) {
    const Block& b = file_.blocks[id.index];
    if (!b.parent || depth == max_depth) {
      path(b.function);
      return;
    }
    place(b.parent, depth + 1);
    switch (b.kind) {
      case BlockKind::body: out_ += "/body"; break;
      case BlockKind::branch: out_ += "/branch"; break;
      case BlockKind::loop: out_ += "/loop"; break;
      case BlockKind::attempt: out_ += "/attempt"; break;
      case BlockKind::handler: out_ += "/handler"; break;
    }
    if (b.choice) put("#{}", b.choice);
  }

  void in(BlockId id) {
    if (id) {
      out_ += " in ";
      place(id);
    }
    out_ += '\n';
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
      expr(file_.annotations[range.first + i]);
    }
    out_ += end;
  }

  void import(const Import& i) {
    out_ += "import ";
    quoted(text(i.module));
    if (i.name) put(" name {}", text(i.name));
    if (i.local) put(" local {}", text(i.local));
    if (i.binds_root) out_ += " binds-root";
    if (i.type_only) out_ += " type-only";
    if (i.is_dynamic) out_ += " dynamic";
    in(i.block);
  }

  void exported(const Export& e) {
    put("export {}", text(e.name));
    if (e.value) {
      out_ += " = ";
      expr(e.value);
    }
    if (e.from) {
      out_ += " from ";
      quoted(text(e.from));
      if (e.from_name) put(" name {}", text(e.from_name));
    }
    out_ += '\n';
  }

  void type(std::uint32_t number) {
    const Class& c = file_.classes[number];
    put("class {} {}", number, text(c.name));
    range(c.bases, "(", ")");
    range(c.annotations, " @[", "]");
    if (c.is_exported) out_ += " exported";
    if (c.is_interface) out_ += " interface";
    if (c.is_enum) out_ += " enum";
    put(" body fn:{} in ", c.body.index);
    path(c.scope);
    out_ += '\n';
  }

  void function(std::uint32_t number) {
    const Function& f = file_.functions[number];
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
      out_ += p.name ? text(p.name) : std::string_view("_");
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
    if (f.is_abstract) out_ += " abstract";
    if (f.is_class_body) out_ += " class-body";
    if (file_.blocks[f.body.index].kind == BlockKind::loop) out_ += " loop";
    out_ += '\n';
  }

  void block(std::uint32_t number) {
    const Block& b = file_.blocks[number];
    if (!b.parent) return;  // a function's own
    out_ += "block ";
    place({number});
    if (b.condition) {
      out_ += " when ";
      expr(b.condition);
    }
    out_ += '\n';
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
  std::string out_;
  int depth_ = 0;
};

}  // namespace

std::string write(const CodeFile& file) { return Writer(file).all(); }
std::string write(const CodeFile& file, ExprId expr) { return Writer(file).one(expr); }

}  // namespace demarc::code
