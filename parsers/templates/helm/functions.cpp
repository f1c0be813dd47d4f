// Texts, lists, maps and comparisons of the template language and its usual library.
#include "parsers/templates/helm/functions.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "parsers/templates/kubernetes/inline_document.h"

namespace demarc::helm {
namespace {

using Arguments = std::vector<Value>;

constexpr std::size_t max_text = 1u << 20;

Value at(const Arguments& a, std::size_t i) { return i < a.size() ? a[i] : nullptr; }
std::string text_at(const Arguments& a, std::size_t i) { return printed(at(a, i)); }
Value last(const Arguments& a) { return a.empty() ? nullptr : a.back(); }

std::string indented(const std::string& text, long long width) {
  const std::string space(static_cast<std::size_t>(std::clamp(width, 0LL, 100LL)), ' ');
  std::string out = space;
  for (char c : text) {
    if (out.size() > max_text) break;
    out += c;
    if (c == '\n') out += space;
  }
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  for (std::size_t i = 0; (i = text.find(from, i)) != std::string::npos && text.size() < max_text;
       i += to.size())
    text.replace(i, from.size(), to);
  return text;
}

std::string trimmed(const std::string& text, std::string_view signs) {
  const std::size_t begin = text.find_first_not_of(signs);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(signs) - begin + 1);
}

// printf with %s %v %d %q and widths of no interest.
std::string formatted(const Arguments& a) {
  const std::string format = text_at(a, 0);
  std::string out;
  std::size_t next = 1;
  for (std::size_t i = 0; i < format.size() && out.size() < max_text; ++i) {
    if (format[i] != '%' || i + 1 >= format.size()) {
      out += format[i];
      continue;
    }
    std::size_t end = i + 1;
    while (end < format.size() && (std::isdigit(static_cast<unsigned char>(format[end])) ||
                                   format[end] == '.' || format[end] == '-' || format[end] == '+'))
      ++end;
    if (end >= format.size()) break;
    if (format[end] == '%') out += '%';
    else if (format[end] == 'q') out += "\"" + text_at(a, next++) + "\"";
    else out += text_at(a, next++);
    i = end;
  }
  return out;
}

std::string cased(std::string text, bool upper) {
  for (char& c : text)
    c = static_cast<char>(upper ? std::toupper(static_cast<unsigned char>(c))
                                : std::tolower(static_cast<unsigned char>(c)));
  return text;
}

Value split(const std::string& separator, const std::string& text) {
  std::vector<Value> items;
  std::size_t begin = 0;
  for (std::size_t end;
       !separator.empty() && (end = text.find(separator, begin)) != std::string::npos && items.size() < 1'000;
       begin = end + separator.size())
    items.push_back(make_text(text.substr(begin, end - begin)));
  items.push_back(make_text(text.substr(begin)));
  return make_list(std::move(items));
}

std::string joined(const std::string& separator, const Value& list) {
  std::string out;
  if (kind_of(list) != Kind::list) return printed(list);
  for (std::size_t i = 0; i < list->items.size() && out.size() < max_text; ++i)
    out += (i ? separator : "") + printed(list->items[i]);
  return out;
}

bool equal(const Value& a, const Value& b) {
  if (kind_of(a) == Kind::missing || kind_of(b) == Kind::missing)
    return !is_true(a) && !is_true(b) && kind_of(a) == kind_of(b);
  return printed(a) == printed(b);
}

std::size_t length(const Value& value) {
  switch (kind_of(value)) {
    case Kind::list: return value->items.size();
    case Kind::map: return value->entries.size();
    case Kind::text: return value->text.size();
    default: return 0;
  }
}

std::string words_joined(const std::string& text, char with) {
  std::string out;
  for (char c : text) {
    if (std::isupper(static_cast<unsigned char>(c))) {
      if (!out.empty() && out.back() != with) out += with;
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else {
      out += c == ' ' || c == '_' || c == '-' ? with : c;
    }
  }
  return out;
}

Value texts(std::string_view name, const Arguments& a, bool& known) {
  known = true;
  const std::string end = printed(last(a));
  if (name == "quote" || name == "squote") {
    if (!last(a)) return make_text("");
    const std::string text =
        name == "quote" ? replaced(replaced(end, "\\", "\\\\"), "\"", "\\\"") : replaced(end, "'", "''");
    const std::string sign = name == "quote" ? "\"" : "'";
    return make_text(sign + replaced(text, "\n", "\\n") + sign);
  }
  if (name == "printf") return make_text(formatted(a));
  if (name == "print" || name == "cat" || name == "println") {
    std::string out;
    for (const Value& one : a) out += (name == "cat" && !out.empty() ? " " : "") + printed(one);
    return make_text(out);
  }
  if (name == "toString" || name == "trim" || name == "nospace")
    return make_text(name == "trim"      ? trimmed(end, " \t\r\n")
                     : name == "nospace" ? replaced(end, " ", "")
                                         : end);
  if (name == "lower") return make_text(cased(end, false));
  if (name == "upper") return make_text(cased(end, true));
  if (name == "title" || name == "camelcase") {
    std::string text = end;
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return make_text(text);
  }
  if (name == "kebabcase") return make_text(words_joined(end, '-'));
  if (name == "snakecase") return make_text(words_joined(end, '_'));
  if (name == "trunc") {
    const long long count = number_of(at(a, 0));
    if (count >= 0) return make_text(end.substr(0, static_cast<std::size_t>(count)));
    const auto drop = static_cast<std::size_t>(-count);
    return make_text(end.size() > drop ? end.substr(end.size() - drop) : end);
  }
  if (name == "trimSuffix") {
    const std::string suffix = text_at(a, 0);
    return make_text(end.ends_with(suffix) ? end.substr(0, end.size() - suffix.size()) : end);
  }
  if (name == "trimPrefix") {
    const std::string prefix = text_at(a, 0);
    return make_text(end.starts_with(prefix) ? end.substr(prefix.size()) : end);
  }
  if (name == "trimAll") return make_text(trimmed(end, text_at(a, 0)));
  if (name == "replace") return make_text(replaced(end, text_at(a, 0), text_at(a, 1)));
  if (name == "contains") return make_bool(end.find(text_at(a, 0)) != std::string::npos);
  if (name == "hasPrefix") return make_bool(end.starts_with(text_at(a, 0)));
  if (name == "hasSuffix") return make_bool(end.ends_with(text_at(a, 0)));
  if (name == "indent") return make_text(indented(end, number_of(at(a, 0))));
  if (name == "nindent") return make_text("\n" + indented(end, number_of(at(a, 0))));
  if (name == "repeat") {
    std::string out;
    for (long long i = 0; i < std::min(number_of(at(a, 0)), 100LL) && out.size() < max_text; ++i) out += end;
    return make_text(out);
  }
  if (name == "splitList") return split(text_at(a, 0), end);
  if (name == "join") return make_text(joined(text_at(a, 0), last(a)));
  if (name == "toYaml" || name == "toYamlPretty")
    return make_text(kind_of(last(a)) == Kind::missing ? "" : to_yaml(last(a)));
  if (name == "toJson" || name == "toPrettyJson" || name == "toRawJson") return make_text(to_json(last(a)));
  if (name == "fromYaml" || name == "fromJson" || name == "fromYamlArray") {
    kubernetes::Made made;
    const Document* read = kubernetes::read_yaml(
        end, {}, [](std::uint32_t, std::uint32_t) { return Span{}; }, made);
    return read && !read->roots().empty() ? from_node({read, read->roots().front()}) : nullptr;
  }
  if (name == "b64enc" || name == "sha256sum" || name == "sha1sum" || name == "htmlDate" || name == "date" ||
      name == "now" || name == "randAlphaNum" || name == "randAlpha" || name == "randNumeric" ||
      name == "uuidv4" || name == "b64dec" || name == "genCA" || name == "genSelfSignedCert" ||
      name == "genSignedCert" || name == "derivePassword" || name == "htpasswd" || name == "adler32sum" ||
      name == "unixEpoch")
    return make_missing(std::string(name));
  known = false;
  return nullptr;
}

Value logic(std::string_view name, const Arguments& a, bool& known) {
  known = true;
  if (name == "default") return is_true(at(a, 1)) ? at(a, 1) : at(a, 0);
  if (name == "required") return last(a);
  if (name == "coalesce") {
    for (const Value& one : a)
      if (is_true(one)) return one;
    return last(a);
  }
  if (name == "ternary") return is_true(at(a, 2)) ? at(a, 0) : at(a, 1);
  if (name == "empty") return make_bool(!is_true(at(a, 0)));
  if (name == "not") return make_bool(!is_true(at(a, 0)));
  if (name == "and") {
    for (const Value& one : a)
      if (!is_true(one)) return one;
    return last(a);
  }
  if (name == "or") {
    for (const Value& one : a)
      if (is_true(one)) return one;
    return last(a);
  }
  if (name == "eq") {
    for (std::size_t i = 1; i < a.size(); ++i)
      if (equal(a[0], a[i])) return make_bool(true);
    return make_bool(false);
  }
  if (name == "ne") return make_bool(!equal(at(a, 0), at(a, 1)));
  if (name == "lt") return make_bool(number_of(at(a, 0)) < number_of(at(a, 1)));
  if (name == "le") return make_bool(number_of(at(a, 0)) <= number_of(at(a, 1)));
  if (name == "gt") return make_bool(number_of(at(a, 0)) > number_of(at(a, 1)));
  if (name == "ge") return make_bool(number_of(at(a, 0)) >= number_of(at(a, 1)));
  if (name == "kindIs" || name == "typeIs" || name == "typeIsLike") {
    const std::string wanted = text_at(a, 0);
    switch (kind_of(at(a, 1))) {
      case Kind::map: return make_bool(wanted == "map" || wanted.starts_with("map["));
      case Kind::list: return make_bool(wanted == "slice" || wanted.starts_with("[]"));
      case Kind::text: return make_bool(wanted == "string");
      case Kind::boolean: return make_bool(wanted == "bool");
      case Kind::number: return make_bool(wanted.starts_with("int") || wanted.starts_with("float"));
      default: return make_bool(wanted == "invalid");
    }
  }
  // The newest cluster: what it can do and what stands in for that below it are alternatives.
  if (name == "semverCompare") return make_bool(text_at(a, 0).find('>') != std::string::npos);
  if (name == "fail") return nullptr;
  if (name == "lookup") return make_map({});
  if (name == "int" || name == "int64" || name == "float64" || name == "toDecimal" || name == "atoi")
    return kind_of(at(a, 0)) == Kind::missing ? at(a, 0) : make_number(number_of(at(a, 0)));
  // Numbers that charts make are small; larger ones are no matter of architecture.
  constexpr long long most = 1'000'000'000;
  if (name == "add" || name == "add1" || name == "mul" || name == "sub" || name == "div" || name == "mod" ||
      name == "max" || name == "min") {
    long long all = std::clamp(number_of(at(a, 0)), -most, most);
    if (name == "add1") return make_number(all + 1);
    for (std::size_t i = 1; i < a.size(); ++i) {
      const long long one = std::clamp(number_of(a[i]), -most, most);
      if (name == "add") all += one;
      else if (name == "sub") all -= one;
      else if (name == "mul") all *= one;
      else if (name == "div") all = one == 0 ? 0 : all / one;
      else if (name == "mod") all = one == 0 ? 0 : all % one;
      else if (name == "max") all = std::max(all, one);
      else all = std::min(all, one);
      all = std::clamp(all, -most, most);
    }
    return make_number(all);
  }
  known = false;
  return nullptr;
}

Value collections(std::string_view name, const Arguments& a, bool& known) {
  known = true;
  if (name == "list" || name == "tuple") return make_list(a);
  if (name == "dict") {
    std::vector<std::pair<std::string, Value>> entries;
    for (std::size_t i = 0; i + 1 < a.size(); i += 2) entries.emplace_back(printed(a[i]), a[i + 1]);
    return make_map(std::move(entries));
  }
  if (name == "get") return entry(at(a, 0), text_at(a, 1));
  if (name == "hasKey") return make_bool(entry(at(a, 0), text_at(a, 1)) != nullptr);
  if (name == "index") {
    Value value = at(a, 0);
    for (std::size_t i = 1; i < a.size(); ++i) {
      if (kind_of(value) == Kind::list) {
        const long long number = number_of(a[i]);
        value = number >= 0 && static_cast<std::size_t>(number) < value->items.size()
                    ? value->items[static_cast<std::size_t>(number)]
                    : nullptr;
      } else {
        value = entry(value, printed(a[i]));
      }
    }
    return value ? value : make_missing(a.size() > 1 ? printed(a.back()) : "index");
  }
  if (name == "dig") {
    if (a.size() < 3) return nullptr;
    Value value = last(a);
    for (std::size_t i = 0; i + 2 < a.size() && value; ++i) value = entry(value, printed(a[i]));
    return value ? value : a[a.size() - 2];
  }
  if (name == "set" || name == "unset") {
    // Maps are never changed in place: what follows sees the old one.
    if (name == "unset") return at(a, 0);
    return merged(at(a, 0), make_map({{text_at(a, 1), at(a, 2)}}));
  }
  if (name == "merge" || name == "mustMerge") {
    Value all = last(a);
    for (std::size_t i = a.size(); i-- > 0;) all = merged(all, a[i]);
    return all;
  }
  if (name == "mergeOverwrite" || name == "mustMergeOverwrite") {
    Value all = at(a, 0);
    for (std::size_t i = 1; i < a.size(); ++i) all = merged(all, a[i]);
    return all;
  }
  if (name == "deepCopy" || name == "mustDeepCopy" || name == "toStrings") return at(a, 0);
  if (name == "omit" || name == "pick") {
    std::vector<std::pair<std::string, Value>> entries;
    if (kind_of(at(a, 0)) == Kind::map)
      for (const auto& one : a[0]->entries) {
        const bool named =
            std::any_of(a.begin() + 1, a.end(), [&](const Value& v) { return printed(v) == one.first; });
        if (named == (name == "pick")) entries.push_back(one);
      }
    return make_map(std::move(entries));
  }
  if (name == "keys" || name == "values") {
    std::vector<Value> items;
    if (kind_of(at(a, 0)) == Kind::map)
      for (const auto& [key, value] : a[0]->entries) items.push_back(name == "keys" ? make_text(key) : value);
    return make_list(std::move(items));
  }
  if (name == "sortAlpha" || name == "uniq" || name == "compact" || name == "reverse") return at(a, 0);
  if (name == "first" || name == "last" || name == "rest" || name == "initial") {
    if (kind_of(at(a, 0)) != Kind::list || a[0]->items.empty()) return nullptr;
    const auto& items = a[0]->items;
    if (name == "first") return items.front();
    if (name == "last") return items.back();
    return make_list(name == "rest" ? std::vector<Value>(items.begin() + 1, items.end())
                                    : std::vector<Value>(items.begin(), items.end() - 1));
  }
  if (name == "append" || name == "prepend" || name == "concat") {
    std::vector<Value> items;
    for (const Value& one : a) {
      const bool spreads = kind_of(one) == Kind::list && (name == "concat" || &one == &a.front());
      if (spreads) items.insert(items.end(), one->items.begin(), one->items.end());
      else items.push_back(one);
      if (items.size() > 10'000) break;
    }
    return make_list(std::move(items));
  }
  if (name == "has") {
    const Value list = last(a);
    if (kind_of(list) != Kind::list) return make_bool(false);
    return make_bool(std::any_of(list->items.begin(), list->items.end(),
                                 [&](const Value& one) { return equal(one, at(a, 0)); }));
  }
  if (name == "len") return make_number(static_cast<long long>(length(at(a, 0))));
  if (name == "until") {
    std::vector<Value> items;
    for (long long i = 0; i < std::min(number_of(at(a, 0)), 50LL); ++i) items.push_back(make_number(i));
    return make_list(std::move(items));
  }
  known = false;
  return nullptr;
}

}  // namespace

Value call_function(std::string_view name, const std::vector<Value>& arguments, bool& known) {
  for (auto group : {logic, texts, collections}) {
    Value value = group(name, arguments, known);
    if (known) return value;
  }
  return nullptr;
}

}  // namespace demarc::helm
