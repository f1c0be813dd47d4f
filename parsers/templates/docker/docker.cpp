// Declares what Dockerfiles say that no other file refers to: settings of the code in their folders.
#include <cctype>

#include "parsers/parsers.h"
#include "parsers/reading/dockerfile/instructions.h"
#include "parsers/templates/docker/image_sources.h"

namespace demarc {
namespace {

using namespace containers;

class Docker final : public Interpreter {
 public:
  std::string_view name() const override { return "docker"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return is_dockerfile_name(last_part(path)) && !document.roots().empty() &&
           document.tag(document.roots().front()) == "Dockerfile";
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const std::string path(project.files().path(file));
    if (is_for_tests(last_part(path)) || project.index<ImageSources>().uses(path)) return;
    const TreeView& tree = project.index<TreeView>();
    Workload made;
    made.unit = file;
    made.type = "Dockerfile";
    made.span = {file, 0, 0};
    BuildRecipe recipe;
    recipe.context = context_of(project, tree, path);
    recipe.dockerfile = path;
    recipe.span = made.span;
    const ImageBuild build = ImageSources::evaluate(project, recipe);
    if (build.is_empty() || holds_nothing(build)) return;
    // A recipe of other images, or of data: it says nothing about code.
    std::string code;
    if (!build.code_folder(tree, recipe.context, path, {}, code)) code = tree.module_of(folder_of(path));
    if (!tree.has_code(code) && !tree.has_code(recipe.context)) return;
    made.span = recipe.span = build.result().span;
    // A folder called "src" is called like the one that it is the source of.
    std::string_view folder = folder_of(path);
    const std::string module = tree.module_of(folder);
    for (folder = module;
         last_part(folder) == "src" || last_part(folder) == "app" || last_part(folder) == "docker";)
      folder = folder_of(folder);
    made.name = last_part(folder.empty() ? std::string_view(module) : folder);
    made.id = made.name.empty() ? "image" : made.name;
    made.build = std::move(recipe);
    declare(made, project, values, out);
  }

 private:
  // An image without a file or a command: only what its recipe does on the way was wanted.
  static bool holds_nothing(const ImageBuild& build) {
    const Stage& made = build.result();
    return build.base_image() == "scratch" && made.copies.empty() && build.start().empty();
  }

  // "Dockerfile.test", "cypress.Dockerfile": no evidence of what runs.
  static bool is_for_tests(std::string_view name) {
    std::string word;
    for (char c : std::string(name) + ".") {
      if (std::isalnum(static_cast<unsigned char>(c))) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        continue;
      }
      if (word == "test" || word == "tests" || word == "e2e" || word == "cypress" || word == "ci")
        return true;
      word.clear();
    }
    return false;
  }

  // The context is mostly the Dockerfile's folder; what it copies may show that it is one above it.
  static std::string context_of(const Project& project, const TreeView& tree, std::string_view path) {
    const std::string text = project.files().read(project.files().find(path), 1u << 20).value_or("");
    std::string best(folder_of(path));
    int most = -1;
    for (std::string_view at = folder_of(path);; at = folder_of(at)) {
      int found = 0;
      for (const DockerInstruction& one : read_dockerfile(text)) {
        if (one.name != "COPY" && one.name != "ADD") continue;
        bool from_stage = false;
        for (const DockerWord& flag : one.flags) from_stage |= flag.text.starts_with("--from");
        if (from_stage) continue;
        std::vector<std::string> words = one.list;
        if (words.empty())
          for (const DockerWord& word : one.words) words.push_back(word.text);
        if (!words.empty()) words.pop_back();
        for (const std::string& word : words) {
          std::string_view source = word;
          while (source.starts_with("./") || source.starts_with("/"))
            source.remove_prefix(source.starts_with("/") ? 1 : 2);
          if (source.empty() || source == "." || source.find_first_of("*?$") != std::string_view::npos)
            continue;
          auto full = join_path(at, source);
          found += full && (tree.is_file(*full) || tree.is_folder(*full));
        }
      }
      if (found > most) {
        most = found;
        best = at;
      }
      if (at.empty()) break;
    }
    // A recipe that only stands beside its sources copies what a build put there.
    return most <= 0 ? tree.module_of(folder_of(path)) : best;
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> docker() { return std::make_unique<Docker>(); }
}  // namespace templates
}  // namespace demarc
