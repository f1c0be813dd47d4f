// All code files joined into one program: numbers for functions and classes, imports resolved, names looked
// up.
#pragma once
#include <deque>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/reader.h"
#include "analyzer/recognise/effects.h"

namespace demarc {

// Positions by key: flat, made once, looked up often.
class Places {
 public:
  void add(std::uint64_t key, std::uint32_t position) { pairs_.emplace_back(key, position); }
  // After the last add().
  void close();
  // The positions of a key in the order in which they were added.
  std::span<const std::uint32_t> find(std::uint64_t key) const;

 private:
  std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs_;  // until close()
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> first_, positions_;
};

// One file of the program and the indices that look-ups need, made on first use.
struct ProgramFile {
  FileId file;
  const code::CodeFile* code = nullptr;
  const Reader* reader = nullptr;
  bool is_evidence = true;  // false: test, example, generated … code: never a source of effects
  std::uint32_t first_function = 0, first_class = 0;
  bool indexed = false;
  // (function, name) → positions in code->assignments; roots of member and index targets count as
  // `mutations`.
  Places assigned, mutated;
  Places given;  // (variable, member) → assignments to it: app.db = …
  std::unordered_map<std::uint64_t, std::uint32_t> imported;  // (function, local name) → position in imports
  Places fields;                                              // class → assignments to self.x
  std::vector<std::uint32_t> star_imports;
  std::vector<code::BlockId> loops;                                               // by where they begin
  Places returns;                                                                 // by function
  std::unordered_map<std::uint32_t, std::vector<code::FunctionId>> constructors;  // by class
  // Where imports and exports lead, by position, in Program's modules; 0: not asked yet.
  struct Leads {
    std::uint32_t module = 0;
    bool took_name = false;
  };
  std::vector<Leads> imports, sources;
  // Functions that are members of an object literal, with that literal; made when first asked for.
  std::unordered_map<std::uint32_t, code::ExprId> literals;
  bool has_literals = false;
};

struct ClassRef {
  FileId file;
  code::ClassId type;
  auto operator<=>(const ClassRef&) const = default;
};

class Program {
 public:
  explicit Program(const Project& project) : project_(project) {}
  // Files must come in path order.
  void add(FileId file, const code::CodeFile& code, const Reader& reader, bool is_evidence);

  const Project& project() const { return project_; }
  std::vector<ProgramFile>& files() { return files_; }
  ProgramFile* file(FileId id);
  // The indices of a file, made when missing.
  ProgramFile& indexed(FileId id);

  std::uint32_t number(FunctionRef f) const;
  FunctionRef function(std::uint32_t number) const;
  std::uint32_t number(ClassRef c) const;
  ClassRef type(std::uint32_t number) const;
  const code::Function& operator[](FunctionRef f) const;
  const code::Class& operator[](ClassRef c) const;

  // Where import number `i` of a file leads; memoised.
  const Module& module(ProgramFile& from, std::uint32_t i, bool* took_name = nullptr);
  // Where export number `i`, which passes on what another file offers, has it from; memoised.
  const Module& source(ProgramFile& from, std::uint32_t i);

  static std::uint64_t key(code::FunctionId f, StringId name) {
    return (static_cast<std::uint64_t>(f.index) << 32) | name.index;
  }
  static std::uint64_t key(StringId variable, StringId member) {
    return (static_cast<std::uint64_t>(variable.index) << 32) | member.index;
  }
  // The function whose variable scope a block belongs to.
  static code::FunctionId scope_of(const code::CodeFile& code, code::BlockId block) {
    return code.blocks[block.index].function;
  }

 private:
  const Project& project_;
  std::vector<ProgramFile> files_;
  ProgramFile& at(FileId id) { return files_[by_file_[id.index] - 1]; }
  const ProgramFile& at(FileId id) const { return files_[by_file_[id.index] - 1]; }
  std::vector<std::uint32_t> by_file_;  // [FileId], position in files_ + 1; 0: no code
  std::uint32_t functions_ = 0, classes_ = 0;
  const Module& lead(ProgramFile::Leads& known, const ProgramFile& from, StringId module, StringId name);
  std::deque<Module> modules_;
};

}  // namespace demarc
