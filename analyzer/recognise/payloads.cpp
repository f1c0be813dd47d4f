// Payloads against what is stored, and the message types that they name.
#include "analyzer/recognise/payloads.h"

#include <algorithm>
#include <map>
#include <set>

namespace demarc {
namespace {

class Payloads {
 public:
  Payloads(Program& program, Values& values, Effects& out) : program_(program), values_(values), out_(out) {}

  void mark_payloads() {
    std::map<FileId, std::set<ValueId>> stored;
    for (const Effect& e : out_.effects)
      if (ValueId item = e.capture("item"); item && e.object == EntityKind::table)
        for (ValueId one : values_.alternatives(item)) {
          const ValueKind kind = values_[one].kind;
          if (kind != ValueKind::unknown && kind != ValueKind::literal) {
            stored[e.site.file].insert(one);
            stored[e.where.file].insert(one);
          }
        }
    for (Effect& e : out_.effects) {
      ValueId detail = e.capture("detail");
      if (!detail || e.kind != RelationKind::publishes) continue;
      std::string_view payload, entity;
      int budget = 2000;
      auto walk = [&](auto&& self, ValueId v) -> void {
        if (--budget < 0 || !payload.empty()) return;
        for (FileId file : {e.site.file, e.where.file})
          if (stored[file].contains(v)) {
            payload = "entity";
            entity = type_name(v);
            return;
          }
        if (values_[v].kind == ValueKind::member &&
            (values_.text(v) == "NewImage" || values_.text(v) == "OldImage")) {
          payload = "row-image";
          return;
        }
        // Single fields of the entity are a chosen payload: only whole values count below here.
        if (values_[v].kind == ValueKind::member) return;
        const std::uint32_t count = values_[v].count;
        for (std::uint32_t i = 0; i < count; ++i) self(self, values_.child(v, i));
      };
      walk(walk, detail);
      if (payload.empty() && values_[detail].kind == ValueKind::object) payload = "fields";
      if (!payload.empty()) e.captures.emplace_back("payload", values_.literal(payload));
      if (!entity.empty()) e.captures.emplace_back("entity", values_.literal(entity));
      std::sort(e.captures.begin(), e.captures.end());
    }
  }

  void mark_types() {
    // The message types that a validator of the same file was taught: one of them is what an open payload
    // will be.
    std::map<FileId, std::vector<ValueId>> taught;
    for (const Effect& e : out_.effects)
      if (e.kind == RelationKind::declares && e.object == EntityKind::contract)
        if (ValueId name = e.capture("name"); values_.is_literal(name)) taught[e.site.file].push_back(name);
    for (Effect& e : out_.effects) {
      ValueId envelope = e.capture("envelope");
      if (!envelope) continue;
      bool is_open = false;
      ValueId type = message_type(envelope, &is_open);
      if (!type && is_open) {
        std::vector<ValueId> names = taught[e.site.file];
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        if (!names.empty()) {
          type = values_.either(names);
          e.certainty = std::max(e.certainty, Certainty::likely);
        }
      }
      std::erase_if(e.captures, [](const auto& c) { return c.first == "envelope"; });
      if (type) e.captures.emplace_back("type", type);
      std::sort(e.captures.begin(), e.captures.end());
    }
  }

 private:
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  // The value under the first key that names a message's type, in the innermost envelope; `is_open` when the
  // payload is there and its type is only known at run time.
  ValueId message_type(ValueId v, bool* is_open, int depth = 0) {
    static constexpr std::string_view inside[] = {"data", "detail", "payload", "body", "event", "message"};
    static constexpr std::string_view words[] = {"detail-type", "detailType", "eventType",
                                                 "event_type",  "eventName",  "event_name",
                                                 "schema",      "type",       "@type"};
    if (depth > 6) return {};
    const Value x = values_[v];
    if (x.kind == ValueKind::either) {
      std::vector<ValueId> all;
      for (std::uint32_t i = 0; i < x.count; ++i)
        if (ValueId t = message_type(values_.child(v, i), is_open, depth + 1)) all.push_back(t);
      return values_.either(all);
    }
    if (x.kind != ValueKind::object) {
      *is_open |= x.kind != ValueKind::literal;
      return {};
    }
    for (std::string_view word : inside) {
      bool found = false;
      ValueId inner = values_.entry(v, word, &found);
      if (!found || values_[inner].kind == ValueKind::literal) continue;
      bool open = false;
      if (ValueId t = message_type(inner, &open, depth + 1)) return t;
      if (open) {
        *is_open = true;
        return {};
      }
    }
    for (std::string_view word : words) {
      bool found = false;
      ValueId t = values_.entry(v, word, &found);
      if (found && values_.is_known(t)) return t;
      if (found) *is_open = true;
    }
    return {};
  }

  std::string_view type_name(ValueId v, int depth = 0) {
    const Value x = values_[v];
    if (depth > 6) return {};
    if (x.kind == ValueKind::instance) {
      ClassRef type = program_.type(x.aux);
      const code::CodeFile& c = *program_.file(type.file)->code;
      return keep(c.strings.text(c.classes[type.type.index].name));
    }
    for (std::uint32_t i = 0; i < x.count; ++i)
      if (std::string_view name = type_name(values_.child(v, i), depth + 1); !name.empty()) return name;
    return {};
  }

  Program& program_;
  Values& values_;
  Effects& out_;
};

}  // namespace

void mark_payloads(Program& program, Values& values, Effects& effects) {
  Payloads payloads(program, values, effects);
  payloads.mark_payloads();
  payloads.mark_types();
}

}  // namespace demarc
