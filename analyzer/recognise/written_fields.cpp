// Payloads of publishers as sets of fields.
#include <algorithm>
#include <unordered_map>

#include "analyzer/recognise/declared_fields.h"
#include "analyzer/recognise/message_fields.h"

namespace demarc {
using namespace code;

namespace {

constexpr int max_depth = 8;
constexpr std::size_t max_fields = 256;

class Written {
 public:
  Written(Program& program, Fold& fold, const Packs& packs)
      : program_(program), values_(fold.values()), declared_(program, fold, packs.formats()) {}

  void write(Effect& e, Effects& out) {
    const ValueId detail = e.capture("detail");
    if (!detail) return;
    budget_ = 4000;
    const MessageShape shape = shape_of(detail, 0);
    if (shape.children.empty() || shape.type == "list") return;
    Payload made;
    made.is_closed = shape.is_known();
    site_ = &e;
    flatten(shape, "", made);
    if (made.fields.size() >= max_fields) made.is_closed = false;
    out.payloads.push_back(std::move(made));
    e.payload = static_cast<std::uint32_t>(out.payloads.size());
  }

 private:
  MessageShape shape_of(ValueId v, int depth) {
    MessageShape made;
    if (--budget_ < 0 || depth > max_depth) return made;
    const Value x = values_[v];
    switch (x.kind) {
      case ValueKind::object: {
        made.type = "object";
        made.is_open = false;
        for (std::uint32_t i = 0; i + 1 < x.count; i += 2) {
          const ValueId key = values_.child(v, i), value = values_.child(v, i + 1);
          if (values_.is_literal(key)) {
            made.children.insert_or_assign(std::string(values_.text(key)), shape_of(value, depth + 1));
            continue;
          }
          const MessageShape more =
              values_[key].kind == ValueKind::unknown ? shape_of(value, depth + 1) : MessageShape{};
          made.is_open |= more.is_open;
          for (const auto& [name, field] : more.children) made.children.insert_or_assign(name, field);
        }
        return made;
      }
      case ValueKind::either: {
        bool is_first = true;
        for (std::uint32_t i = 0; i < x.count; ++i) {
          const ValueId one = values_.child(v, i);
          if (is_nothing(one)) {
            made.is_optional = true;
            continue;
          }
          merge(made, shape_of(one, depth + 1), is_first);
          is_first = false;
        }
        return made;
      }
      case ValueKind::list: {
        bool is_first = true;
        for (std::uint32_t i = 0; i < x.count; ++i) {
          merge(made, shape_of(values_.child(v, i), depth + 1), is_first);
          is_first = false;
        }
        made.type = "list";
        return made;
      }
      case ValueKind::instance: return declared_.shape(program_.type(x.aux));
      case ValueKind::concat: made.type = "text"; return made;
      case ValueKind::literal:
        if (values_.text(v) == "true" || values_.text(v) == "false") made.type = "flag";
        return made;
      default: return made;
    }
  }

  bool is_nothing(ValueId v) const {
    return values_[v].kind == ValueKind::path &&
           (values_.text(v) == "null" || values_.text(v) == "undefined");
  }

  // One of several: what not all of them have is optional.
  static void merge(MessageShape& into, MessageShape more, bool is_first) {
    if (is_first) {
      const bool was_optional = into.is_optional;
      into = std::move(more);
      into.is_optional |= was_optional;
      return;
    }
    if (into.type != more.type) into.type.clear();
    into.is_open |= more.is_open;
    into.is_optional |= more.is_optional;
    for (auto& [name, field] : into.children)
      if (!more.children.contains(name)) field.is_optional = true;
    for (auto& [name, field] : more.children) {
      auto [at, is_new] = into.children.try_emplace(name, field);
      if (is_new) at->second.is_optional = true;
      else merge(at->second, field, false);
    }
  }

  void flatten(const MessageShape& shape, const std::string& above, Payload& out) {
    for (const auto& [name, field] : shape.children) {
      if (out.fields.size() >= max_fields || name.find_first_of(". []\"\n") != std::string::npos) {
        out.is_closed = false;
        continue;
      }
      MessageField made;
      made.path = above.empty() ? name : above + "." + name;
      made.type = field.type;
      made.is_optional = field.is_optional;
      made.is_closed = field.is_known() && !field.children.empty();
      made.is_by_mapper = field.is_by_mapper;
      made.place = field.place.file ? field.place : place_of(name);
      const std::string below = made.path + (field.type == "list" ? "[]" : "");
      out.fields.push_back(std::move(made));
      flatten(field, below, out);
    }
  }

  // Where an entry of this name is written: the last one before the site in its file, or any; else the site.
  Span place_of(const std::string& name) {
    for (FileId file : {site_->where.file, site_->site.file}) {
      const ProgramFile* f = program_.file(file);
      if (!f) continue;
      const CodeFile& c = *f->code;
      const StringId id = c.strings.find(name);
      if (!id) continue;
      Span best{};
      for (const auto& [begin, end] : entries(*f)[id]) {
        const bool is_before = file != site_->site.file || begin < site_->site.end;
        if (best.file && !is_before) break;
        best = {file, begin, end};
      }
      if (best.file) return best;
    }
    return site_->site;
  }

  // Where the entries of each name stand, in their order.
  using Entries = std::unordered_map<StringId, std::vector<std::pair<std::uint32_t, std::uint32_t>>>;
  Entries& entries(const ProgramFile& f) {
    auto [at, fresh] = entries_.try_emplace(f.file);
    if (!fresh) return at->second;
    const CodeFile& c = *f.code;
    Entries& all = at->second;
    for (const Expr& x : c.exprs)
      if (x.kind == ExprKind::entry && x.text) all[x.text].emplace_back(x.begin, x.end);
    for (const Assignment& a : c.assignments) {
      const Expr& target = c[a.target];
      StringId name{};
      if (target.kind == ExprKind::member) name = target.text;
      if (target.kind == ExprKind::index && target.count == 2) name = c[c.child(a.target, 1)].text;
      if (name) all[name].emplace_back(target.begin, target.end);
    }
    for (auto& [name, places] : all) std::sort(places.begin(), places.end());
    return all;
  }

  Program& program_;
  Values& values_;
  DeclaredFields declared_;
  std::map<FileId, Entries> entries_;
  const Effect* site_ = nullptr;
  int budget_ = 0;
};

}  // namespace

void find_written_fields(Program& program, Fold& fold, const Packs& packs, Effects& effects) {
  Written written(program, fold, packs);
  for (Effect& e : effects.effects)
    if (e.kind == RelationKind::publishes && e.object == EntityKind::channel) written.write(e, effects);
}

}  // namespace demarc
