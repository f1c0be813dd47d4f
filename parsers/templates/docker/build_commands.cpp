// Looks for build commands in the text of scripts and pipelines, and for steps of well-known pipeline
// actions.
#include "parsers/templates/docker/build_commands.h"

#include <algorithm>

#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/image_sources.h"

namespace demarc::containers {
namespace {

using cloudformation::Node;

constexpr std::uint64_t max_script = 256u << 10;
constexpr std::size_t max_scripts = 3'000;
constexpr std::size_t max_line = 16u << 10;
constexpr int max_depth = 40;

bool is_script(std::string_view path) {
  const std::string_view name = last_part(path);
  return name == "Makefile" || name == "makefile" || name == "Jenkinsfile" || name == "justfile" ||
         name == "Taskfile.yml" || name.ends_with(".sh") || name.ends_with(".mk") || name == ".travis.yml" ||
         name == ".gitlab-ci.yml" || name == "azure-pipelines.yml" || name == "cloudbuild.yaml" ||
         name == "buildspec.yml" || path.starts_with(".github/workflows/") || path.starts_with(".circleci/");
}

// Shell variables of all kinds become holes.
std::string opened(std::string_view word) {
  std::string out(word);
  for (std::size_t at = 0; (at = out.find("${{", at)) != std::string::npos;) {
    const std::size_t end = out.find("}}", at);
    if (end == std::string::npos) break;
    out.replace(at, end + 2 - at, hole("shell", "expression"));
  }
  for (std::size_t at = 0; (at = out.find("$(", at)) != std::string::npos;) {
    const std::size_t end = out.find(')', at);
    if (end == std::string::npos) break;
    out.replace(at, end + 1 - at, hole("shell", "expression"));
  }
  return interpolate(out, [](std::string_view) { return std::nullopt; }, {"shell", '\\', false});
}

class Scanning {
 public:
  explicit Scanning(const Project& project) : project_(project), tree_(project.index<TreeView>()) {}

  std::vector<BuiltImage> run() {
    std::size_t scripts = 0;
    for (std::uint32_t i = 1; i <= project_.files().size() && scripts < max_scripts; ++i) {
      const FileId file{i};
      const std::string_view path = project_.files().path(file);
      if (!is_script(path) || project_.files()[file].file_class != FileClass::source) continue;
      ++scripts;
      const std::string text = project_.files().read(file, max_script).value_or("");
      if (text.find(" build") != std::string::npos) script(file, path, text);
      if (const Document* document = project_.document(file))
        for (NodeIndex root : document->roots()) steps(Node{document, root}, 0);
    }
    return std::move(found_);
  }

 private:
  void script(FileId file, std::string_view path, std::string_view text) {
    for (std::string_view tool :
         {"docker build", "docker buildx build", "podman build", "docker image build", "buildah bud"})
      for (std::size_t at = 0; (at = text.find(tool, at)) != std::string_view::npos;) {
        const std::size_t begin = at;
        std::string line;
        while (at < text.size() && line.size() < max_line) {
          std::size_t end = std::min(text.find('\n', at), text.size());
          std::string_view part = text.substr(at, end - at);
          at = end + 1;
          if (part.ends_with('\r')) part.remove_suffix(1);
          const bool goes_on = part.ends_with('\\');
          if (goes_on) part.remove_suffix(1);
          line += std::string(part) + " ";
          if (!goes_on) break;
        }
        // A folder that the line changes into first.
        const std::size_t start =
            text.rfind('\n', begin) == std::string_view::npos ? 0 : text.rfind('\n', begin) + 1;
        command(file, std::string(folder_of(path)), std::string(text.substr(start, begin - start)),
                line.substr(tool.size()),
                {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + tool.size())});
        at = std::max(at, begin + tool.size());
        at = std::min(at, text.size());
      }
  }

  void command(FileId, const std::string& folder, const std::string& before, const std::string& arguments,
               Span span) {
    std::string inside;
    const std::vector<std::string> first = shell_words(before);
    for (std::size_t i = 0; i + 1 < first.size(); ++i)
      if (first[i] == "cd") inside = first[i + 1];
    std::vector<std::string> images;
    std::string dockerfile, context;
    const std::vector<std::string> words = shell_words(arguments);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == ";" || word == "&&" || word == "|" || word == "||" || word == "&" || word == ")") break;
      const std::size_t equals = word.find('=');
      const std::string name = word.substr(0, equals);
      const bool has_value = equals != std::string::npos;
      const std::string value = has_value              ? word.substr(equals + 1)
                                : i + 1 < words.size() ? words[i + 1]
                                                       : "";
      if (name == "-t" || name == "--tag" || name == "-f" || name == "--file" || name == "--build-arg" ||
          name == "--target" || name == "--platform" || name == "--network" || name == "--cache-from" ||
          name == "--label" || name == "--secret" || name == "--progress" || name == "-o" ||
          name == "--output" || name == "--builder" || name == "--cache-to" || name == "-m") {
        if (name == "-t" || name == "--tag") images.push_back(opened(value));
        if (name == "-f" || name == "--file") dockerfile = value;
        if (!has_value) ++i;
      } else if (!word.starts_with("-")) {
        context = word;
      }
    }
    if (images.empty() || context.empty()) return;
    add(folder, inside, context, dockerfile, images, span);
  }

  // A step of a pipeline: uses: docker/build-push-action, with: {context, file, tags}.
  void steps(Node node, int depth) {
    if (depth > max_depth || ++visited_ > 200'000) return;
    if (node.is_map() && node.find("uses").text().starts_with("docker/build-push-action")) {
      const Node with = node.find("with"), tags = with.find("tags");
      std::vector<std::string> images;
      std::string all(tags.text());
      for (char& c : all)
        if (c == '\n') c = ',';
      while (!all.empty()) {
        std::string one = all.substr(0, all.find(','));
        all.erase(0, std::min(all.size(), one.size() + 1));
        std::erase(one, ' ');
        if (!one.empty()) images.push_back(opened(one));
      }
      const Node context = with.find("context");
      add("", "", context ? std::string(context.text()) : ".", std::string(with.find("file").text()), images,
          tags.span());
    }
    for (std::uint32_t i = node.is_map() ? 1 : 0; i < node.size(); i += node.is_map() ? 2 : 1)
      steps(node.child(i), depth + 1);
  }

  void add(const std::string& folder, const std::string& inside, const std::string& context,
           const std::string& dockerfile, const std::vector<std::string>& images, Span span) {
    for (const std::string* one : {&inside, &context, &dockerfile})
      if (one->find_first_of("$`{") != std::string::npos || one->starts_with('/') ||
          one->find("://") != std::string::npos)
        return;
    // Paths start where the script stands or at the tree's root.
    for (const std::string& base : {folder, std::string()}) {
      auto start = inside.empty() ? std::optional<std::string>(base) : join_path(base, inside);
      auto path = start ? join_path(*start, context) : std::nullopt;
      if (!path || !tree_.is_folder(*path)) continue;
      std::string file;
      if (!dockerfile.empty()) {
        // The file's path does not start at the context.
        auto own = join_path(*start, dockerfile);
        if (!own || !tree_.is_file(*own)) continue;
        file = *own;
      }
      BuildRecipe made = ImageSources::recipe(tree_, *path, "");
      if (!file.empty()) made.dockerfile = file;
      if (made.dockerfile.empty()) continue;
      made.span = span;
      for (const std::string& image : images)
        if (!image_repository(image).empty() && found_.size() < 5'000) found_.push_back({image, made});
      return;
    }
  }

  const Project& project_;
  const TreeView& tree_;
  std::vector<BuiltImage> found_;
  std::size_t visited_ = 0;
};

}  // namespace

std::vector<BuiltImage> build_commands(const Project& project) { return Scanning(project).run(); }

}  // namespace demarc::containers
