// Names, strings and other leaves; the decoding of escapes.
#include <charconv>
#include <cstring>

#include "parsers/languages/ecmascript/lowering.h"

namespace demarc::ecmascript {

using namespace demarc::code;

namespace {

void put_utf8(std::string& out, std::uint32_t c) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// Hexadecimal digits at the front of `text`, at most `most`, taken off; -1 when there is none.
std::int64_t take_hex(std::string_view& text, std::size_t most) {
  std::uint32_t value = 0;
  const char* end = text.data() + std::min(most, text.size());
  auto [stop, failed] = std::from_chars(text.data(), end, value, 16);
  if (stop == text.data() || failed != std::errc{}) return -1;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

// The code unit after `\u`, taken off; -1 when it is malformed.
std::int64_t take_unit(std::string_view& text) {
  if (!text.starts_with('{')) return take_hex(text, 4);
  text.remove_prefix(1);
  const std::int64_t value = take_hex(text, 8);
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
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'v': out += '\v'; break;
      case '0': out += '\0'; break;
      case '\n': break;
      case '\r':
        if (raw.starts_with('\n')) raw.remove_prefix(1);
        break;
      case 'x':
        if (std::int64_t value = take_hex(raw, 2); value >= 0)
          put_utf8(out, static_cast<std::uint32_t>(value));
        break;
      case 'u': {
        std::int64_t value = take_unit(raw);
        if (value >= 0xd800 && value < 0xdc00 && raw.starts_with("\\u")) {
          std::string_view after = raw.substr(2);
          const std::int64_t low = take_unit(after);
          if (low >= 0xdc00 && low < 0xe000) {
            value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
            raw = after;
          }
        }
        if (value >= 0) put_utf8(out, static_cast<std::uint32_t>(value));
        break;
      }
      default: out += c;
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
