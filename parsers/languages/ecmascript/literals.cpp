// Names, strings and other leaves; the decoding of escapes.
#include <optional>

#include "parsers/languages/ecmascript/lowering.h"
#include "parsers/reading/escapes.h"

namespace demarc::ecmascript {

using namespace demarc::code;

namespace {

// The code unit after `\u`, taken off; nothing when it is malformed.
std::optional<std::uint32_t> take_unit(std::string_view& text) {
  if (!text.starts_with('{')) return escapes::take_hex(text, 1, 4);
  text.remove_prefix(1);
  const auto value = escapes::take_hex(text, 1, 8);
  if (text.starts_with('}')) text.remove_prefix(1);
  return value;
}

void unescape(std::string_view raw, std::string& out) {
  while (!raw.empty()) {
    const std::size_t slash = raw.find('\\');
    out += raw.substr(0, slash);
    if (slash == std::string_view::npos || slash + 1 == raw.size()) return;
    const char c = raw[slash + 1];
    raw.remove_prefix(slash + 2);
    switch (c) {
      case '0': out += '\0'; break;
      case 'a': out += 'a'; break;  // no bell here
      case '\n': break;
      case '\r':
        if (raw.starts_with('\n')) raw.remove_prefix(1);
        break;
      case 'x':
        if (const auto value = escapes::take_hex(raw, 1, 2)) escapes::put_utf8(out, *value);
        break;
      case 'u': {
        auto value = take_unit(raw);
        if (value && escapes::is_high_surrogate(*value) && raw.starts_with("\\u")) {
          std::string_view after = raw.substr(2);
          const auto low = take_unit(after);
          if (low && escapes::is_low_surrogate(*low)) {
            value = escapes::join_surrogates(*value, *low);
            raw = after;
          }
        }
        if (value) escapes::put_utf8(out, *value);
        break;
      }
      default: {
        const char control = escapes::control_of(c);
        out += control ? control : c;
      }
    }
  }
}

}  // namespace

StringId Lowering::decoded(std::string_view raw) {
  if (raw.find('\\') == std::string_view::npos) return id(raw);
  std::string text;
  unescape(raw, text);
  return id(text);
}

std::string_view Lowering::string_content(Node n) const {
  std::string_view text = tree_.text(n);
  if (text.empty()) return text;
  const char quote = text.front();
  text.remove_prefix(1);
  if (!text.empty() && text.back() == quote) text.remove_suffix(1);
  return text;
}

bool Lowering::literal_text(Node n, StringId& text) {
  n = bare(n);
  if (!n || (kind_of(n) != kind::string && (kind_of(n) != kind::template_string || !tree_.is_leaf(n))))
    return false;
  text = decoded(string_content(n));
  return true;
}

ExprId Lowering::name(Node n) { return leaf(ExprKind::name, n, text_id(n)); }
ExprId Lowering::self(Node n) { return leaf(ExprKind::self, n); }
ExprId Lowering::super(Node n) { return leaf(ExprKind::super, n); }
ExprId Lowering::number(Node n) { return leaf(ExprKind::number, n, text_id(n)); }
ExprId Lowering::string(Node n) { return leaf(ExprKind::string, n, decoded(string_content(n))); }

ExprId Lowering::constant(Node n) {
  return leaf(ExprKind::constant, n, kind_of(n) == kind::undefined ? id("null") : text_id(n));
}

ExprId Lowering::template_string(Node n) {
  if (tree_.is_leaf(n)) return string(n);
  Kids kids(*this);
  std::uint32_t from = tree_[n].begin + 1;
  const auto text_until = [&](std::uint32_t to) {
    if (from >= to) return;
    const ExprId piece = leaf(ExprKind::string, n, decoded(tree_.source().substr(from, to - from)));
    out_.exprs[piece.index].begin = from;
    out_.exprs[piece.index].end = to;
    kids.add(piece);
  };
  for (Node c = tree_.first(n), end = tree_.end(n); c != end; c = tree_.next(c)) {
    text_until(tree_[c].begin);
    kids.add(expression(c));
    from = tree_[c].end;
  }
  text_until(tree_[n].end - 1);
  return kids.make(ExprKind::concat, n);
}

ExprId Lowering::meta_property(Node n) {
  // import.meta and new.target
  const std::string_view text = tree_.text(n);
  const ExprId root = leaf(ExprKind::name, n, id(text.substr(0, text.find_first_of(". \n\t"))));
  const std::size_t dot = text.rfind('.');
  return wrap(ExprKind::member, n, root, id(dot == std::string_view::npos ? text : text.substr(dot + 1)));
}

}  // namespace demarc::ecmascript
