// Conditions against rows of comparisons, block by block from the inside out.
#include "analyzer/recognise/dispatch.h"

#include <algorithm>
#include <array>

namespace demarc {
using namespace code;

namespace {

constexpr std::size_t max_requests = 32;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& ch : out) ch = static_cast<char>(std::toupper(static_cast<unsigned char>(ch)));
  return out;
}

// What one side of a comparison settles about a request: words and their texts.
struct Option {
  const Row* row = nullptr;
  std::vector<std::pair<std::string, std::string>> words;
  Span site;
  ValueId handler;  // of a table of handlers

  bool has(std::string_view word) const {
    return std::any_of(words.begin(), words.end(), [&](const auto& w) { return w.first == word; });
  }
};

// Options that exclude each other; several choices hold together.
struct Choice {
  std::string about;  // the words that it settles
  std::vector<Option> options;
};
using Choices = std::vector<Choice>;

class Dispatch {
 public:
  Dispatch(const Packs& packs, Fold& fold, ProgramFile& f, const std::function<bool(const Row&)>& is_awake,
           Effects& out)
      : values_(fold.values()),
        fold_(fold),
        f_(f),
        c_(*f.code),
        rows_(packs.rows(f.reader->name())),
        is_awake_(is_awake),
        out_(out) {}

  void run() {
    if (!rows_.has_comparisons()) return;
    by_block_.resize(c_.blocks.size());
    std::vector<bool> has_inner(c_.blocks.size());
    for (std::uint32_t i = 1; i < c_.blocks.size(); ++i) {
      if (!c_.blocks[i].condition) continue;
      const BlockId around = c_.blocks[i].parent ? c_.blocks[i].parent : BlockId{i};
      condition(c_.blocks[i].condition, around, 0, by_block_[i]);
      if (by_block_[i].empty()) continue;
      for (BlockId at = c_.blocks[i].parent; at; at = c_.blocks[at.index].parent) has_inner[at.index] = true;
    }
    for (std::uint32_t i = 1; i < c_.blocks.size(); ++i)
      if (!by_block_[i].empty() && !has_inner[i]) emit(BlockId{i}, {});
    for (const Call& call : c_.calls) tables(call.expr, call.block, 0);
    for (const Assignment& a : c_.assignments) tables(a.value, a.block, 0);
    for (const Return& r : c_.returns) tables(r.value, r.block, 0);
  }

 private:
  // event.get("x"), x.lower(): the member that is read by it.
  ValueId plain(ValueId v, int depth = 0) {
    if (depth > 8) return v;
    const Value x = values_[v];
    if (x.kind == ValueKind::member) {
      ValueId inner = values_.child(v, 0), made = plain(inner, depth + 1);
      return made == inner ? v : values_.member(made, std::string(values_.text(v)));
    }
    if (x.kind != ValueKind::result || x.count < 2) return v;
    const ValueId callee = values_.child(v, 0), list = values_.child(v, 1);
    if (values_[callee].kind != ValueKind::member) return v;
    const std::string name(values_.text(callee));
    const ValueId object = plain(values_.child(callee, 0), depth + 1);
    if (name == "get" && values_[list].kind == ValueKind::list && values_[list].count > 0 &&
        values_.is_literal(values_.child(list, 0)))
      return values_.member(object, std::string(values_.text(values_.child(list, 0))));
    for (std::string_view same :
         {"lower", "upper", "toLowerCase", "toUpperCase", "strip", "trim", "rstrip", "toString", "casefold"})
      if (name == same) return object;
    return v;
  }

  bool fits(const CompiledRow& row, ValueId member) {
    if (!is_awake_(*row.row)) return false;
    ValueId at = values_.child(member, 0);
    for (std::size_t k = row.suffix.size(); k-- > 0;) {
      if (values_[at].kind != ValueKind::member || !row.suffix[k].read(values_.text(at))) return false;
      at = values_.child(at, 0);
    }
    return true;
  }

  // The words that `text` means when `side` has it. False when `side` is no member that a row knows.
  bool read(ValueId side, std::string_view text, Option& into) {
    for (ValueId alternative : values_.alternatives(side)) {
      const ValueId one = plain(alternative);
      if (values_[one].kind == ValueKind::concat) {
        if (read_sum(one, text, into)) return true;
        continue;
      }
      if (values_[one].kind != ValueKind::member) continue;
      for (const CompiledRow& row : rows_.comparisons(values_.text(one))) {
        if (!fits(row, one) || row.arguments.empty()) continue;
        std::vector<Captures> sets{{}};
        if (!fold_.match(row.arguments[0], values_.literal(text), true, sets)) continue;
        Option made{row.row, into.words, into.site, into.handler};
        if (!words(*row.row, sets[0], made)) continue;
        fold_.mark(*row.row);
        into = std::move(made);
        return true;
      }
    }
    return false;
  }

  bool words(const Row& row, const Captures& captures, Option& into) {
    for (const auto& [word, spec] : row.to) {
      const ValueId v = fold_.build(spec, captures);
      if (!values_.is_literal(v)) continue;
      const std::string text(values_.text(v));
      std::vector<std::pair<std::string, std::string>> made;
      if (word == "route") {
        std::string method, path;
        if (!split_route(text, method, path)) return false;
        made = {{"method", method}, {"path", path}};
      } else if (word == "method") {
        if (!is_verb(upper(text))) return false;
        made = {{word, upper(text)}};
      } else if (word == "path") {
        if (!text.starts_with('/')) return false;
        made = {{word, text}};
      } else {
        made = {{word, text}};
      }
      for (auto& one : made)
        if (!into.has(one.first)) into.words.push_back(std::move(one));
    }
    return !into.words.empty();
  }

  // `${method} ${path}` == "GET /orders": the text is cut where the sum's own texts stand.
  bool read_sum(ValueId sum, std::string_view text, Option& into) {
    const std::vector<ValueId> parts(values_.children(sum).begin(), values_.children(sum).end());
    bool any = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (values_.is_literal(parts[i])) {
        const std::string_view own = values_.text(parts[i]);
        if (!text.starts_with(own)) return false;
        text.remove_prefix(own.size());
        continue;
      }
      std::size_t end = text.size();
      if (i + 1 < parts.size()) {
        if (!values_.is_literal(parts[i + 1])) return false;
        end = text.find(values_.text(parts[i + 1]));
        if (end == std::string_view::npos) return false;
      }
      any |= read(parts[i], text.substr(0, end), into);
      text.remove_prefix(end);
    }
    return any && text.empty();
  }

  void add(Choices& all, Option made) {
    if (made.words.empty()) return;
    std::string about;
    for (const auto& [word, text] : made.words) about += word + ' ';
    auto at = std::find_if(all.begin(), all.end(), [&](const Choice& c) { return c.about == about; });
    if (at == all.end()) at = all.insert(all.end(), Choice{about, {}});
    for (const Option& known : at->options)
      if (known.words == made.words) return;
    if (at->options.size() < max_requests) at->options.push_back(std::move(made));
  }

  void condition(ExprId e, BlockId block, int depth, Choices& all) {
    if (depth > 8 || !e) return;
    const Expr& x = c_[e];
    if (x.kind != ExprKind::equal || x.count != 2) {
      for (std::uint32_t i = 0; i < x.count; ++i) condition(c_.child(e, i), block, depth + 1, all);
      return;
    }
    const Span site{f_.file, x.begin, x.end};
    const ValueId sides[] = {fold_.value(f_.file, c_.child(e, 0), block),
                             fold_.value(f_.file, c_.child(e, 1), block)};
    for (int side = 0; side < 2; ++side) compare(sides[side], sides[1 - side], site, all);
  }

  void compare(ValueId side, ValueId other, Span site, Choices& all) {
    if (values_.is_literal(side)) return;
    // match (method, path): case ("GET", "/orders")
    if (values_[side].kind == ValueKind::list && values_[other].kind == ValueKind::list &&
        values_[side].count == values_[other].count) {
      Option made{nullptr, {}, site, {}};
      for (std::uint32_t i = 0; i < values_[side].count; ++i)
        if (values_.is_literal(values_.child(other, i)))
          read(values_.child(side, i), std::string(values_.text(values_.child(other, i))), made);
      return add(all, std::move(made));
    }
    std::vector<ValueId> texts = values_.alternatives(other);
    if (values_[other].kind == ValueKind::list)
      texts.assign(values_.children(other).begin(), values_.children(other).end());
    for (ValueId text : texts) {
      if (!values_.is_literal(text)) continue;
      Option made{nullptr, {}, site, {}};
      if (read(side, std::string(values_.text(text)), made)) add(all, std::move(made));
    }
  }

  // handlers[event.routeKey], handlers.get(method): every key is a request.
  void tables(ExprId e, BlockId block, int depth) {
    if (!e || depth > 4) return;
    const Expr& x = c_[e];
    ExprId object, key;
    if (x.kind == ExprKind::index && x.count == 2) {
      object = c_.child(e, 0);
      key = c_.child(e, 1);
    } else if (x.kind == ExprKind::call && x.count >= 2) {
      const ExprId callee = c_.child(e, 0);
      if (c_[callee].kind == ExprKind::member && c_[callee].count > 0 && c_.text(callee) == "get") {
        object = c_.child(callee, 0);
        key = c_.child(e, 1);
      }
    }
    if (!object || !key || c_[key].kind == ExprKind::string || c_[key].kind == ExprKind::number) {
      if (x.kind == ExprKind::call || x.kind == ExprKind::either || x.kind == ExprKind::index)
        for (std::uint32_t i = 0; i < x.count; ++i) tables(c_.child(e, i), block, depth + 1);
      return;
    }
    const ValueId table = fold_.value(f_.file, object, block);
    if (values_[table].kind != ValueKind::object) return tables(object, block, depth + 1);
    if (!seen_.insert(e.index).second) return;
    const ValueId side = fold_.value(f_.file, key, block);
    Choice choice{"table", {}};
    for (std::uint32_t i = 0; i + 1 < values_[table].count && choice.options.size() < max_requests; i += 2) {
      const ValueId text = values_.child(table, i);
      if (!values_.is_literal(text)) continue;
      Option made{nullptr, {}, {f_.file, x.begin, x.end}, values_.child(table, i + 1)};
      if (read(side, std::string(values_.text(text)), made)) choice.options.push_back(std::move(made));
    }
    if (!choice.options.empty()) emit(block, {choice});
  }

  void emit(BlockId inner, Choices choices) {
    for (BlockId at = inner; at; at = c_.blocks[at.index].parent)
      for (const Choice& one : by_block_[at.index]) choices.push_back(one);
    std::vector<Option> requests{{}};
    for (const Choice& choice : choices) {
      std::vector<Option> more;
      for (const Option& so_far : requests)
        for (const Option& next : choice.options) {
          if (more.size() >= max_requests) break;
          Option both = so_far;
          if (!both.row) {
            both.row = next.row;
            both.site = next.site;
          }
          if (next.handler) both.handler = next.handler;
          for (const auto& word : next.words)
            if (!both.has(word.first)) both.words.push_back(word);
          more.push_back(std::move(both));
        }
      requests = std::move(more);
    }
    for (const Option& request : requests) {
      if (!request.row || !request.row->fact) continue;
      Effect e;
      e.kind = *request.row->fact;
      e.object = request.row->object;
      e.pack = values_.strings().text(values_.strings().id(request.row->pack));
      e.where = {f_.file, c_.blocks[inner.index].function};
      if (request.handler)
        for (const Fold::Target& t : fold_.targets(request.handler)) {
          e.where = t.function;
          break;
        }
      e.site = request.site;
      e.certainty = request.row->certainty;
      for (const auto& [word, text] : request.words)
        e.captures.emplace_back(values_.strings().text(values_.strings().id(word)), values_.literal(text));
      std::sort(e.captures.begin(), e.captures.end());
      out_.effects.push_back(std::move(e));
    }
  }

  Values& values_;
  Fold& fold_;
  ProgramFile& f_;
  const CodeFile& c_;
  const RowTable& rows_;
  const std::function<bool(const Row&)>& is_awake_;
  Effects& out_;
  std::vector<Choices> by_block_;
  std::unordered_set<std::uint32_t> seen_;
};

}  // namespace

bool is_verb(std::string_view text) {
  static constexpr std::array<std::string_view, 9> verbs{"GET",     "POST", "PUT",   "PATCH", "DELETE",
                                                         "OPTIONS", "HEAD", "TRACE", "ANY"};
  return std::find(verbs.begin(), verbs.end(), text) != verbs.end();
}

bool split_route(std::string_view route, std::string& method, std::string& path) {
  const std::size_t blank = route.find(' ');
  if (blank == std::string_view::npos) return false;
  method = upper(route.substr(0, blank));
  std::size_t rest = route.find_first_not_of(' ', blank);
  if (!is_verb(method) || rest == std::string_view::npos || route[rest] != '/') return false;
  path = route.substr(rest);
  return true;
}

void find_dispatch(const Packs& packs, Fold& fold, ProgramFile& file,
                   const std::function<bool(const Row&)>& is_awake, Effects& out) {
  Dispatch(packs, fold, file, is_awake, out).run();
}

}  // namespace demarc
