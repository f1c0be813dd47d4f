// Paths of a message below a handler's parameters, and the expressions that read them.
#include "analyzer/recognise/message_reading.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "analyzer/operations/names.h"

namespace demarc {
using namespace code;

namespace {

constexpr std::size_t max_functions = 48;  // that one handler's message is followed into
constexpr std::size_t max_fields = 400;

// Whether something is there.
constexpr std::array<std::string_view, 8> tests = {
    "has", "hasOwnProperty", "containsKey", "contains", "hasNonNull", "isNull", "hasOwn", "optString"};
// What it is handed is called with the thing itself.
constexpr std::array<std::string_view, 7> hands_on = {"then",      "let",   "also", "run",
                                                      "ifPresent", "apply", "pipe"};

}  // namespace

void MessageReading::begin() {
  bound_.clear();
  fields_.clear();
  optional_.clear();
  typed_.clear();
  queue_.clear();
  seen_.clear();
  looks_ = 0;
  is_polling_ = false;
  decoded_.clear();
}

bool MessageReading::read_polled(FunctionRef where, bool in_whole_file, MessageReads& out) {
  begin();
  is_polling_ = true;
  visit(in_whole_file ? FunctionRef{where.file, file_function} : where);
  return finish(where, out);
}

bool MessageReading::read(FunctionRef handler, MessageReads& out) {
  begin();
  const Function& fn = program_[handler];
  const CodeFile& c = *program_.file(handler.file)->code;
  const std::uint32_t number = program_.number(handler);
  std::uint32_t position = 0;
  for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
    const Parameter& p = c.parameters[fn.parameters.first + i];
    if (p.kind == ParameterKind::receiver) continue;
    const std::string root = std::to_string(position++);
    bind(number, i, root);
    if (const ClassRef type = declared_.class_of(handler.file, p.type); type.file)
      typed_[root] = declared_.shape(type);
    if (out.content.empty() && holds_payload(handler.file, p))
      out.content = root + content_of(handler.file, p);
  }
  visit(handler);
  return finish(handler, out);
}

bool MessageReading::finish(FunctionRef handler, MessageReads& out) {
  while (!queue_.empty() && seen_.size() < max_functions) {
    const FunctionRef next = queue_.front();
    queue_.pop_front();
    visit(next);
  }
  for (auto& [path, field] : fields_) {
    field.is_optional |= optional_.contains(path);
    out.fields.push_back(std::move(field));
  }
  out.handler = handler;
  return !out.fields.empty();
}

void MessageReading::bind(std::uint32_t function, std::uint32_t index, const std::string& path) {
  if (index < 255) bound_.try_emplace(function << 8 | index, path);
}

std::string_view MessageReading::library_of(FileId file, ExprId type) {
  if (!type) return {};
  const CodeFile& c = *program_.file(file)->code;
  if (c[type].kind == ExprKind::index && c[type].count > 0) type = c.child(type, 0);
  const ValueId v = fold_.value(file, type, c.functions[file_function.index].body);
  return values_[v].kind == ValueKind::path ? values_.text(v) : std::string_view{};
}

bool MessageReading::holds_payload(FileId file, const Parameter& p) {
  const CodeFile& c = *program_.file(file)->code;
  bool is_marked = false;
  for (std::uint32_t i = 0; i < p.annotations.count; ++i) {
    ExprId a = c.annotations[p.annotations.first + i];
    if (c[a].kind == ExprKind::call && c[a].count > 0) a = c.child(a, 0);
    const ValueId what = fold_.value(file, a, c.functions[file_function.index].body);
    if (values_[what].kind != ValueKind::path) continue;
    if (formats_.payload.contains(values_.text(what))) return true;
    is_marked = true;
  }
  return !is_marked;
}

std::string MessageReading::content_of(FileId file, const Parameter& p) {
  if (const auto known = formats_.contents.find(library_of(file, p.type)); known != formats_.contents.end())
    return "." + known->second;
  // Several at once: List<ConsumerRecord<String, Order>>.
  const CodeFile& c = *program_.file(file)->code;
  if (!p.type || c[p.type].kind != ExprKind::index || c[p.type].count != 2) return {};
  const auto inner = formats_.contents.find(library_of(file, c.child(p.type, 1)));
  return inner == formats_.contents.end() ? std::string() : "[]." + inner->second;
}

MessageReading::FileView& MessageReading::view(FileId file) {
  auto [at, fresh] = views_.try_emplace(file);
  FileView& made = at->second;
  if (!fresh) return made;
  const CodeFile& c = *program_.file(file)->code;
  made.parent.resize(c.exprs.size());
  for (std::uint32_t i = 1; i < c.exprs.size(); ++i) {
    const Expr& x = c.exprs[i];
    if (x.kind == ExprKind::function || x.kind == ExprKind::type) continue;
    for (std::uint32_t k = 0; k < x.count; ++k) made.parent[c.child(ExprId{i}, k).index] = i;
    if (x.kind == ExprKind::member || x.kind == ExprKind::index || x.kind == ExprKind::call)
      made.chosen.push_back(i);
    if ((x.kind == ExprKind::equal || x.kind == ExprKind::unknown) && x.count == 2 &&
        c[c.child(ExprId{i}, 0)].kind == ExprKind::string)
      made.pairs.push_back(i);
  }
  find_blocks(c, made);
  for (const Assignment& a : c.assignments)
    if (a.target && a.kind == AssignmentKind::assign) made.targets.insert(a.target.index);
  for (const Block& b : c.blocks)
    if (b.kind == BlockKind::branch && b.condition)
      made.conditions.emplace_back(c[b.condition].begin, c[b.condition].end);
  // Where `?.` goes on only if something is there.
  if (!program_.project().files()[file].host) made.text = program_.project().files().read(file);
  return made;
}

void MessageReading::find_blocks(const CodeFile& c, FileView& made) {
  std::vector<std::uint32_t> blocks, order(made.chosen.size());
  for (std::uint32_t i = 1; i < c.blocks.size(); ++i) blocks.push_back(i);
  std::sort(blocks.begin(), blocks.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Block &x = c.blocks[a], &y = c.blocks[b];
    return std::tuple(x.begin, y.end, a) < std::tuple(y.begin, x.end, b);
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto begin_of = [&](std::uint32_t i) { return c.exprs[made.chosen[i]].begin; };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(begin_of(a), a) < std::pair(begin_of(b), b);
  });
  made.block.resize(made.chosen.size());
  std::vector<std::uint32_t> open;
  std::size_t next = 0;
  for (std::uint32_t i : order) {
    made.order.emplace_back(begin_of(i), i);
    while (next < blocks.size() && c.blocks[blocks[next]].begin <= begin_of(i))
      open.push_back(blocks[next++]);
    while (!open.empty() && c.blocks[open.back()].end <= begin_of(i)) open.pop_back();
    made.block[i] = open.empty() ? c.functions[file_function.index].body : BlockId{open.back()};
  }
}

void MessageReading::visit(FunctionRef where) {
  if (!seen_.insert(where).second) return;
  ProgramFile* f = program_.file(where.file);
  if (!f) return;
  const CodeFile& c = *f->code;
  const Function& fn = c.functions[where.function.index];
  FileView& seen = view(where.file);
  const auto is_inside = [&](const Expr& x) { return x.begin >= fn.begin && x.end <= fn.end; };
  for (const Call& call : c.calls)
    if (is_inside(c[call.expr])) follow(where.file, call);
  ask_first(c, where.file, seen, fn);
  for (std::size_t k = 0; k < seen.chosen.size(); ++k) {
    const std::uint32_t i = seen.chosen[k];
    const ExprId e{i};
    const Expr& x = c[e];
    if (!is_inside(x) || fields_.size() >= max_fields) continue;
    const ExprId parent{seen.parent[i]};
    const bool is_callee = parent && c[parent].count > 0 && c.child(parent, 0) == e &&
                           (c[parent].kind == ExprKind::call || c[parent].kind == ExprKind::construct);
    if (is_callee) continue;
    const std::optional<MessagePlace> at = place(fold_.value(where.file, e, seen.block[k]));
    if (!at) continue;
    if (x.kind == ExprKind::member && c.text(e) == "length") continue;
    // What the handler itself puts in need not have come.
    if (seen.targets.contains(i)) {
      optional_.insert(at->path);
      continue;
    }
    note(*at, where.file, e, seen);
  }
}

void MessageReading::note(const MessagePlace& at, FileId file, ExprId e, const FileView& seen) {
  const CodeFile& c = *program_.file(file)->code;
  std::string path = at.path;
  while (path.ends_with("[]")) path.resize(path.size() - 2);
  if (path.find('.') == std::string::npos) return;
  const bool goes_on = is_gone_on_from(c, seen, e);
  bool is_optional =
      at.is_optional || (at.is_bare && !goes_on) || is_fallback(c, seen, e) || is_condition(c, seen, e);
  if (c[e].kind == ExprKind::member && is_chained(c, seen, e)) {
    // a?.b: where a is missing nothing is read.
    const std::size_t dot = path.rfind('.');
    if (dot != std::string::npos) {
      std::string above = path.substr(0, dot);
      while (above.ends_with("[]")) above.resize(above.size() - 2);
      optional_.insert(above);
    }
    is_optional = true;
  }
  if (is_optional) optional_.insert(path);
  auto [known, is_new] = fields_.try_emplace(path);
  if (!is_new) return;
  known->second.path = path;
  known->second.is_by_mapper = c.members_are_names && c[e].kind != ExprKind::index;
  if (const MessageShape* shape = shape_at(path)) {
    known->second.type = shape->type;
    known->second.is_by_mapper &= shape->property.empty();
  }
  known->second.place = {file, c[e].begin, c[e].end};
}

bool MessageReading::is_gone_on_from(const CodeFile& c, const FileView& seen, ExprId e) {
  const ExprId parent{seen.parent[e.index]};
  return parent && (c[parent].kind == ExprKind::member || c[parent].kind == ExprKind::index) &&
         c.child(parent, 0) == e;
}

bool MessageReading::is_fallback(const CodeFile& c, const FileView& seen, ExprId e) {
  ExprId at = e;
  for (int up = 0; up < 6; ++up) {
    const ExprId parent{seen.parent[at.index]};
    if (!parent) return false;
    const ExprKind kind = c[parent].kind;
    if (kind == ExprKind::either) return true;
    if (kind != ExprKind::member && kind != ExprKind::index && kind != ExprKind::call &&
        kind != ExprKind::unknown)
      return false;
    at = parent;
  }
  return false;
}

bool MessageReading::is_condition(const CodeFile& c, const FileView& seen, ExprId e) {
  const bool is_tested = std::any_of(seen.conditions.begin(), seen.conditions.end(), [&](const auto& span) {
    return span.first <= c[e].begin && c[e].end <= span.second;
  });
  if (!is_tested) return false;
  const ExprId parent{seen.parent[e.index]};
  if (!parent || c[parent].kind != ExprKind::equal) return true;
  for (std::uint32_t i = 0; i < c[parent].count; ++i) {
    const ExprId side = c.child(parent, i);
    if (side != e && (c[side].kind == ExprKind::constant || c[side].kind == ExprKind::name)) return true;
  }
  return false;
}

bool MessageReading::is_chained(const CodeFile& c, const FileView& seen, ExprId e) {
  if (!seen.text || c[e].count == 0) return false;
  const std::uint32_t from = c[c.child(e, 0)].end, to = c[e].end;
  if (from >= to || to > seen.text->size()) return false;
  return seen.text->substr(from, to - from).find("?.") != std::string::npos;
}

void MessageReading::ask_first(const CodeFile& c, FileId file, const FileView& seen, const Function& fn) {
  for (std::uint32_t i : seen.pairs) {
    const Expr& x = c.exprs[i];
    if (x.begin < fn.begin || x.end > fn.end) continue;
    const ExprId name = c.child(ExprId{i}, 0), of = c.child(ExprId{i}, 1);
    const auto around = std::upper_bound(seen.order.begin(), seen.order.end(), c[of].begin,
                                         [](std::uint32_t at, const auto& one) { return at < one.first; });
    const BlockId block = around == seen.order.begin() ? fn.body : seen.block[std::prev(around)->second];
    if (const auto field = below(place(fold_.value(file, of, block)), c.text(name)))
      optional_.insert(field->path);
  }
}

bool MessageReading::is_decoding(ValueId callee) const {
  const Value x = values_[callee];
  if (x.kind == ValueKind::path) return formats_.decodes.contains(values_.text(callee));
  if (x.kind != ValueKind::either) return false;
  const auto own = values_.children(callee);
  return std::any_of(own.begin(), own.end(), [&](ValueId one) {
    return values_[one].kind == ValueKind::path && formats_.decodes.contains(values_.text(one));
  });
}

void MessageReading::follow(FileId file, const Call& call) {
  const CodeFile& c = *program_.file(file)->code;
  const Expr& x = c[call.expr];
  if (x.count < 2) return;
  const ValueId callee = fold_.callee(file, call.expr, call.block);
  std::string_view name;
  std::optional<MessagePlace> receiver;
  if (const ExprId what = c.child(call.expr, 0); c[what].kind == ExprKind::member) {
    name = c.text(what);
    if (c[what].count > 0) receiver = place(fold_.value(file, c.child(what, 0), call.block));
  }
  std::vector<Fold::Target> targets;
  bool has_targets = false;
  std::uint32_t position = 0;
  for (std::uint32_t i = 1; i < x.count; ++i) {
    const ExprId given = c.child(call.expr, i);
    const ExprKind kind = c[given].kind;
    const ExprId inner =
        kind == ExprKind::argument || kind == ExprKind::spread || kind == ExprKind::spread_map
            ? c.child(given, 0)
            : given;
    if (!inner) continue;
    const ValueId v = fold_.value(file, inner, call.block);
    const std::uint32_t index = kind == ExprKind::argument ? 0 : position++;
    if (receiver && values_[v].kind == ValueKind::function) {
      hand_to(v, name, *receiver);
      continue;
    }
    if (receiver && i == 1 && std::ranges::find(tests, name) != tests.end() && values_.is_literal(v))
      if (const auto field = below(receiver, values_.text(v))) optional_.insert(field->path);
    const std::optional<MessagePlace> at = place(v);
    if (!at) continue;
    if (is_polling_ && i == 1 && x.count > 2 && is_decoding(callee)) {
      const ValueId type = fold_.value(file, c.child(call.expr, 2), call.block);
      if (values_[type].kind == ValueKind::type && decoded_.emplace(values_[type].aux, at->path).second)
        typed_.try_emplace(at->path, declared_.shape(program_.type(values_[type].aux)));
    }
    if (!has_targets) {
      has_targets = true;
      targets = fold_.targets(callee, static_cast<int>(x.count) - 1);
      if (targets.size() > 4) targets.clear();
    }
    for (const Fold::Target& t : targets)
      give(t.function, kind, index, kind == ExprKind::argument ? c.text(given) : std::string_view{}, *at,
           file, given);
    if (targets.empty()) make(callee, kind, at->path, file, given);
  }
}

void MessageReading::hand_to(ValueId function, std::string_view name, const MessagePlace& receiver) {
  std::string path = receiver.path;
  if (operations::names::loops_over(name) && !path.ends_with("[]")) path += "[]";
  else if (std::ranges::find(hands_on, name) == hands_on.end()) return;
  for (const Fold::Target& t : fold_.targets(function)) {
    // reduce((sum, one) => …)
    const std::uint32_t which = name.starts_with("reduce") || name == "fold" ? 1 : 0;
    bind(program_.number(t.function), which, path);
    queue_.push_back(t.function);
  }
}

void MessageReading::give(FunctionRef to, ExprKind kind, std::uint32_t position, std::string_view name,
                          const MessagePlace& at, FileId file, ExprId given) {
  const Function& fn = program_[to];
  const CodeFile& c = *program_.file(to.file)->code;
  const std::uint32_t number = program_.number(to);
  std::uint32_t next = 0;
  for (std::uint32_t i = 0; i < fn.parameters.count; ++i) {
    const Parameter& p = c.parameters[fn.parameters.first + i];
    if (p.kind == ParameterKind::receiver) continue;
    if (kind == ExprKind::spread_map && p.kind == ParameterKind::normal) {
      // f(**message): what it does not fall back on is read.
      const std::optional<MessagePlace> field = below(at, c.strings.text(p.name));
      if (!field) continue;
      bind(number, i, field->path);
      add(field->path, static_cast<bool>(p.default_value), file, given);
    } else if (kind == ExprKind::argument ? c.strings.text(p.name) == name : next == position) {
      bind(number, i, at.path);
    }
    ++next;
  }
  queue_.push_back(to);
}

void MessageReading::make(ValueId callee, ExprKind kind, const std::string& path, FileId file, ExprId given) {
  ValueId type = callee;
  if (kind != ExprKind::spread_map) {
    if (values_[callee].kind != ValueKind::member ||
        !formats_.validates.contains(values_.strings().text(values_[callee].text)))
      return;
    type = values_.child(callee, 0);
  }
  if (values_[type].kind != ValueKind::type) return;
  require(declared_.shape(program_.type(values_[type].aux)), path, file, given, 0);
}

void MessageReading::require(const MessageShape& shape, const std::string& path, FileId file, ExprId given,
                             int depth) {
  if (depth > 4) return;
  for (const auto& [name, field] : shape.children) {
    std::string inner = path;
    inner.append(".").append(name);
    add(inner, field.is_optional, file, given);
    if (!field.is_optional)
      require(field, inner + (field.type == "list" ? "[]" : ""), file, given, depth + 1);
    if (auto known = fields_.find(inner); known != fields_.end() && known->second.type.empty())
      known->second.type = field.type;
  }
}

void MessageReading::add(const std::string& path, bool is_optional, FileId file, ExprId at) {
  if (fields_.size() >= max_fields) return;
  const CodeFile& c = *program_.file(file)->code;
  if (is_optional) optional_.insert(path);
  auto [known, is_new] = fields_.try_emplace(path);
  if (!is_new) return;
  known->second.path = path;
  known->second.place = {file, c[at].begin, c[at].end};
}

}  // namespace demarc
