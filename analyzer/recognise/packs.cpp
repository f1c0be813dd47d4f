// Reading packs, with errors that point at the word, and compiling their patterns into hash keys.
#include "analyzer/recognise/packs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace demarc {
namespace {

const std::vector<CompiledRow> no_rows;

std::vector<NodeIndex> items(const Document& d, NodeIndex n) {
  if (n == no_node) return {};
  if (d[n].kind != NodeKind::list) return {n};
  std::vector<NodeIndex> all;
  for (std::uint32_t i = 0; i < d[n].count; ++i) all.push_back(d.child(d[n], i));
  return all;
}

// "$x.a.b", "\"text\"", sums and a fallback.
Result<ValueSpec> parse_value(std::string_view text) {
  ValueSpec spec;
  auto trim = [](std::string_view t) {
    while (!t.empty() && t.front() == ' ') t.remove_prefix(1);
    while (!t.empty() && t.back() == ' ') t.remove_suffix(1);
    return t;
  };
  if (std::size_t at = text.find("??"); at != std::string_view::npos) {
    spec.has_otherwise = true;
    std::string_view rest = trim(text.substr(at + 2));
    if (rest.starts_with('$')) {
      Result<ValueSpec> other = parse_value(rest);
      if (!other) return other;
      spec.otherwise_parts = std::move(other->parts);
    }
    if (rest.size() >= 2 && rest.front() == '"') rest = rest.substr(1, rest.size() - 2);
    spec.otherwise = rest;
    text = text.substr(0, at);
  }
  text = trim(text);
  if (text.empty() || (text.front() != '$' && text.front() != '"')) {
    spec.parts.push_back({{}, {}, std::string(text)});
    return spec;
  }
  while (!text.empty()) {
    ValueSpec::Part part;
    if (text.front() == '"') {
      std::size_t end = text.find('"', 1);
      if (end == std::string_view::npos) return Error{{}, "a text is not closed", {}};
      part.text = text.substr(1, end - 1);
      text = trim(text.substr(end + 1));
    } else if (text.front() == '$') {
      std::size_t end = std::min(text.find_first_of(" +"), text.size());
      std::string_view name = text.substr(1, end - 1);
      text = trim(text.substr(end));
      std::size_t dot = name.find('.');
      part.capture = name.substr(0, dot);
      while (dot != std::string_view::npos) {
        name = name.substr(dot + 1);
        dot = name.find('.');
        part.members.emplace_back(name.substr(0, dot));
      }
    } else {
      return Error{{}, "a value is `$capture`, `\"text\"` or a sum of them", {}};
    }
    spec.parts.push_back(std::move(part));
    if (text.empty()) break;
    if (text.front() != '+') return Error{{}, "`+` is missing between two parts of a value", {}};
    text = trim(text.substr(1));
  }
  return spec;
}

class PackReader {
 public:
  PackReader(const Document& d, std::vector<Error>& errors) : d_(d), errors_(errors) {}

  void wrong(NodeIndex at, std::string message, std::string hint = {}) {
    errors_.push_back({d_.span(at), std::move(message), std::move(hint)});
  }

  // An error at an offset of a quoted or plain text.
  void wrong_inside(NodeIndex at, Error error) {
    Span span = d_.span(at);
    span.begin += error.where.begin + (d_[at].quoted ? 1 : 0);
    span.end = span.begin + 1;
    error.where = span;
    errors_.push_back(std::move(error));
  }

  ValueSpec value(NodeIndex n) {
    if (d_[n].kind == NodeKind::map) {
      if (const NodeIndex of = d_.find(n, "placeholder"); of != no_node) {
        ValueSpec spec = value(of);
        spec.is_placeholder = true;
        return spec;
      }
      if (const NodeIndex of = d_.find(n, "of"); of != no_node) {
        ValueSpec spec = value(of);
        spec.naming = d_.text_of(n, "naming");
        spec.cut = d_.text_of(n, "before");
        if (spec.is_behind = spec.cut.empty(); spec.is_behind) spec.cut = d_.text_of(n, "behind");
        spec.or_all = spec.is_behind || d_.text_of(n, "or") == "all";
        if (const std::string_view option = d_.text_of(n, "option"); !option.empty()) {
          spec.cut = option;
          spec.is_option = true;
        }
        if (spec.naming.empty() && spec.cut.empty())
          wrong(n, "a value that is made of another needs `naming:`, `before:`, `behind:` or `option:`");
        return spec;
      }
      if (const NodeIndex of = d_.find(n, "address"); of != no_node) {
        ValueSpec spec = value(of);
        spec.configured = d_.text_of(n, "in");
        if (spec.configured.empty()) wrong(n, "an address needs `in:`, the calls that it is said in");
        return spec;
      }
      if (const NodeIndex of = d_.find(n, "relative"); of != no_node) {
        ValueSpec spec = value(of);
        if (const NodeIndex to = d_.find(n, "to"); to != no_node) spec.below = value(to).parts;
        if (spec.below.empty()) wrong(n, "what is `relative:` needs `to:`, the base");
        return spec;
      }
      if (const NodeIndex of = d_.find(n, "result"); of != no_node) {
        ValueSpec spec = value(of);
        spec.is_result = true;
        return spec;
      }
      ValueSpec spec;
      NodeIndex name = d_.find(n, "name"), other = d_.find(n, "default");
      spec.setting = d_.text_of(n, "setting");
      if (spec.setting.empty() || name == no_node) {
        wrong(n, "a setting needs `setting:` (its space) and `name:`");
        return spec;
      }
      spec.parts = value(name).parts;
      if (other != no_node) spec.default_parts = value(other).parts;
      return spec;
    }
    Result<ValueSpec> read = parse_value(d_.text(n));
    if (!read) {
      wrong(n, read.error().message);
      return {};
    }
    return *read;
  }

  void row(NodeIndex n, Row& row) {
    if (d_[n].kind != NodeKind::map) return wrong(n, "a row is a map");
    for (std::uint32_t i = 0; i + 1 < d_[n].count; i += 2) {
      NodeIndex key = d_.child(d_[n], i), v = d_.child(d_[n], i + 1);
      std::string_view word = d_.text(key);
      if (word == "match" || word == "about") continue;
      if (word == "gives") {
        row.gives = d_.text(v);
      } else if (word == "distinct") {
        row.distinct = d_.text(v) == "true";
      } else if (word == "value") {
        row.value = value(v);
      } else if (word == "fact") {
        const std::vector<NodeIndex> verbs = items(d_, v);
        if (verbs.empty() || verbs.size() > 2) wrong(v, "`fact` is a verb, or two of them");
        for (NodeIndex verb : verbs) {
          auto kind = relation_kind(d_.text(verb));
          if (!kind)
            wrong(verb, "`" + std::string(d_.text(verb)) + "` is no verb",
                  "verbs stand in analyzer/facts/kinds.def");
          (verb == verbs[0] ? row.fact : row.second_fact) = kind;
        }
      } else if (word == "plays") {
        row.plays = d_.text(v);
      } else if (word == "with" || word == "without") {
        for (NodeIndex n : items(d_, v)) {
          Result<DeploymentPattern> pattern = parse_deployment_pattern(d_.text(n));
          if (pattern) (word == "with" ? row.with : row.without).push_back(std::move(*pattern));
          else wrong_inside(n, pattern.error());
        }
      } else if (word == "to") {
        target(v, row);
      } else if (word == "within") {
        row.within = d_.text(v);
      } else if (word == "maps") {
        for (std::uint32_t k = 0; k + 1 < d_[v].count; k += 2) {
          const std::string_view what = d_.text(d_.child(d_[v], k));
          constexpr std::array<std::string_view, 7> words = {"store",    "name",  "naming", "label",
                                                             "abstract", "apart", "unit"};
          if (std::find(words.begin(), words.end(), what) == words.end())
            wrong(d_.child(d_[v], k),
                  "`maps` knows `store`, `name`, `naming`, `unit`, `label`, `abstract` and `apart`");
          row.maps[std::string(what)] = value(d_.child(d_[v], k + 1));
        }
      } else if (word == "relates") {
        for (std::uint32_t k = 0; k + 1 < d_[v].count; k += 2) {
          const std::string_view what = d_.text(d_.child(d_[v], k));
          constexpr std::array<std::string_view, 14> words = {
              "back",   "children", "through", "as",      "to",    "target", "table",
              "column", "enforced", "inverse", "cascade", "fetch", "naming", "saved"};
          if (std::find(words.begin(), words.end(), what) == words.end())
            wrong(d_.child(d_[v], k), "`" + std::string(what) + "` is no word of `relates`",
                  "see parsers/frameworks/README.md for its words");
          row.relates[std::string(what)] = value(d_.child(d_[v], k + 1));
        }
      } else if (word == "mount") {
        NodeIndex prefix = d_.find(v, "prefix"), what = d_.find(v, "what"), calls = d_.find(v, "calls");
        if (what == no_node && calls == no_node) return wrong(v, "`mount` needs `what` or `calls`");
        if (what != no_node) row.mount_what = value(what);
        if (calls != no_node) row.passes = value(calls);
        row.mount_member = d_.text_of(v, "member");
        if (prefix != no_node) row.mount_prefix = value(prefix);
      } else if (word == "prefix") {
        row.class_prefix = value(v);
      } else if (word == "fields") {
        row.fields = value(v);
      } else if (word == "field") {
        if (const NodeIndex name = d_.find(v, "name"); name != no_node) row.field_name = value(name);
        if (const NodeIndex other = d_.find(v, "default"); other != no_node) row.field_default = value(other);
        if (!row.field_name && !row.field_default) wrong(v, "`field` needs `name:` or `default:`");
      } else if (word == "bean") {
        row.bean = value(v);
      } else if (word == "methods") {
        row.methods = d_.text(v);
        if (row.methods.starts_with('$')) row.methods.erase(0, 1);
        else wrong(v, "`methods` is a capture: `$name`");
      } else if (word == "proxy") {
        row.proxy = value(v);
      } else if (word == "handler") {
        row.handler = value(v);
      } else if (word == "sets") {
        for (std::uint32_t k = 0; k + 1 < d_[v].count; k += 2)
          row.sets[std::string(d_.text(d_.child(d_[v], k)))] = value(d_.child(d_[v], k + 1));
      } else if (word == "held") {
        row.is_held = d_.text(v) == "true";
      } else if (word == "where" || word == "own") {
        for (std::uint32_t k = 0; k + 1 < d_[v].count; k += 2)
          (word == "own" ? row.own_attributes
                         : row.where_attributes)[std::string(d_.text(d_.child(d_[v], k)))] =
              value(d_.child(d_[v], k + 1));
      } else if (word == "certainty") {
        row.certainty = d_.text(v) == "guessed"  ? Certainty::guessed
                        : d_.text(v) == "likely" ? Certainty::likely
                                                 : Certainty::certain;
      } else {
        wrong(key, "`" + std::string(word) + "` is no key of a row");
      }
    }
    if (row.proxy && row.gives.empty()) wrong(n, "a row with `proxy` says what it `gives`");
    if (row.fact && row.to.empty()) wrong(n, "a row with `fact` needs `to`");
  }

 private:
  void target(NodeIndex n, Row& row) {
    if (d_[n].kind != NodeKind::map) return wrong(n, "`to` is a map");
    for (std::uint32_t i = 0; i + 1 < d_[n].count; i += 2) {
      std::string_view word = d_.text(d_.child(d_[n], i));
      NodeIndex v = d_.child(d_[n], i + 1);
      if (word != "kind") {
        row.to[std::string(word)] = value(v);
        continue;
      }
      auto kind = entity_kind(d_.text(v));
      if (!kind)
        wrong(v, "`" + std::string(d_.text(v)) + "` is no kind of entity",
              "kinds stand in analyzer/facts/kinds.def");
      row.object = kind.value_or(EntityKind::table);
    }
  }

  const Document& d_;
  std::vector<Error>& errors_;
};

bool is_starred(std::string_view name) {
  const std::size_t at = name.find('*');
  return at != std::string_view::npos && at + 1 < name.size();
}

}  // namespace

std::optional<std::string_view> star_of(std::string_view pattern, std::string_view text) {
  const std::size_t at = pattern.find('*');
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = pattern.substr(0, at), after = pattern.substr(at + 1);
  if (text.size() <= before.size() + after.size() || !text.starts_with(before) || !text.ends_with(after))
    return std::nullopt;
  return text.substr(at, text.size() - before.size() - after.size());
}

std::optional<std::string_view> NamePattern::read(std::string_view name) const {
  if (names.empty()) return name;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto star = star_of(names[i], name);
    if (!star && names[i] != name) continue;
    return star && meanings[i] == "*" ? *star
           : meanings[i] == names[i]  ? name
                                      : std::string_view(meanings[i]);
  }
  return std::nullopt;
}

std::vector<std::string_view> RowTable::patterns_of(std::string_view name) const {
  std::vector<std::string_view> all;
  for (const std::string& pattern : patterns_)
    if (star_of(pattern, name)) all.push_back(pattern);
  return all;
}

std::string_view end_of_key(std::string_view key) {
  if (key.ends_with("()") || key.ends_with("[]")) key.remove_suffix(2);
  const std::size_t dot = key.rfind('.');
  key.remove_prefix(dot + 1);
  if (dot == std::string_view::npos && !key.empty() && (key[0] == '*' || key[0] == '\1'))
    key.remove_prefix(1);
  return key;
}

const std::vector<CompiledRow>& RowTable::annotations(std::string_view key) const {
  auto at = annotations_.find(key);
  return at == annotations_.end() ? no_rows : at->second;
}

const std::vector<CompiledRow>& RowTable::comparisons(std::string_view name) const {
  auto at = comparisons_.find(name);
  return at == comparisons_.end() ? no_rows : at->second;
}

namespace {

// A pack that is built in has no place in the tree: then its name says where it is wrong.
void name_pack(std::vector<Error>& errors, std::size_t from, std::string_view pack, std::string_view row) {
  for (std::size_t i = from; i < errors.size(); ++i)
    if (!errors[i].where.file)
      errors[i].message = fmt::format("pack {}{}{}{}: {}", pack, row.empty() ? "" : ", row `", row,
                                      row.empty() ? "" : "`", errors[i].message);
}

}  // namespace

void Packs::read(const Document& d, std::vector<Error>& all_errors) {
  if (d.roots().empty()) return;
  // Named on every way out.
  struct Naming {
    std::vector<Error>& all;
    std::vector<Error> own;
    std::string_view pack;
    ~Naming() {
      name_pack(own, 0, pack, "");
      all.insert(all.end(), own.begin(), own.end());
    }
  } naming{all_errors, {}, d.text_of(d.roots()[0], "framework", "without a name")};
  std::vector<Error>& errors = naming.own;
  const NodeIndex root = d.roots()[0];
  PackReader reader(d, errors);
  const std::string name(d.text_of(root, "framework"));
  if (name.empty()) return reader.wrong(root, "a pack needs `framework:`");
  std::vector<std::string> languages, when;
  for (NodeIndex n : items(d, d.find(root, "languages"))) languages.emplace_back(d.text(n));
  for (NodeIndex n : items(d, d.find(root, "when"))) when.emplace_back(d.text(n));
  if (languages.empty()) return reader.wrong(root, "a pack needs `languages:`");
  NodeIndex rows = d.find(root, "rows");
  if (const NodeIndex messages = d.find(root, "messages"); messages != no_node) {
    formats_.read(d, messages, errors);
    if (rows == no_node) return;
  }
  if (rows == no_node) return reader.wrong(root, "a pack needs `rows:`");
  for (NodeIndex n : items(d, rows)) {
    auto row = std::make_unique<Row>();
    row->number = static_cast<std::uint32_t>(rows_.size());
    row->pack = name;
    row->when = when;
    reader.row(n, *row);
    NodeIndex match = d.find(n, "match");
    if (match == no_node) {
      reader.wrong(n, "a row needs `match:`");
      continue;
    }
    Source source{row.get(), languages, {}, {}};
    for (NodeIndex m : items(d, match)) {
      source.patterns.emplace_back(d.text(m));
      source.places.push_back(d.span(m));
    }
    row->text = source.patterns.empty() ? "" : source.patterns[0];
    row->where = d.span(match);
    if (!row->gives.empty()) types_.insert(row->gives);
    if (row->is_held) held_.insert(row->gives);
    sources_.push_back(std::move(source));
    rows_.push_back(std::move(row));
  }
}

void Packs::compile(std::vector<Error>& errors) {
  tables_.clear();
  deployment_.clear();
  for (const Source& source : sources_) {
    const std::size_t first = errors.size();
    const auto name = [&] { name_pack(errors, first, source.row->pack, source.row->text); };
    const bool is_deployment =
        std::find(source.languages.begin(), source.languages.end(), "deployment") != source.languages.end();
    if (is_deployment) {
      compile_deployment(source, errors);
      name();
      continue;
    }
    for (const std::string& language : source.languages)
      for (std::size_t i = 0; i < source.patterns.size(); ++i) {
        std::size_t before = errors.size();
        compile_row(*source.row, source.patterns[i], tables_[language], errors);
        for (std::size_t e = before; e < errors.size(); ++e) {
          Span inner = errors[e].where;
          errors[e].where = source.places[i];
          errors[e].where.begin += inner.begin;
          errors[e].where.end = errors[e].where.begin + 1;
        }
      }
    if (source.row->second_fact || !source.row->with.empty() || !source.row->without.empty())
      errors.push_back({source.row->where,
                        "two verbs, `with` and `without` are words of rows about deployment",
                        "write `languages: [deployment]` in a pack of its own"});
    name();
  }
  languages_.clear();
  for (auto& [language, table] : tables_) {
    languages_.push_back(language);
    for (const auto& [key, rows] : table.rows_) {
      const std::string_view end = end_of_key(key);
      table.sieve_.add(key);
      table.sieve_.add(end);
      if (table.ends_.emplace(end).second && is_starred(end)) table.patterns_.emplace_back(end);
    }
    std::sort(table.patterns_.begin(), table.patterns_.end());
  }
}

void Packs::compile_deployment(const Source& source, std::vector<Error>& errors) {
  source.row->deployment.clear();
  for (std::size_t i = 0; i < source.patterns.size(); ++i) {
    Result<DeploymentPattern> pattern = parse_deployment_pattern(source.patterns[i]);
    if (pattern) {
      source.row->deployment.push_back(std::move(*pattern));
      continue;
    }
    Error error = pattern.error();
    const std::uint32_t inner = error.where.begin;
    error.where = source.places[i];
    error.where.begin += inner;
    error.where.end = error.where.begin + 1;
    errors.push_back(std::move(error));
  }
  if (source.row->plays.empty() && !source.row->fact)
    errors.push_back({source.row->where, "a row about deployment needs `fact` or `plays`", {}});
  deployment_.push_back(source.row);
}

void Packs::compile_row(const Row& row, std::string_view text, RowTable& table, std::vector<Error>& errors) {
  Result<Pattern> parsed = parse_pattern(text);
  if (!parsed) {
    errors.push_back(parsed.error());
    return;
  }
  const Pattern& p = *parsed;
  auto joined = [](const std::vector<std::string>& names) {
    std::string all;
    for (const auto& n : names) all += (all.empty() ? "" : ".") + n;
    return all;
  };
  if (p.kind == Pattern::Kind::subclass) {
    if (p.root.empty()) {
      CompiledRow made{&row, row.gives, {}, {}, {}, p.receiver, {}, p.type_arguments};
      for (const PathStep& s : p.steps) made.suffix.push_back({s.names, s.meanings, s.capture});
      table.subclasses_.emplace_back("?", std::move(made));
      return;
    }
    std::vector<std::string> names{p.root};
    for (const PathStep& s : p.steps) names.push_back(s.names.empty() ? "" : s.names[0]);
    table.subclasses_.push_back({joined(names), {&row, row.gives, {}, {}, {}, {}, {}, p.type_arguments}});
    return;
  }
  if (p.kind == Pattern::Kind::assignment) {
    table.assigned_[p.root].push_back({&row, {}, {p.compared}, {}, {}, {}, {}, {}});
    return;
  }
  if (p.kind == Pattern::Kind::comparison) {
    CompiledRow made{&row, {}, {p.compared}, {}, {}, p.receiver, {}};
    for (std::size_t i = 0; i + 1 < p.steps.size(); ++i)
      made.suffix.push_back({p.steps[i].names, p.steps[i].meanings, p.steps[i].capture});
    if (p.steps.empty()) return;
    for (const std::string& last : p.steps.back().names) table.comparisons_[last].push_back(made);
    return;
  }

  // The bases a step can start from: a library path, a type ('\1'), or any receiver ("*").
  std::vector<std::string> bases{p.root.empty() ? "*" : p.root};
  std::vector<NamePattern> suffix;
  std::string capture;
  std::vector<std::pair<std::string, std::string>> meanings;
  const bool any_receiver = p.root.empty();
  bool after_call = false;
  // A name that is a type stands for things of it - but not where the row makes such a thing by that very
  // name.
  auto as_types = [&](std::size_t next) {
    const bool called = next >= p.steps.size() || p.steps[next].kind == PathStep::Kind::call;
    for (std::string& b : bases)
      if (!b.empty() && b[0] != '\1' && types_.contains(b) && !(called && b == row.gives)) b = '\1' + b;
  };
  as_types(0);
  for (std::size_t i = 0; i < p.steps.size(); ++i) {
    const PathStep& step = p.steps[i];
    const bool last = i + 1 == p.steps.size();
    if (step.kind == PathStep::Kind::name || step.kind == PathStep::Kind::any_name) {
      std::vector<std::string> names =
          step.kind == PathStep::Kind::any_name ? std::vector<std::string>{"$"} : step.names;
      capture = step.capture;
      meanings.clear();
      for (std::size_t k = 0; k < step.meanings.size(); ++k)
        if (step.meanings[k] != step.names[k]) meanings.emplace_back(step.names[k], step.meanings[k]);
      std::vector<std::string> next;
      for (const std::string& b : bases)
        for (const std::string& n : names)
          next.push_back(b == "*" || (b.size() > 1 && b[0] == '*') ? "*" + n : b + "." + n);
      if (any_receiver && !after_call && !last && i + 1 < p.steps.size() &&
          (p.steps[i + 1].kind == PathStep::Kind::name || p.steps[i + 1].kind == PathStep::Kind::any_name))
        suffix.push_back({step.names, step.meanings, step.capture});
      bases = std::move(next);
      as_types(i + 1);
      if (!last) continue;
    }
    std::string tail = step.kind == PathStep::Kind::call    ? "()"
                       : step.kind == PathStep::Kind::index ? "[]"
                                                            : "";
    if (step.kind == PathStep::Kind::index && !step.arguments.empty() &&
        step.arguments[0].kind == ArgumentPattern::Kind::capture)
      capture = step.arguments[0].capture;
    CompiledRow made{last ? &row : nullptr,
                     last ? row.gives : "",
                     step.arguments,
                     capture,
                     meanings,
                     after_call ? std::string{} : p.receiver,
                     after_call ? std::vector<NamePattern>{} : suffix,
                     last ? p.type_arguments : std::vector<std::string>{}};
    if (!last) {
      // What stands before the end becomes a type of its own, shared by all patterns with the same beginning.
      std::size_t depth = 0, end = 0, calls = 0;
      for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '(' || text[at] == '[') ++depth;
        if (text[at] == ')' || text[at] == ']')
          if (--depth == 0) {
            std::size_t seen = 0;
            for (std::size_t k = 0; k <= i; ++k)
              seen += p.steps[k].kind == PathStep::Kind::call || p.steps[k].kind == PathStep::Kind::index;
            if (++calls == seen) {
              end = at + 1;
              break;
            }
          }
      }
      made.gives = std::string(text.substr(0, end));
      if (made.gives.starts_with('@')) made.gives.erase(0, 1);
    }
    auto& into = p.kind == Pattern::Kind::annotation && last ? table.annotations_ : table.rows_;
    for (const std::string& b : bases) {
      auto& place = into[b + tail];
      bool known = !last && std::any_of(place.begin(), place.end(), [&](const CompiledRow& r) {
        return r.row == nullptr && r.gives == made.gives;
      });
      if (!known) place.push_back(made);
    }
    if (last) return;
    bases = {'\1' + made.gives};
    after_call = true;
    capture.clear();
    meanings.clear();
  }
  if (p.steps.empty()) {
    auto& into = p.kind == Pattern::Kind::annotation ? table.annotations_ : table.rows_;
    for (const std::string& b : bases)
      into[b].push_back({&row, row.gives, {}, {}, {}, p.receiver, {}, p.type_arguments});
  }
}

bool RowTable::knows_name(std::string_view name) const {
  if (knows_end(name)) return true;
  for (const std::string& pattern : patterns_)
    if (star_of(pattern, name)) return true;
  for (std::size_t i = 1; i < name.size(); ++i)
    if (is_word_start(name, i) && knows_end(std::string(name.substr(0, i)) + "*")) return true;
  return false;
}

const RowTable& Packs::rows(std::string_view language) const {
  static const RowTable none;
  auto at = tables_.find(language);
  return at == tables_.end() ? none : at->second;
}

}  // namespace demarc
