// Reads environment files that lie beside a program: what it loads itself where nobody else sets a variable.
#include <algorithm>

#include "analyzer/base/letters.h"
#include "parsers/parsers.h"
#include "parsers/templates/docker/open_text.h"

namespace demarc {
namespace {

constexpr std::uint32_t max_entries = 2'000;

bool has_word(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

// The file that is loaded counts more than one for an occasion, and that more than one to copy; 0: none of
// them.
std::uint8_t rank_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == ".env") return 3;
  if ((!name.starts_with(".env.") && !name.starts_with(".env-")) || has_word(name, {"test"})) return 0;
  return has_word(name, {"example", "sample", "template", "dist", "default"}) ? 1 : 2;
}

// "<your host>", "your-api-url", "xxx": to be replaced.
bool is_to_be_filled_in(std::string_view value) {
  const std::string word = lower(value);
  return word.find_first_not_of("x*.- ") == std::string::npos ||
         has_word(word, {"<", ">", "your-", "your_", "your ", "yourdomain", "example.", "changeme",
                         "change-me", "change_me", "replace", "xxx", "placeholder", "todo", "..."});
}

class Dotenv final : public Interpreter {
 public:
  std::string_view name() const override { return "dotenv"; }
  bool accepts(std::string_view path, const Document&) const override { return rank_of(path) != 0; }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document || document->roots().empty()) return;
    const DocumentNode& map = (*document)[document->roots()[0]];
    for (std::uint32_t i = 0; i + 1 < map.count && i < 2 * max_entries; i += 2) {
      const NodeIndex key = document->child(map, i), given = document->child(map, i + 1);
      const std::string_view text = document->text(given);
      if ((*document)[given].kind == NodeKind::null || is_to_be_filled_in(text)) continue;
      Provision made;
      made.unit = file;
      made.space = "dotenv";
      made.name = values.literal(document->text(key));
      made.value = containers::value_of(values, containers::interpolate(text, nothing, {"env", '\\', false}));
      made.span = {file, (*document)[key].begin, (*document)[given].end};
      made.rank = rank_of(project.files().path(file));
      out.provisions.push_back(std::move(made));
    }
  }

 private:
  static std::optional<std::string> nothing(std::string_view) { return {}; }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> dotenv() { return std::make_unique<Dotenv>(); }
}  // namespace templates
}  // namespace demarc
