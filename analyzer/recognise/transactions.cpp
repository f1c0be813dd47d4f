// From places that open transactions to the writes below them.
#include "analyzer/recognise/transactions.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace demarc {
using namespace code;
namespace {

constexpr std::string_view word = "transaction", scope = "transaction-scope";
constexpr std::size_t max_transactions = 4;  // that one write is said to be part of
constexpr int max_calls = 4;                 // from the function that opens one down
constexpr std::size_t max_functions = 256;   // that one transaction runs

class Transactions {
 public:
  Transactions(Program& program, Values& values, Effects& out)
      : program_(program), values_(values), out_(out) {
    for (std::size_t i = 0; i < out.calls.size(); ++i) calls_[out.calls[i].from].push_back(i);
    for (std::size_t i = 0; i < out.effects.size(); ++i)
      if (const Effect& e = out.effects[i];
          e.object == EntityKind::table && e.kind == RelationKind::writes && e.where.file)
        writes_[e.where].push_back(i);
  }

  void open(const Role& role) {
    const CodeFile* c = code(role.where.file);
    if (!c || role.where.function.index >= c->functions.size()) return;
    const Function& f = c->functions[role.where.function.index];
    if (f.is_class_body && f.owner) {
      // Every method of the class is one.
      for (std::uint32_t i = 1; i < c->functions.size(); ++i)
        if (c->functions[i].owner == f.owner && !c->functions[i].is_class_body)
          run({role.where.file, FunctionId{i}}, Span{});
    } else {
      bool is_whole = false;  // an annotation of the function
      for (std::uint32_t i = 0; i < f.annotations.count; ++i)
        is_whole |= (*c)[c->annotations[f.annotations.first + i]].begin == role.site.begin;
      Span inside = is_whole ? Span{} : role.site;
      if (role.role == scope) inside = {role.site.file, role.site.end, f.end};
      run(role.where, inside);
    }
  }

  void finish() {
    for (auto& [effect, names] : found_) {
      std::string all;
      for (const std::string& name : names) all += (all.empty() ? "" : " ") + name;
      Effect& e = out_.effects[effect];
      e.captures.emplace_back(values_.strings().text(values_.strings().id(word)), values_.literal(all));
      std::sort(e.captures.begin(), e.captures.end());
    }
  }

 private:
  const CodeFile* code(FileId file) const {
    const ProgramFile* f = program_.file(file);
    return f ? f->code : nullptr;
  }

  std::string name_of(FunctionRef where) const {
    const CodeFile& c = *code(where.file);
    FunctionId at = where.function;
    while (at && !c.functions[at.index].name && c.functions[at.index].parent)
      at = c.functions[at.index].parent;
    const Function& f = c.functions[at.index];
    std::string name = f.owner ? std::string(c.strings.text(c.classes[f.owner.index].name)) + "." : "";
    name += c.strings.text(f.name);
    if (name.empty()) name = program_.project().files().path(where.file);
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
  }

  // The writes of a function, or of what stands inside `inside` alone, and of what it calls there.
  void run(FunctionRef first, Span inside) {
    std::set<FunctionRef> seen{first};
    std::vector<FunctionRef> now{first};
    std::set<std::size_t> writes;
    const auto is_inside = [&](FunctionRef at, Span site, int depth) {
      return !inside.file || depth > 0 || at != first ||
             (site.file == inside.file && inside.begin <= site.begin && site.end <= inside.end);
    };
    for (int depth = 0; depth <= max_calls && !now.empty(); ++depth) {
      std::vector<FunctionRef> next;
      const auto enter = [&](FunctionRef f) {
        if (seen.size() < max_functions && seen.insert(f).second) next.push_back(f);
      };
      for (const FunctionRef f : now) {
        if (const auto own = writes_.find(f); own != writes_.end())
          for (const std::size_t w : own->second)
            if (is_inside(f, out_.effects[w].site, depth)) writes.insert(w);
        if (const auto own = calls_.find(f); own != calls_.end())
          for (const std::size_t call : own->second)
            if (is_inside(f, out_.calls[call].site, depth)) enter(out_.calls[call].to);
        // Functions that stand inside it are handed on and called.
        const CodeFile* own_code = code(f.file);
        if (!own_code) continue;
        for (const FunctionId inner : inner_of(f)) {
          const Function& one = own_code->functions[inner.index];
          if (is_inside(f, Span{f.file, one.begin, one.end}, depth)) enter({f.file, inner});
        }
      }
      now = std::move(next);
    }
    if (writes.size() < 2) return;
    const std::string name = name_of(first);
    for (const std::size_t w : writes)
      if (std::set<std::string>& names = found_[w]; names.size() < max_transactions) names.insert(name);
  }

  // The functions without a name that stand directly inside another.
  const std::vector<FunctionId>& inner_of(FunctionRef f) {
    auto [at, fresh] = inner_.try_emplace(f.file);
    if (fresh) {
      const CodeFile& c = *code(f.file);
      for (std::uint32_t i = 1; i < c.functions.size(); ++i)
        if (!c.functions[i].name && !c.functions[i].is_class_body && c.functions[i].parent)
          at->second[c.functions[i].parent.index].push_back(FunctionId{i});
    }
    return at->second[f.function.index];
  }

  Program& program_;
  Values& values_;
  Effects& out_;
  std::map<FunctionRef, std::vector<std::size_t>> calls_, writes_;
  std::map<FileId, std::map<std::uint32_t, std::vector<FunctionId>>> inner_;
  std::map<std::size_t, std::set<std::string>> found_;  // by effect
};

}  // namespace

void mark_transactions(Program& program, Values& values, Effects& out) {
  std::vector<Role> opened;
  std::erase_if(out.roles, [&](const Role& role) {
    if (role.role != word && role.role != scope) return false;
    opened.push_back(role);
    return true;
  });
  if (opened.empty()) return;
  Transactions all(program, values, out);
  for (const Role& role : opened) all.open(role);
  all.finish();
}

}  // namespace demarc
