// Imports, told apart by where they lead.
#include "analyzer/recognise/libraries.h"

namespace demarc {
using namespace code;

void Libraries::collect(Program& program, Effects& out) {
  for (ProgramFile& f : program.files()) {
    const CodeFile& c = *f.code;
    for (std::uint32_t i = 0; i < c.imports.size(); ++i) {
      const Import& m = c.imports[i];
      const Module& where = program.module(f, i);
      if (!where.file)
        names_.insert(where.library.empty() ? std::string(c.strings.text(m.module)) : where.library);
      if (where.file && where.file != f.file && f.is_evidence)
        out.imports.push_back(
            {f.file, where.file, std::string(c.strings.text(m.name)), {f.file, m.begin, m.end}, m.type_only});
    }
    for (std::uint32_t i = 0; i < c.exports.size(); ++i) {
      const Export& x = c.exports[i];
      if (!x.from || !f.is_evidence) continue;
      const Module& m = program.source(f, i);
      if (m.file && m.file != f.file)
        out.imports.push_back(
            {f.file, m.file, std::string(c.strings.text(x.from_name)), {f.file, x.begin, x.end}, false});
    }
    if (f.is_evidence)
      for (std::uint32_t i = 1; i < c.classes.size(); ++i)
        if (c.classes[i].name)
          out.types.push_back({std::string(c.strings.text(c.classes[i].name)),
                               f.file,
                               {f.file, c.classes[i].begin, c.classes[i].end}});
  }
}

bool Libraries::is_awake(const Row& row) const {
  if (row.when.empty()) return true;
  for (const std::string& w : row.when) {
    auto at = names_.lower_bound(w);
    if (at != names_.end() && (*at == w || (at->starts_with(w) && (*at)[w.size()] == '/') ||
                               (at->starts_with(w) && (*at)[w.size()] == '.')))
      return true;
  }
  return false;
}

}  // namespace demarc
