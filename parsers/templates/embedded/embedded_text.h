// Builds the text of a program that stands in a template, with the place of each of its bytes there. Serves
// every host: a block of YAML, a quoted text, the parts of a join.
#pragma once
#include <string>
#include <string_view>

#include "analyzer/observations/declarations.h"

namespace demarc::embedded {

class EmbeddedText {
 public:
  // `host_text` are the bytes of file `host`; it must outlive this.
  EmbeddedText(FileId host, std::string_view host_text) : host_text_(host_text) { made_.host.file = host; }

  // Appends a scalar's decoded text that stands at `where`, in any style of YAML or JSON: each byte is found
  // again in the host; from where that fails on, the place is the line reached last. A place in another file
  // counts as none.
  void add(std::string_view decoded, Span where);
  // Appends text that the host does not spell.
  void add_free(std::string_view text) { made_.text += text; }
  // `name` in the text's string literals stands for `value`.
  void add_hole(std::string name, ValueId value, Span where);

  bool empty() const { return made_.text.empty(); }
  std::string_view text() const { return made_.text; }
  // `name` names it in its host, `ending` (".py") the language.
  EmbeddedSource done(std::string_view host_path, std::string_view name, std::string_view ending) &&;

 private:
  std::string_view host_text_;
  EmbeddedSource made_;
};

// The ending of files of a Lambda runtime ("python3.12" → ".py", "nodejs20.x" → ".js"); "" for others.
std::string_view ending_of_runtime(std::string_view runtime);
// The same by what the text looks like, where the runtime is not known.
std::string_view ending_of_text(std::string_view text);

// More than this is no function's code.
inline constexpr std::size_t max_embedded_text = 1u << 20;
inline constexpr std::size_t max_embedded_sources = 4096;

}  // namespace demarc::embedded
