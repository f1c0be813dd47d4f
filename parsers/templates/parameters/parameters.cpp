// Reads what gives templates their parameters from outside: samconfig, parameter files, maps beside a
// template, commands.
#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/templates/parameters/commands.h"
#include "parsers/templates/parameters/targets.h"

namespace demarc {
namespace {

using namespace parameters;

constexpr std::uint32_t max_scalars = 20'000;  // of one CI file

NodeIndex root_of(const Document& document) {
  return document.roots().empty() ? no_node : document.roots().front();
}
bool is_map(const Document& d, NodeIndex n) { return n != no_node && d[n].kind == NodeKind::map; }
bool is_list(const Document& d, NodeIndex n) { return n != no_node && d[n].kind == NodeKind::list; }
bool is_scalar(const Document& d, NodeIndex n) { return n != no_node && !is_map(d, n) && !is_list(d, n); }

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_samconfig(std::string_view path) { return name_of(path).starts_with("samconfig."); }

bool is_script(const Document& d) {
  return is_list(d, root_of(d)) && d[root_of(d)].count > 0 && [&] {
    NodeIndex first = d.child(d[root_of(d)], 0);
    return is_scalar(d, first) && (d.text(first).find("--parameter-overrides") != std::string_view::npos ||
                                   d.text(first).find("ParameterKey=") != std::string_view::npos);
  }();
}

// Files whose strings hold commands.
bool is_pipeline(std::string_view path) {
  for (std::string_view part :
       {".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/", ".circleci/"})
    if (path.find(part) != std::string_view::npos) return true;
  for (std::string_view start :
       {".gitlab-ci", "buildspec", "azure-pipelines", "bitbucket-pipelines", "Taskfile", "package.json"})
    if (name_of(path).starts_with(start)) return true;
  return false;
}

bool is_parameter_list(const Document& d, NodeIndex root) {
  if (!is_list(d, root) || d[root].count == 0) return false;
  NodeIndex first = d.child(d[root], 0);
  return d.find(first, "ParameterKey") != no_node && d.find(first, "ParameterValue") != no_node;
}

// The map of parameters in a file that is no template itself.
NodeIndex parameter_map(const Document& d, NodeIndex root) {
  if (!is_map(d, root) || d.find(root, "Resources") != no_node || d.find(root, "openapi") != no_node)
    return no_node;
  for (std::string_view key : {"Parameters", "parameters"}) {
    NodeIndex map = d.find(root, key);
    if (!is_map(d, map) || d[map].count == 0) continue;
    for (std::uint32_t i = 1; i < d[map].count; i += 2)
      if (is_scalar(d, d.child(d[map], i))) return map;
  }
  return no_node;
}

class Reading {
 public:
  Reading(const Project& project, FileId file, Values& values, Declarations& out)
      : project_(project),
        doc_(*project.document(file)),
        path_(project.files().path(file)),
        folder_(folder_of(path_)),
        values_(values),
        out_(out) {}

  void run() {
    NodeIndex root = root_of(doc_);
    if (is_samconfig(path_)) return samconfig(root);
    if (is_script(doc_) || is_pipeline(path_)) {
      std::uint32_t budget = max_scalars;
      return strings(root, budget);
    }
    if (is_parameter_list(doc_, root)) return parameter_list(root);
    if (NodeIndex map = parameter_map(doc_, root); map != no_node) beside(entries(map));
  }

 private:
  std::vector<Given> entries(NodeIndex map) const {
    std::vector<Given> given;
    for (std::uint32_t i = 0; i + 1 < doc_[map].count; i += 2) {
      NodeIndex key = doc_.child(doc_[map], i), value = doc_.child(doc_[map], i + 1);
      if (is_scalar(doc_, value))
        given.push_back({std::string(doc_.text(key)), std::string(doc_.text(value)), doc_.span(key)});
    }
    return given;
  }

  void parameter_list(NodeIndex root) {
    std::vector<Given> given;
    for (std::uint32_t i = 0; i < doc_[root].count; ++i) {
      NodeIndex one = doc_.child(doc_[root], i), value = doc_.find(one, "ParameterValue");
      if (is_scalar(doc_, value))
        given.push_back(
            {std::string(doc_.text_of(one, "ParameterKey")), std::string(doc_.text(value)), doc_.span(one)});
    }
    beside(given);
  }

  // Binds to the templates in the file's folder, else in its parent, that know every name of it; a template
  // that is called like the file is meant before others.
  void beside(const std::vector<Given>& given) {
    std::string_view folder = folder_;
    for (int levels = 0; levels < 2; ++levels) {
      std::vector<Target> fitting;
      for (const Target& target : targets_in(project_, folder)) {
        const auto known =
            std::count_if(given.begin(), given.end(), [&](const Given& g) { return target.has(g.name); });
        if (known == static_cast<std::ptrdiff_t>(given.size()) && known > 0) fitting.push_back(target);
      }
      std::vector<Target> alike;
      for (const Target& target : fitting) {
        std::string_view stem = name_of(project_.files().path(target.file));
        stem = stem.substr(0, stem.find('.'));
        if (name_of(path_).starts_with(stem)) alike.push_back(target);
      }
      for (const Target& target : alike.empty() ? fitting : alike)
        bind_parameters(target, given, project_, values_, out_);
      if (!fitting.empty() || folder.empty()) return;
      folder = folder_of(folder);
    }
  }

  // [environment.command.parameters], with what `global` says for all commands of the environment.
  void samconfig(NodeIndex root) {
    if (!is_map(doc_, root)) return;
    // Where nobody names an environment, `default` is deployed; its values are the ones that other files
    // agree with.
    const NodeIndex usual = doc_.find(root, "default");
    const bool has_usual = doc_.find(usual, "deploy", "parameters", "parameter_overrides") != no_node ||
                           doc_.find(usual, "global", "parameters", "parameter_overrides") != no_node;
    for (std::uint32_t e = 0; e + 1 < doc_[root].count; e += 2) {
      NodeIndex environment = doc_.child(doc_[root], e + 1);
      if (!is_map(doc_, environment) || (has_usual && environment != usual)) continue;
      std::string_view everywhere = template_of(doc_.find(environment, "global", "parameters"));
      for (std::uint32_t c = 0; c + 1 < doc_[environment].count; c += 2) {
        NodeIndex parameters = doc_.find(doc_.child(doc_[environment], c + 1), "parameters");
        NodeIndex overrides = doc_.find(parameters, "parameter_overrides");
        if (overrides == no_node) continue;
        std::string_view own = template_of(parameters);
        Target target = named_target(project_, folder_, own.empty() ? everywhere : own);
        if (target) bind_parameters(target, overridden(overrides), project_, values_, out_);
      }
    }
  }

  std::string_view template_of(NodeIndex parameters) const {
    std::string_view file = doc_.text_of(parameters, "template_file");
    return file.empty() ? doc_.text_of(parameters, "template") : file;
  }

  std::vector<Given> overridden(NodeIndex overrides) const {
    if (is_map(doc_, overrides)) return entries(overrides);
    std::vector<Given> given;
    auto take = [&](NodeIndex text) {
      for (auto& [name, value] : read_overrides(doc_.text(text)))
        given.push_back({std::move(name), std::move(value), doc_.span(text)});
    };
    if (is_scalar(doc_, overrides)) take(overrides);
    for (std::uint32_t i = 0; is_list(doc_, overrides) && i < doc_[overrides].count; ++i)
      if (is_scalar(doc_, doc_.child(doc_[overrides], i))) take(doc_.child(doc_[overrides], i));
    return given;
  }

  void strings(NodeIndex node, std::uint32_t& budget) {
    if (node == no_node || budget == 0) return;
    --budget;
    const DocumentNode at = doc_[node];
    if (is_scalar(doc_, node)) {
      if (doc_.text(node).find("--parameter") != std::string_view::npos) commands(node);
      return;
    }
    std::string before = working_;
    // A step's own folder.
    if (is_map(doc_, node))
      if (std::string_view own = doc_.text_of(node, "working-directory"); !own.empty()) working_ = own;
    for (std::uint32_t i = is_map(doc_, node) ? 1 : 0; i < at.count; i += is_map(doc_, node) ? 2 : 1)
      strings(doc_.child(at, i), budget);
    working_ = before;
  }

  void commands(NodeIndex text) {
    // Scripts run where they stand, pipelines at the root.
    const bool starts_at_root = is_pipeline(path_) && name_of(path_) != "package.json";
    for (const Command& command : read_commands(doc_.text(text))) {
      std::string folder(starts_at_root ? std::string_view() : folder_);
      bool is_known = true;
      for (const std::string& step : {working_, command.folder}) {
        if (step.empty()) continue;
        auto next = step.find('$') == std::string::npos ? join_path(folder, step) : std::nullopt;
        is_known &= next.has_value();
        if (next) folder = *next;
      }
      if (!is_known) continue;
      Target target = named_target(project_, folder, command.template_path);
      if (!target) continue;
      std::vector<Given> given;
      for (const auto& [name, value] : command.given) given.push_back({name, value, doc_.span(text)});
      bind_parameters(target, given, project_, values_, out_);
    }
  }

  const Project& project_;
  const Document& doc_;
  std::string_view path_, folder_;
  Values& values_;
  Declarations& out_;
  std::string working_;
};

class Parameters final : public Interpreter {
 public:
  std::string_view name() const override { return "parameters"; }
  bool accepts(std::string_view path, const Document& document) const override {
    NodeIndex root = root_of(document);
    return root != no_node && (is_samconfig(path) || is_script(document) || is_pipeline(path) ||
                               is_parameter_list(document, root) || parameter_map(document, root) != no_node);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    if (project.document(file)) Reading(project, file, values, out).run();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> parameters() { return std::make_unique<Parameters>(); }
}  // namespace templates
}  // namespace demarc
