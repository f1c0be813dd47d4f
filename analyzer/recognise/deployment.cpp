// What a dependency or a property says about the program that has it.
#include "analyzer/recognise/deployment.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace demarc {
namespace {

using Kind = DeploymentPattern::Kind;
using Captured = std::map<std::string, std::string, std::less<>>;

// One word about a program: what a pattern is held against.
struct Word {
  Kind kind = Kind::property;
  std::string name;     // library or property
  std::string written;  // the name as the file spells it
  ValueId value, owner;
  Span span;
  std::string profile = {};
  std::uint8_t rank = 0;
  std::vector<std::string_view> elements = {}, written_elements = {};
  bool is_variable = false;  // an environment variable that stands for a property
};

// All that is known about what runs from one folder, or of one owner without a folder.
struct Program {
  std::vector<Word> words;
  std::unordered_map<std::string_view, std::vector<std::size_t>> properties;  // by first element
  std::vector<std::size_t> others;                                            // dependencies
};

// Letters and digits alone: what a variable's name leaves of a property's.
std::string flat(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

std::string_view without_brackets(std::string_view element) {
  if (element.size() < 2) return element;
  const bool is_wrapped =
      (element.front() == '[' && element.back() == ']') || (element.front() == '"' && element.back() == '"');
  return is_wrapped ? element.substr(1, element.size() - 2) : element;
}

bool match_elements(const DeploymentPattern& p, std::size_t i, const Word& w, std::size_t k,
                    Captured& captured) {
  using E = DeploymentPattern::Element::Kind;
  for (; i < p.elements.size(); ++i, ++k) {
    const DeploymentPattern::Element& e = p.elements[i];
    if (e.kind == E::any) {
      for (std::size_t next = k; next <= w.elements.size(); ++next) {
        Captured tried = captured;
        if (!match_elements(p, i + 1, w, next, tried)) continue;
        captured = std::move(tried);
        return true;
      }
      return false;
    }
    if (k >= w.elements.size()) return false;
    if (e.kind == E::text) {
      if (e.text != w.elements[k]) return false;
      continue;
    }
    const bool is_spelled = w.written_elements.size() == w.elements.size();
    const std::string_view said = without_brackets(is_spelled ? w.written_elements[k] : w.elements[k]);
    const auto [at, is_new] = captured.try_emplace(e.text, said);
    if (!is_new && property_name(at->second) != property_name(said)) return false;
  }
  return k == w.elements.size();
}

// The name of a property that a pattern fixes wholly; "" where it holds captures.
std::string fixed_name(const DeploymentPattern& p) {
  std::string name;
  for (const DeploymentPattern::Element& e : p.elements) {
    if (e.kind != DeploymentPattern::Element::Kind::text) return {};
    if (!name.empty() && !e.text.starts_with('[')) name += '.';
    name += e.text;
  }
  return name;
}

class Deployment {
 public:
  Deployment(const Files& files, const Packs& packs, const Declarations& declared, Values& values,
             Effects& out)
      : files_(files), packs_(packs), declared_(declared), values_(values), out_(out) {}

  void run() {
    if (packs_.deployment().empty()) return;
    for (const Resource& r : declared_.resources) resource(r);
    for (const Dependency& d : declared_.dependencies)
      if (Program* p = program_of(d.owner)) {
        Word w;
        w.kind = Kind::dependency;
        w.name = d.name;
        w.owner = d.owner;
        w.span = d.span;
        p->words.push_back(std::move(w));
      }
    for (const Provision& provision : declared_.provisions) {
      if (provision.space != "config" || !values_.is_literal(provision.name)) continue;
      if (Program* p = program_of(provision.owner)) {
        Word w;
        w.name = property_name(values_.text(provision.name));
        w.written = provision.written.empty() ? w.name : provision.written;
        w.value = provision.value;
        w.owner = provision.owner;
        w.span = provision.span;
        w.profile = provision.profile;
        w.rank = provision.rank;
        p->words.push_back(std::move(w));
      }
    }
    for (auto& [key, program] : programs_) index(program);
    for (const Row* row : packs_.deployment())
      for (auto& [key, program] : programs_) apply(*row, program);
    std::sort(out_.rows.begin(), out_.rows.end());
    out_.rows.erase(std::unique(out_.rows.begin(), out_.rows.end()), out_.rows.end());
  }

 private:
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  // ---- what is known

  void resource(const Resource& r) {
    const bool is_workload = r.kind == ResourceKind::workload;
    if (r.kind != ResourceKind::module && r.kind != ResourceKind::application && !is_workload) return;
    const std::string reference = std::string(files_.path(r.unit)) + "#" + r.id;
    std::string key = "#" + reference;
    bool is_library = false;
    for (const Property& p : r.properties) {
      if (!values_.is_literal(p.value)) continue;
      if (p.name == "code")
        if (const auto path = normal_path(values_.text(p.value))) {
          // A recipe that builds one file stands for its folder.
          const FileId file = files_.find(*path);
          key = "/" + (file ? std::string(folder_of(*path)) : *path);
        }
      is_library |= p.name == "kind" && r.kind == ResourceKind::module && values_.text(p.value) == "library";
    }
    if (is_library) return;
    const auto [known, is_new] = keys_.emplace(reference, key);
    if (!is_new || !is_workload) return;
    Program& program = programs_[key];
    const ValueId owner = values_.reference(reference);
    for (const Property& p : r.environment) {
      Word w;
      w.name = flat(p.name);
      w.written = w.name;
      w.value = p.value;
      w.owner = owner;
      w.span = p.span;
      w.is_variable = true;
      program.words.push_back(std::move(w));
    }
  }

  Program* program_of(ValueId owner) {
    if (values_[owner].kind != ValueKind::reference) return nullptr;
    const auto at = keys_.find(std::string(values_.text(owner)));
    return at == keys_.end() ? nullptr : &programs_[at->second];
  }

  static void index(Program& program) {
    for (std::size_t i = 0; i < program.words.size(); ++i) {
      Word& w = program.words[i];
      if (w.kind != Kind::property) {
        program.others.push_back(i);
        continue;
      }
      w.elements = name_elements(w.name);
      w.written_elements = name_elements(w.written);
      program.properties[w.elements.empty() ? "" : w.elements[0]].push_back(i);
    }
  }

  // ---- patterns

  struct Match {
    const Word* word;
    Captured captured;
  };

  void match_one(const DeploymentPattern& p, const Word& w, const Captured& given, std::vector<Match>& all) {
    if (w.kind != p.kind) return;
    Captured captured = given;
    if (w.kind == Kind::dependency) {
      if (!p.matches_name(w.name)) return;
    } else {
      if (w.is_variable ? w.name != flat(fixed_name(p)) : !match_elements(p, 0, w, 0, captured)) return;
      if (!p.values.empty() && !p.matches_value(values_.display(w.value))) return;
    }
    all.push_back({&w, std::move(captured)});
  }

  std::vector<Match> matches(const DeploymentPattern& p, const Program& program, const Captured& given) {
    std::vector<Match> all;
    if (p.kind != Kind::property) {
      for (std::size_t i : program.others) match_one(p, program.words[i], given, all);
      return all;
    }
    auto look = [&](std::string_view first) {
      if (const auto at = program.properties.find(first); at != program.properties.end())
        for (std::size_t i : at->second) match_one(p, program.words[i], given, all);
    };
    if (p.elements[0].kind != DeploymentPattern::Element::Kind::text) {  // parsing leaves at least one
      for (const auto& [first, words] : program.properties)
        for (std::size_t i : words) match_one(p, program.words[i], given, all);
      return all;
    }
    look(p.elements[0].text);
    if (const std::string fixed = fixed_name(p); fixed != p.elements[0].text && !fixed.empty())
      look(flat(fixed));
    return all;
  }

  // A line that is overruled, or that holds under a profile alone, says nothing about how the program always
  // is.
  bool is_always(const Match& m, const DeploymentPattern& p, const Program& program) {
    if (m.word->kind != Kind::property || m.word->is_variable) return true;
    if (!m.word->profile.empty()) return false;
    for (std::size_t i : program.properties.at(m.word->elements.empty() ? "" : m.word->elements[0])) {
      const Word& other = program.words[i];
      if (other.kind != Kind::property || other.name != m.word->name ||
          p.matches_value(values_.display(other.value)))
        continue;
      if (!other.profile.empty() || other.rank >= m.word->rank) return false;
    }
    return true;
  }

  bool holds(const Row& row, const Program& program, const Captured& captured) {
    if (!row.with.empty() && std::none_of(row.with.begin(), row.with.end(), [&](const DeploymentPattern& p) {
          return !matches(p, program, captured).empty();
        }))
      return false;
    for (const DeploymentPattern& p : row.without)
      for (const Match& m : matches(p, program, captured))
        if (is_always(m, p, program)) return false;
    return true;
  }

  // ---- effects

  void apply(const Row& row, const Program& program) {
    // One effect for what several files or profiles say: the line that counts most stands for it.
    struct Chosen {
      const Word* word;
      const DeploymentPattern* pattern;
      Captured captured;
    };
    std::map<std::pair<std::string, Captured>, Chosen> chosen;
    for (const DeploymentPattern& p : row.deployment)
      for (Match& m : matches(p, program, {})) {
        std::string what = m.word->is_variable ? fixed_name(p) : m.word->name;
        if (m.word->kind == Kind::dependency) what.clear();
        auto [at, is_new] = chosen.try_emplace({std::move(what), m.captured}, Chosen{m.word, &p, m.captured});
        if (!is_new && weight(*m.word) > weight(*at->second.word)) at->second = {m.word, &p, m.captured};
      }
    for (const auto& [what, one] : chosen) {
      if (!holds(row, program, one.captured)) continue;
      out_.rows.push_back(row.number);
      emit(row, *one.word, *one.pattern, one.captured);
    }
  }

  static std::tuple<bool, std::uint8_t> weight(const Word& w) { return {w.profile.empty(), w.rank}; }

  void emit(const Row& row, const Word& w, const DeploymentPattern& p, const Captured& captured) {
    if (!row.plays.empty()) out_.roles.push_back({keep(row.plays), keep(row.pack), w.owner, {}, w.span});
    for (RelationKind kind : row.facts()) {
      Effect e;
      e.kind = kind;
      e.object = row.object;
      e.pack = keep(row.pack);
      e.owner = w.owner;
      e.site = w.span;
      e.certainty = row.certainty;
      for (const auto& [word, spec] : row.to) {
        bool is_absent = false;
        const ValueId v = built(spec, w, p, captured, &is_absent);
        if (!is_absent) e.captures.emplace_back(keep(word), v);
      }
      std::sort(e.captures.begin(), e.captures.end());
      out_.effects.push_back(std::move(e));
    }
  }

  ValueId part(const ValueSpec::Part& one, const Word& w, const DeploymentPattern& p,
               const Captured& captured, bool* is_absent) {
    if (one.capture.empty()) return values_.literal(one.text);
    if (one.capture == p.value) {
      // The property, not this line of it: another may overrule it where the program runs.
      if (w.kind != Kind::property) return w.value;
      return values_.setting("config", w.is_variable ? fixed_name(p) : w.name);
    }
    const auto at = captured.find(one.capture);
    if (at == captured.end()) {
      *is_absent = true;
      return {};
    }
    return values_.literal(at->second);
  }

  ValueId sum(const std::vector<ValueSpec::Part>& parts, const Word& w, const DeploymentPattern& p,
              const Captured& captured, bool* is_absent) {
    std::vector<ValueId> all;
    for (const ValueSpec::Part& one : parts) all.push_back(part(one, w, p, captured, is_absent));
    return all.size() == 1 ? all[0] : values_.concat(all);
  }

  ValueId built(const ValueSpec& spec, const Word& w, const DeploymentPattern& p, const Captured& captured,
                bool* is_absent) {
    ValueId v = sum(spec.parts, w, p, captured, is_absent);
    if (*is_absent && spec.has_otherwise) {
      *is_absent = false;
      return spec.otherwise_parts.empty() ? values_.literal(spec.otherwise)
                                          : sum(spec.otherwise_parts, w, p, captured, is_absent);
    }
    if (spec.setting.empty()) return v;
    if (spec.setting == "config" && values_.is_literal(v))
      v = values_.literal(property_name(values_.text(v)));
    ValueId other{};
    if (!spec.default_parts.empty()) other = sum(spec.default_parts, w, p, captured, is_absent);
    return values_.setting(spec.setting, v, other);
  }

  const Files& files_;
  const Packs& packs_;
  const Declarations& declared_;
  Values& values_;
  Effects& out_;
  std::unordered_map<std::string, std::string> keys_;  // reference → key of its program
  std::map<std::string, Program> programs_;
};

}  // namespace

void recognise_deployment(const Files& files, const Packs& packs, const Declarations& declared,
                          Values& values, Effects& out) {
  Deployment(files, packs, declared, values, out).run();
}

}  // namespace demarc
