// Finds charts, their releases and values, and turns filled-in templates into objects.
#include "parsers/templates/helm/chart.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "parsers/templates/docker/tree_view.h"
#include "parsers/templates/helm/render.h"
#include "parsers/templates/kubernetes/inline_document.h"

namespace demarc::helm {

using containers::last_part;
using kubernetes::Manifests;
using kubernetes::Node;

namespace {

constexpr std::size_t max_templates = 2'000;     // of one chart
constexpr std::size_t max_instances = 400;       // of one tree
constexpr std::size_t max_variants = 40;         // of one chart
constexpr std::size_t max_rendered = 64u << 20;  // bytes of one tree
constexpr int max_nesting = 8;
constexpr std::uint64_t max_file = 1u << 20;

bool is_yaml(std::string_view path) { return path.ends_with(".yaml") || path.ends_with(".yml"); }

// The folder of the chart that a path's templates folder belongs to; "\n" for other paths.
std::string chart_of_template(const Files& files, std::string_view path) {
  for (std::string_view at = folder_of(path); !at.empty(); at = folder_of(at)) {
    if (last_part(at) != "templates") continue;
    const std::string folder(folder_of(at));
    if (files.find(folder.empty() ? "Chart.yaml" : folder + "/Chart.yaml")) return folder;
  }
  return "\n";
}

Node root_of(const Project& project, FileId file) {
  const Document* document = file ? project.document(file) : nullptr;
  return document && !document->roots().empty() ? Node{document, document->roots().front()} : Node{};
}

struct Dependency {
  std::string name, alias, repository;
};

struct Chart {
  FileId file;
  std::string folder, name;
  Value about, values;
  std::vector<Dependency> dependencies;
  std::vector<Template> templates;
  bool is_library = false;
};

// A chart as somebody installs it.
struct Release {
  const Chart* chart;
  std::string name, space;
  Value values;            // over the chart's own
  bool is_assumed = true;  // nobody told its name
};

// "values-dev.yaml" chooses an environment, "values-orders.yaml" is another release.
bool is_environment(std::string_view word) {
  for (std::string_view known :
       {"",          "dev",    "develop", "development", "prod",     "production",    "staging",   "stage",
        "stg",       "test",   "testing", "qa",          "uat",      "local",         "sandbox",   "default",
        "defaults",  "base",   "common",  "global",      "ci",       "demo",          "minikube",  "kind",
        "k3d",       "k3s",    "eks",     "aks",         "gke",      "aws",           "azure",     "gcp",
        "openshift", "ha",     "live",    "preprod",     "pre-prod", "override",      "overrides", "example",
        "sample",    "secret", "secrets", "all",         "preview",  "docker-desktop"})
    if (word == known) return true;
  return false;
}

std::string release_word(std::string_view path) {
  std::string word(last_part(path));
  word = word.substr(0, word.rfind('.'));
  for (char& c : word)
    if (c == '.' || c == '_') c = '-';
  for (std::string_view part : {"values-", "value-"})
    if (word.starts_with(part)) word.erase(0, part.size());
  if (word.ends_with("-values")) word.resize(word.size() - 7);
  return word == "values" ? "" : word;
}

// A value with names put for others in all its texts.
using Names =
    std::vector<std::pair<std::string, std::string>>;  // a name, and what stands for it; longest first
Value renamed(const Value& value, const Names& names, int depth = 0) {
  constexpr int deepest = 32;
  if (!value || names.empty() || depth > deepest) return value;
  Data made = *value;
  if (made.kind == Kind::text)
    for (const auto& [name, other] : names)
      for (std::size_t at = 0; (at = made.text.find(name, at)) != std::string::npos; at += other.size())
        made.text.replace(at, name.size(), other);
  for (Value& one : made.items) one = renamed(one, names, depth + 1);
  for (auto& [key, one] : made.entries) one = renamed(one, names, depth + 1);
  return std::make_shared<const Data>(std::move(made));
}

class Charts {
 public:
  Charts(const Project& project, Manifests& into) : project_(project), files_(project.files()), into_(into) {}

  void run() {
    find_charts();
    if (charts_.empty()) return;
    find_templates();
    for (auto& [folder, chart] : charts_) find_used(chart);
    find_releases();
    std::set<const Chart*> released;
    for (const Release& release : releases_) released.insert(release.chart);
    for (auto& [folder, chart] : charts_) {
      if (chart.is_library || used_.contains(&chart) || released.contains(&chart)) continue;
      releases_.push_back({&chart, chart.name, "", nullptr, true});
      add_variants(chart);
    }
    join_environments();
    for (const Release& release : releases_) {
      if (instances_ >= max_instances) {
        into_.notes.push_back(
            {{release.chart->file, 0, 0}, "more releases than can be read: the rest is left out"});
        break;
      }
      std::set<std::string> unread;
      NamedTemplates named;
      collect_named(*release.chart, named, 0);
      install(*release.chart, release.chart->name, merged(release.chart->values, release.values), release,
              named, unread, 0);
      if (!unread.empty()) {
        std::string what;
        for (const std::string& one : unread)
          if (what.size() < 120) what += (what.empty() ? "" : ", ") + one;
        into_.notes.push_back({{release.chart->file, 0, 0},
                               std::to_string(unread.size()) +
                                   " functions or forms of its templates are not understood: " + what});
      }
    }
  }

 private:
  void find_charts() {
    for (std::uint32_t i = 1; i <= files_.size(); ++i) {
      const std::string_view path = files_.path(FileId{i});
      if (last_part(path) != "Chart.yaml") continue;
      const Node root = root_of(project_, FileId{i});
      if (!root.find("name").is_scalar()) continue;
      Chart made;
      made.file = FileId{i};
      made.folder = folder_of(path);
      made.name = root.find("name").text();
      made.about = from_node(root);
      made.is_library = root.find("type").text() == "library";
      for (std::string_view name : {"values.yaml", "values.yml"})
        if (auto values = join_path(made.folder, name); values && !made.values)
          made.values = from_node(root_of(project_, files_.find(*values)));
      add_dependencies(root.find("dependencies"), made);
      if (auto old = join_path(made.folder, "requirements.yaml"))
        add_dependencies(root_of(project_, files_.find(*old)).find("dependencies"), made);
      charts_.emplace(made.folder, std::move(made));
    }
  }

  static void add_dependencies(Node list, Chart& chart) {
    for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < 500; ++i) {
      const Node one = list.child(i);
      chart.dependencies.push_back({std::string(one.find("name").text()),
                                    std::string(one.find("alias").text()),
                                    std::string(one.find("repository").text())});
    }
  }

  void find_templates() {
    for (std::uint32_t i = 1; i <= files_.size(); ++i) {
      const FileId file{i};
      const std::string_view path = files_.path(file);
      if (path.find("templates/") == std::string_view::npos || files_[file].file_class != FileClass::source)
        continue;
      if (!is_yaml(path) && !path.ends_with(".tpl")) continue;
      auto chart = charts_.find(chart_of_template(files_, path));
      if (chart == charts_.end() || chart->second.templates.size() >= max_templates) continue;
      const std::string text = files_.read(file, max_file).value_or("");
      Template made = parse_template(file, text);
      if (made.is_broken)
        into_.notes.push_back(
            {{file, 0, 0}, "the template's blocks do not fit each other: read as far as they do"});
      chart->second.templates.push_back(std::move(made));
    }
  }

  // The chart of a dependency: below charts/, or where a file:// address leads.
  const Chart* dependency(const Chart& chart, const Dependency& one) const {
    if (one.repository.starts_with("file://"))
      if (auto path = join_path(chart.folder, std::string_view(one.repository).substr(7)))
        if (auto at = charts_.find(*path); at != charts_.end()) return &at->second;
    if (auto path = join_path(chart.folder, "charts/" + one.name))
      if (auto at = charts_.find(*path); at != charts_.end()) return &at->second;
    return nullptr;
  }

  void find_used(const Chart& chart) {
    for (const Dependency& one : chart.dependencies)
      if (const Chart* used = dependency(chart, one); used && used != &chart) used_.insert(used);
    for (const auto& [folder, other] : charts_)
      if (folder_of(folder) == (chart.folder.empty() ? "charts" : chart.folder + "/charts"))
        used_.insert(&other);
  }

  // helmfile and Argo CD say which charts of the tree are installed, under which name, with which values.
  void find_releases() {
    for (std::uint32_t i = 1; i <= files_.size(); ++i) {
      const FileId file{i};
      const std::string_view path = files_.path(file);
      const Document* document = is_yaml(path) ? project_.document(file) : nullptr;
      if (!document || releases_.size() >= max_instances) continue;
      for (NodeIndex index : document->roots()) {
        const Node root{document, index};
        if (last_part(path).starts_with("helmfile") || path.find("helmfile.d/") != std::string_view::npos)
          helmfile(root, path);
        if (root.find("kind").text() == "Application" &&
            root.find("apiVersion").text().starts_with("argoproj.io"))
          application(root);
      }
    }
  }

  const Chart* chart_at(std::string_view folder, std::string_view path) const {
    auto joined = join_path(folder, path);
    auto at = joined ? charts_.find(*joined) : charts_.end();
    return at == charts_.end() ? nullptr : &at->second;
  }

  void helmfile(Node root, std::string_view path) {
    const Node list = root.find("releases");
    for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_instances; ++i) {
      const Node one = list.child(i), values = one.find("values");
      const Chart* chart = chart_at(folder_of(path), one.find("chart").text());
      if (!chart) continue;
      Release made{chart, std::string(one.find("name").text()), std::string(one.find("namespace").text()),
                   nullptr, false};
      for (std::uint32_t k = 0; values.is_list() && k < values.size() && k < 50; ++k)
        made.values = merged(made.values, values_of(folder_of(path), values.child(k)));
      const Node set = one.find("set");
      for (std::uint32_t k = 0; set.is_list() && k < set.size() && k < 200; ++k)
        made.values =
            merged(made.values, nested(set.child(k).find("name").text(), set.child(k).find("value")));
      releases_.push_back(std::move(made));
    }
  }

  void application(Node root) {
    for (Node source : {root.find("spec", "source"),
                        root.find("spec", "sources").is_list() && root.find("spec", "sources").size() > 0
                            ? root.find("spec", "sources").child(0)
                            : Node{}}) {
      const Chart* chart =
          source.find("path").is_scalar() ? chart_at("", source.find("path").text()) : nullptr;
      if (!chart) continue;
      const Node helm = source.find("helm"), given = helm.find("valueFiles"), set = helm.find("parameters");
      Release made{chart, std::string(helm.find("releaseName").text()),
                   std::string(root.find("spec", "destination", "namespace").text()), nullptr, false};
      if (made.name.empty()) made.name = root.find("metadata", "name").text();
      for (std::uint32_t k = 0; given.is_list() && k < given.size() && k < 50; ++k)
        made.values = merged(made.values, values_of(chart->folder, given.child(k)));
      if (Node text = helm.find("values"); text.is_scalar())
        if (const Document* document = kubernetes::read_inline(text, into_.made))
          made.values = merged(made.values, from_node({document, document->roots().front()}));
      if (Node object = helm.find("valuesObject")) made.values = merged(made.values, from_node(object));
      for (std::uint32_t k = 0; set.is_list() && k < set.size() && k < 200; ++k)
        made.values =
            merged(made.values, nested(set.child(k).find("name").text(), set.child(k).find("value")));
      releases_.push_back(std::move(made));
    }
  }

  // A map of values, or the name of a file that holds them.
  Value values_of(std::string_view folder, Node node) const {
    if (node.is_map()) return from_node(node);
    auto path = join_path(folder, node.text());
    return path ? from_node(root_of(project_, files_.find(*path))) : nullptr;
  }

  // "a.b.c" and a value → {a: {b: {c: value}}}.
  static Value nested(std::string_view name, Node value) {
    Value made = from_node(value);
    for (int parts = 0; !name.empty() && parts < 20; ++parts) {
      const std::size_t dot = name.rfind('.');
      made = make_map({{std::string(dot == std::string_view::npos ? name : name.substr(dot + 1)), made}});
      name = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
    }
    return made;
  }

  // Further values beside the chart: of environments, or of further releases of a chart for all.
  void add_variants(const Chart& chart) {
    std::size_t found = 0;
    const std::string above(folder_of(chart.folder));
    for (std::uint32_t i = 1; i <= files_.size() && found < max_variants; ++i) {
      const std::string_view path = files_.path(FileId{i});
      if (!is_yaml(path)) continue;
      const std::string_view folder = folder_of(path), name = last_part(path);
      const bool says_values = name.find("values") != std::string_view::npos;
      const bool beside =
          folder == chart.folder && says_values && name != "values.yaml" && name != "values.yml";
      const bool below = folder_of(folder) == chart.folder &&
                         (last_part(folder) == "values" || last_part(folder) == "environments") &&
                         folder.size() > chart.folder.size();
      const bool outside =
          !chart.folder.empty() &&
          ((folder == above && says_values) ||
           (folder_of(folder) == above && folder != chart.folder &&
            (last_part(folder) == "values" || last_part(folder) == "releases") && charts_beside(above) == 1));
      if (!beside && !below && !outside) continue;
      const Node root = root_of(project_, FileId{i});
      if (!root.is_map() || root.find("kind")) continue;
      const std::string word = release_word(path);
      const bool is_own = is_environment(word) || word == chart.name;
      releases_.push_back({&chart, is_own ? chart.name : word, "", from_node(root), is_own});
      ++found;
    }
  }

  // "fullnameOverride: shop-dev-orders" in the values of an environment: what is installed there is the
  // chart's own all the same, and whoever asks for it by that name means it.
  void join_environments() {
    Names names;
    for (const Release& release : releases_) {
      if (!release.is_assumed || !release.values) continue;
      for (std::string_view key : {"fullnameOverride", "nameOverride"}) {
        const Value said = entry(release.values, key);
        if (kind_of(said) != Kind::text || said->text.size() <= release.chart->name.size() ||
            said->text.find(release.chart->name) == std::string::npos)
          continue;
        names.emplace_back(said->text, release.chart->name);
      }
    }
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
      return std::pair(b.first.size(), a.first) < std::pair(a.first.size(), b.first);
    });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.empty() || names.size() > max_instances) return;
    for (Release& release : releases_) release.values = renamed(release.values, names);
    for (auto& [folder, chart] : charts_) chart.values = renamed(chart.values, names);
  }

  std::size_t charts_beside(const std::string& above) const {
    return static_cast<std::size_t>(std::count_if(
        charts_.begin(), charts_.end(), [&](const auto& one) { return folder_of(one.first) == above; }));
  }

  void collect_named(const Chart& chart, NamedTemplates& into, int depth) const {
    if (depth > max_nesting) return;
    for (const Template& one : chart.templates)
      for (const auto& [name, body] : one.named) into.emplace(name, &body);
    each_child(chart, [&](const Chart& child, const std::string&) { collect_named(child, into, depth + 1); });
  }

  // Subcharts with the name under which the parent gives them values.
  template <class Take>
  void each_child(const Chart& chart, const Take& take) const {
    std::set<const Chart*> named;
    for (const Dependency& one : chart.dependencies) {
      const Chart* child = dependency(chart, one);
      if (!child || child == &chart) continue;
      named.insert(child);
      take(*child, one.alias.empty() ? one.name : one.alias);
    }
    const std::string below = chart.folder.empty() ? "charts" : chart.folder + "/charts";
    for (const auto& [folder, child] : charts_)
      if (folder_of(folder) == below && !named.contains(&child)) take(child, child.name);
  }

  void install(const Chart& chart, const std::string& alias, const Value& values, const Release& release,
               const NamedTemplates& named, std::set<std::string>& unread, int depth) {
    if (depth > max_nesting || ++instances_ > max_instances) return;
    auto text = [](std::string_view t) { return make_text(std::string(t)); };
    const Value about = merged(chart.about, make_map({{"Name", text(alias)},
                                                      {"Version", entry(chart.about, "version")},
                                                      {"AppVersion", entry(chart.about, "appVersion")},
                                                      {"Type", entry(chart.about, "type")}}));
    const Value made_release =
        make_map({{"Name", text(release.name)},
                  {"Namespace", text(release.space.empty() ? "default" : release.space)},
                  {"Service", text("Helm")},
                  {"IsInstall", make_bool(true)},
                  {"IsUpgrade", make_bool(false)},
                  {"Revision", make_number(1)}});
    for (const Template& one : chart.templates) {
      const std::string_view path = files_.path(one.file);
      if (!is_yaml(path) || last_part(path).starts_with('_')) continue;
      const Value root =
          make_map({{"Values", values ? values : make_map({})},
                    {"Chart", about},
                    {"Release", made_release},
                    {"Template", make_map({{"Name", text(path)}, {"BasePath", text(folder_of(path))}})},
                    {"Files", make_map({})},
                    {"Capabilities", make_map({{"KubeVersion", make_map({{"Version", text("v1.30.0")},
                                                                         {"GitVersion", text("v1.30.0")},
                                                                         {"Major", text("1")},
                                                                         {"Minor", text("30")}})}})}});
      Rendered rendered = render(one, named, root);
      unread.insert(rendered.unread.begin(), rendered.unread.end());
      rendered_ += rendered.text.size();
      if (rendered_ > max_rendered) {
        into_.notes.push_back(
            {{one.file, 0, 0}, "charts make more text than can be read: the rest is left out"});
        instances_ = max_instances;
        return;
      }
      bool is_broken = false;
      const Document* document = kubernetes::read_yaml(
          rendered.text, one.file,
          [&](std::uint32_t begin, std::uint32_t end) { return rendered.place(begin, end); }, into_.made,
          &is_broken);
      if (is_broken && noted_.insert(one.file).second)
        into_.notes.push_back(
            {{one.file, 0, 0},
             "the template with its values put in is no YAML: what stands before the fault was read"});
      if (!document) continue;
      const std::size_t before = into_.objects.size();
      // All that a release makes stands for the chart that is installed.
      for (NodeIndex index : document->roots())
        kubernetes::objects_of({document, index}, release.chart->file, into_.objects);
      for (std::size_t i = before; release.is_assumed && i < into_.objects.size(); ++i)
        into_.objects[i].assumed = release.name;
    }
    each_child(chart, [&](const Chart& child, const std::string& name) {
      Value own = merged(child.values, entry(values, name));
      if (Value global = entry(values, "global"))
        own = merged(own, make_map({{"global", merged(entry(own, "global"), global)}}));
      install(child, name, own, release, named, unread, depth + 1);
    });
  }

  const Project& project_;
  const Files& files_;
  Manifests& into_;
  std::map<std::string, Chart> charts_;  // by folder
  std::set<const Chart*> used_;
  std::vector<Release> releases_;
  std::set<FileId> noted_;
  std::size_t instances_ = 0, rendered_ = 0;
};

}  // namespace

bool is_chart(std::string_view path, const Document& document) {
  return last_part(path) == "Chart.yaml" && !document.roots().empty() &&
         document.find(document.roots().front(), "name") != no_node;
}

std::set<FileId> template_files(const Project& project) {
  std::set<FileId> all;
  for (std::uint32_t i = 1; i <= project.files().size(); ++i) {
    const std::string_view path = project.files().path(FileId{i});
    if (path.find("templates/") != std::string_view::npos && chart_of_template(project.files(), path) != "\n")
      all.insert(FileId{i});
  }
  return all;
}

void add_charts(const Project& project, Manifests& into) { Charts(project, into).run(); }

}  // namespace demarc::helm
