// What files offer each other under a name.
#include <limits>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {
constexpr std::uint32_t everywhere = std::numeric_limits<std::uint32_t>::max();

ValueId document_value(Values& values, const Document& d, NodeIndex n, int& budget) {
  if (n == no_node || --budget < 0) return {};
  switch (d[n].kind) {
    case NodeKind::map: {
      std::vector<ValueId> entries;
      for (std::uint32_t i = 0; i + 1 < d[n].count; i += 2) {
        entries.push_back(values.literal(d.text(d.child(d[n], i))));
        entries.push_back(document_value(values, d, d.child(d[n], i + 1), budget));
      }
      return values.object(entries);
    }
    case NodeKind::list: {
      std::vector<ValueId> all;
      for (std::uint32_t i = 0; i < d[n].count; ++i)
        all.push_back(document_value(values, d, d.child(d[n], i), budget));
      return values.list(all);
    }
    case NodeKind::null: return {};
    default: return values.literal(d.text(n));
  }
}
std::string stem_of(std::string_view path) {
  path = path.substr(path.rfind('/') + 1);
  return std::string(path.substr(0, path.find('.')));
}
}  // namespace

ValueId Fold::library_path(std::string_view library, std::string_view name) {
  if (name.empty() || name == "default" || name == "*") return values_.path(library);
  return values_.path(std::string(library) + "." + std::string(name));
}

bool Fold::is_spoken_of(std::string_view path) {
  if (spoken_of_.empty()) {
    const auto add = [&](std::string_view key) {
      key = key.substr(0, key.find_first_of("([\1*"));
      while (!key.empty() && spoken_of_.emplace(key).second) {
        const std::size_t dot = key.rfind('.');
        key = dot == std::string_view::npos ? std::string_view{} : key.substr(0, dot);
      }
    };
    for (const std::string& language : packs_.languages()) {
      for (const auto& [key, rows] : packs_.rows(language).keys()) add(key);
      for (const auto& [key, rows] : packs_.rows(language).annotation_keys()) add(key);
      for (const auto& [root, row] : packs_.rows(language).subclasses()) add(root);
    }
    spoken_of_.emplace("");
  }
  return spoken_of_.contains(path);
}

ValueId Fold::imported(ProgramFile& f, std::uint32_t i) {
  const Import& m = f.code->imports[i];
  bool took = false;
  const Module& where = program_.module(f, i, &took);
  std::string_view name = f.code->strings.text(m.name);
  std::string_view module = f.code->strings.text(m.module);
  if (!where.file) {
    if (m.binds_root) return values_.path(module.substr(0, module.find('.')));
    if (!where.others.empty()) {
      // Of several packages that may hold it those count that rows speak of, if there are any.
      std::vector<std::string_view> paths{where.library};
      paths.insert(paths.end(), where.others.begin(), where.others.end());
      std::vector<std::string_view> known;
      for (const std::string_view one : paths)
        if (is_spoken_of(one)) known.push_back(one);
      if (!known.empty()) paths = std::move(known);
      if (paths.size() > Values::max_alternatives) paths.resize(Values::max_alternatives);
      std::vector<ValueId> all;
      for (const std::string_view one : paths) all.push_back(values_.path(one));
      return values_.either(all);
    }
    return library_path(where.library.empty() ? module : std::string_view(where.library), name);
  }
  if (!where.member.empty()) {
    const ValueId meant = inside(where.file, where.member);
    return name.empty() || took || !meant ? meant : member(meant, name);
  }
  ValueId whole = values_.code(ValueKind::module, where.file.index);
  if (m.binds_root && module.find('.') != std::string_view::npos) {
    std::string rest(module.substr(module.find('.') + 1));
    while (!rest.empty()) {
      std::size_t dot = rest.rfind('.');
      std::string last = dot == std::string::npos ? rest : rest.substr(dot + 1);
      rest = dot == std::string::npos ? "" : rest.substr(0, dot);
      const ValueId entry[] = {values_.literal(last), whole};
      whole = values_.object(entry);
    }
    return whole;
  }
  if (took || name.empty()) return whole;
  return module_member(where.file, name);
}

ValueId Fold::module_member(FileId file, std::string_view name) {
  const std::uint64_t key = (static_cast<std::uint64_t>(file.index) << 32) | values_.strings().id(name).index;
  if (auto known = members_.find(key); known != members_.end()) return known->second;
  if (++steps_ > step_limit_ || depth_ >= max_depth) return cut();
  if (running_members_.size() >= max_reexports || !running_members_.insert(key).second) {
    ++rings_;
    return cut();
  }
  const std::uint64_t before = rings_;
  const ValueId made = find_member(file, name);
  running_members_.erase(key);
  if (made || rings_ == before || rings_ > max_rings) members_[key] = made;
  return made;
}

ValueId Fold::find_member(FileId file, std::string_view name) {
  ProgramFile* f = program_.file(file);
  if (!f) {
    const Document* d = program_.project().document(file);
    // Generated and vendored code is not read: to those who use it, it is a library.
    if (!d && !name.empty()) return library_path("./" + stem_of(program_.project().files().path(file)), name);
    if (!d || d->roots().empty()) return {};
    int budget = 2000;
    ValueId whole = document_value(values_, *d, d->roots()[0], budget);
    return name == "default" || name.empty() ? whole : member(whole, name);
  }
  const CodeFile& c = *f->code;
  const BlockId body = c.functions[file_function.index].body;
  const StringId id = c.strings.find(name), all = c.strings.find("*"), whole = c.strings.find("=");
  ValueId assigned_exports{};
  for (std::uint32_t i = 0; i < c.exports.size(); ++i) {
    const Export& x = c.exports[i];
    if (whole && x.name == whole) assigned_exports = value(file, x.value, body);
    const bool is_all = all && x.name == all && x.from;
    if ((x.name != id || (!id && !name.empty())) && !is_all) continue;
    if (!x.from) {
      if (!x.value) continue;
      // `export { a }` and `export const a` offer the variable as it is when the module has run.
      if (c[x.value].kind == ExprKind::name) {
        bool found = false;
        ValueId v = local(*f, file_function, c[x.value].text, body, everywhere, false, &found);
        if (found) return with_mutations(*f, v, file_function, c[x.value].text, body, everywhere, false);
      }
      return value(file, x.value, body);
    }
    const Module& m = program_.source(*f, i);
    std::string_view from_name = is_all ? name : c.strings.text(x.from_name);
    if (!m.file) {
      if (is_all) continue;
      return library_path(m.library, from_name);
    }
    if (!is_all && (from_name.empty() || from_name == "*"))
      return values_.code(ValueKind::module, m.file.index);
    if (ValueId v = module_member(m.file, from_name)) return v;
  }
  if (assigned_exports) {
    if (name == "default" || name.empty()) return assigned_exports;
    const bool is_thing = values_[assigned_exports].kind == ValueKind::handle;
    if (ValueId v = member(assigned_exports, name); v && (is_thing || values_[v].kind != ValueKind::member))
      return v;
  }
  if (id) {
    program_.indexed(file);
    bool found = false;
    ValueId v = local(*f, file_function, id, body, everywhere, false, &found);
    if (found) return with_mutations(*f, v, file_function, id, body, everywhere, false);
    if (auto at = f->imported.find(Program::key(file_function, id)); at != f->imported.end())
      return imported(*f, at->second);
  }
  program_.indexed(file);
  for (std::uint32_t i : f->star_imports) {
    const Module& m = program_.module(*f, i);
    if (m.file && m.file != file)
      if (ValueId v = module_member(m.file, name)) return v;
  }
  return {};
}

}  // namespace demarc
