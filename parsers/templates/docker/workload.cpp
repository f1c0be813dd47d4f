// Puts a workload's own words over those of its image and writes both down.
#include "parsers/templates/docker/workload.h"

#include <algorithm>

#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/image_sources.h"
#include "parsers/templates/docker/images.h"

namespace demarc::containers {
namespace {

// Holes of an image's build that the container's own variables fill.
std::string filled(std::string_view text, const Lookup& lookup) {
  constexpr std::string_view mark =
      "\x01"
      "build:";
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(mark, at)) != std::string::npos;) {
    const std::size_t end = out.find('\x02', at);
    if (end == std::string::npos) break;
    auto known = lookup(std::string_view(out).substr(at + mark.size(), end - at - mark.size()));
    if (!known) at = end;
    else out.replace(at, end + 1 - at, *known), at += known->size();
  }
  return out;
}

constexpr std::uint64_t max_script = 64u << 10;
constexpr std::uint8_t command_rank = 200;
constexpr std::uint8_t mounted_rank = 150;

class Declaring {
 public:
  Declaring(const Workload& workload, const Project& project, Values& values, Declarations& out)
      : w_(workload), project_(project), tree_(project.index<TreeView>()), values_(values), out_(out) {}

  Started run() {
    find_build();
    made_.unit = w_.unit;
    made_.kind = ResourceKind::workload;
    made_.id = w_.id;
    made_.type = w_.type;
    made_.name = values_.literal(w_.name);
    made_.span = w_.span;
    for (const Told& host : w_.hosts) add("host", host);
    add_code();
    add_image();
    add_environment();
    add_ports();
    add_command();
    if (w_.is_job) made_.properties.push_back({"kind", values_.literal("job"), w_.span});
    else if (!w_.kind.empty()) made_.properties.push_back({"kind", values_.literal(w_.kind), w_.span});
    if (w_.on_host_network) made_.properties.push_back({"network", values_.literal("host"), w_.span});
    for (const Told& mount : w_.mounts) add("mount", mount);
    for (const auto& [inside, text] : w_.files) add("file." + inside, text);
    for (const auto& [key, text] : w_.labels) add("label." + key, text);
    for (const Told& other : w_.depends_on) add("depends-on", other);
    const std::string self = reference_of(project_, w_);
    out_.resources.push_back(std::move(made_));
    add_properties(values_.reference(self));
    return {words_, script(), command_span_};
  }

 private:
  std::string working_folder() const {
    return !w_.working_folder.empty() ? w_.working_folder : build_ ? build_->result().folder : "/";
  }

  // What stands in the container at `inside`, an absolute path: copied there or mounted.
  std::optional<std::string> path_of(const std::string& inside) const {
    std::optional<std::string> path =
        build_ && recipe_ ? build_->origin(tree_, recipe_->context, inside) : std::nullopt;
    for (const Told& mount : w_.mounts)
      if (const std::size_t colon = mount.text.find(':'); colon != std::string::npos) {
        const std::string to = mount.text.substr(colon + 1), from = mount.text.substr(0, colon);
        if (inside == to) path = from;
        else if (inside.starts_with(to + "/")) path = join_path(from, inside.substr(to.size() + 1));
      }
    return path;
  }

  // The text of the script that the command begins with, if the tree holds it.
  std::string script() const {
    if (words_.empty() || !words_[0].ends_with(".sh")) return {};
    const std::optional<std::string> path = path_of(inside_path(working_folder(), words_[0]));
    const FileId file = path ? project_.files().find(*path) : FileId{};
    if (!file) return {};
    return interpolate(project_.files().read(file, max_script).value_or(""), environment_lookup(),
                       {"env", '\\', false});
  }

  // `npm run worker` → the words of that script in the package.json of the container's code.
  std::vector<std::string> scripted() const {
    if (words_.size() < 2 || (words_[0] != "npm" && words_[0] != "yarn" && words_[0] != "pnpm"))
      return words_;
    const std::string& name = words_[1] == "run" && words_.size() > 2 ? words_[2] : words_[1];
    const auto path = join_path(code_, "package.json");
    const Document* manifest = path ? project_.document(project_.files().find(*path)) : nullptr;
    if (!manifest || manifest->roots().empty()) return words_;
    return {std::string(manifest->text_of(manifest->roots()[0], "scripts", name))};
  }

  // The source file that the command starts: "python worker.py", "node dist/worker.js" that is made of
  // src/worker.ts. "" when it is not told.
  std::string entry() const {
    for (const std::string& started : started_files(scripted())) {
      std::vector<std::string> spellings{started};
      const std::string_view whole = started;
      for (std::string_view made : {"dist/", "build/", "out/", "lib/"}) {
        const std::size_t at = whole.starts_with(made) ? 0 : whole.find("/" + std::string(made));
        if (at == std::string::npos) continue;
        const std::string before(whole.substr(0, at == 0 ? 0 : at + 1));
        const std::string_view rest = whole.substr(before.size() + made.size());
        spellings.push_back(before + "src/" + std::string(rest));
        spellings.push_back(before + std::string(rest));
      }
      for (std::size_t i = spellings.size(); i-- > 0;)
        if (spellings[i].ends_with(".js"))
          spellings.push_back(spellings[i].substr(0, spellings[i].size() - 2) + "ts");
      for (const std::string& one : spellings) {
        if (auto path = path_of(inside_path(working_folder(), one)); path && tree_.is_file(*path))
          return *path;
        if (auto path = join_path(code_, one); path && tree_.is_file(*path)) return *path;
      }
    }
    return file_of_class(main_class());
  }

  // The class whose main is run, where the container says so. A variable of its own comes first.
  std::string main_class() const {
    const Lookup lookup = environment_lookup();
    for (const Variable& one : environment_) {
      const std::string value = interpolate(one.value, lookup, {"env", '\\', false});
      if (is_main_class_setting(one.name)) return value;
      if (!is_java_options(one.name)) continue;
      for (const auto& [name, said] : system_properties(value))
        if (is_main_class_setting(name)) return said;
    }
    return started_class(words_);
  }

  // The source of a class of the JVM below the container's code, if one file alone fits.
  std::string file_of_class(std::string name) const {
    name = name.substr(0, name.find('$'));
    if (name.empty() || name.find_first_of("/\\\x01 ") != std::string::npos) return {};
    std::replace(name.begin(), name.end(), '.', '/');
    std::vector<std::string> endings{"/" + name + ".java", "/" + name + ".kt"};
    if (name.ends_with("Kt")) endings.push_back("/" + name.substr(0, name.size() - 2) + ".kt");
    std::string found;
    for (std::uint32_t i = 1; i <= project_.files().size(); ++i) {
      const std::string_view path = project_.files().path(FileId{i});
      const bool is_here = code_.empty() || (path.starts_with(code_) && path.size() > code_.size() &&
                                             path[code_.size()] == '/');
      if (!is_here || std::none_of(endings.begin(), endings.end(),
                                   [&](const std::string& ending) { return path.ends_with(ending); }))
        continue;
      if (!found.empty()) return {};
      found = path;
    }
    return found;
  }

  void add(std::string name, const Told& told) {
    made_.properties.push_back({std::move(name), value_of(values_, told.text), told.span});
  }

  void find_build() {
    const ImageSources& sources = project_.index<ImageSources>();
    if (w_.build) recipe_ = &*w_.build;
    else if (!w_.image.text.empty()) recipe_ = sources.find(w_.image.text);
    if (recipe_) build_.emplace(ImageSources::evaluate(project_, *recipe_));
    if (build_ && build_->is_empty()) build_.reset();
  }

  // The folder that a container without code of its own is given: its working folder lies in a mounted one,
  // or the image copies no code and one folder with code is mounted.
  std::optional<std::string> mounted_code() const {
    const std::string folder = working_folder();
    std::vector<std::string> with_code;
    for (const Told& mount : w_.mounts) {
      const std::size_t colon = mount.text.find(':');
      if (colon == std::string::npos) continue;
      const std::string from = mount.text.substr(0, colon),
                        to = inside_path("/", mount.text.substr(colon + 1));
      if (!tree_.is_folder(from)) continue;
      if (tree_.has_code(from)) with_code.push_back(from);
      if (folder == "/" || (folder != to && !folder.starts_with(to + "/"))) continue;
      std::string_view rest = std::string_view(folder).substr(to.size());
      while (rest.starts_with('/')) rest.remove_prefix(1);
      auto path = join_path(from, rest);
      if (path && tree_.is_folder(*path) && tree_.has_code(*path)) return path;
    }
    if (recipe_ && with_code.size() == 1 && !tree_.has_code(plain_folder())) return with_code[0];
    return std::nullopt;
  }

  // Nothing told what the image is made of: the context, or, where that is much wider, the recipe's own
  // folder.
  std::string plain_folder() const {
    const std::string context = tree_.module_of(recipe_->context);
    const std::string own =
        recipe_->dockerfile.empty() ? context : tree_.module_of(folder_of(recipe_->dockerfile));
    const bool is_below_context = own.size() > context.size() && is_below(own, context);
    return is_below_context && (!build_ || !build_->takes_whole_context()) ? own : context;
  }

  void add_code() {
    std::string folder;
    Span where = recipe_ ? recipe_->span : w_.span;
    bool told = false;
    if (recipe_) {
      told = build_ && build_->code_folder(tree_, recipe_->context, recipe_->dockerfile, w_.name, folder);
      if (!told) folder = plain_folder();
    }
    if (!told)
      if (const auto mounted = mounted_code()) {
        folder = *mounted;
        told = true;
      }
    if (recipe_ || told) {
      code_ = folder;
      has_code_ = tree_.has_code(folder);
      // What is built in the tree's own folder need not be made of it.
      const bool is_sure = !folder.empty() ||
                           (has_code_ && (told || (build_ && build_->copies_code(tree_, recipe_->context))));
      if (tree_.is_folder(folder) && is_sure)
        made_.properties.push_back({"code", values_.literal(folder), where});
    }
    if (recipe_ && !recipe_->dockerfile.empty())
      made_.properties.push_back({"dockerfile", values_.literal(recipe_->dockerfile), where});
  }

  void add_image() {
    const ImageTable& table = project_.index<ImageTable>();
    const ImageRole* role = nullptr;
    Span where = w_.image.span;
    if (!w_.image.text.empty()) {
      add("image", w_.image);
      if (!recipe_) role = table.find(w_.image.text);
    }
    if (build_) {
      const std::string base = build_->base_image();
      if (!base.empty()) {
        made_.properties.push_back({"base-image", value_of(values_, base), build_->result().span});
        role = table.find(base);
        where = build_->result().span;
        // A front end is served by a proxy's image, too.
        if (role && role->role == "proxy" && has_code_) role = nullptr;
      }
    }
    if (!w_.role.empty()) made_.properties.push_back({"role", values_.literal(w_.role), w_.span});
    if (!role) return;
    has_role_ = true;
    made_.properties.push_back({"role", values_.literal(role->role), where});
    if (!role->store.empty()) made_.properties.push_back({"store", values_.literal(role->store), where});
    if (!role->transport.empty())
      made_.properties.push_back({"transport", values_.literal(role->transport), where});
  }

  // What the workload hands through and nobody sets keeps the value of its image.
  void add_environment() {
    environment_ = w_.environment;
    if (build_)
      for (const Variable& below : build_->result().variables) {
        const Variable* above = find_variable(environment_, below.name);
        if (!above) environment_.push_back(below);
        else if (above->value == hole("shell", below.name)) set_variable(environment_, below);
      }
    for (const Variable& one : environment_)
      made_.environment.push_back({one.name, value_of(values_, one.value), one.span});
  }

  void add_ports() {
    std::vector<std::string> seen;
    auto take = [&](const std::string& text, Span span) {
      if (text.empty() || text == "0" || is_open(text) ||
          std::find(seen.begin(), seen.end(), text) != seen.end() || seen.size() > 200)
        return;
      seen.push_back(text);
      add("port", {text, span});
    };
    for (const Told& port : w_.ports) take(port.text, port.span);
    if (build_) {
      const Lookup lookup = environment_lookup();
      for (const auto& [port, span] : build_->result().ports)
        take(interpolate(filled(port, lookup), lookup, {"env", '\\', false}), span);
    }
    for (const Told& one : w_.service_ports) add("service-port", one);
    for (const Told& one : w_.published) add("published", one);
  }

  Lookup environment_lookup() const {
    return [this](std::string_view name) -> std::optional<std::string> {
      if (const Variable* known = find_variable(environment_, name)) return known->value;
      return std::nullopt;
    };
  }

  void add_command() {
    if (w_.entrypoint) words_ = *w_.entrypoint;
    else if (build_) words_ = build_->result().entrypoint;
    const bool shell = !w_.entrypoint && build_ && build_->result().shell_entrypoint;
    if (w_.arguments) {
      words_.insert(words_.end(), w_.arguments->begin(), w_.arguments->end());
    } else if (!w_.entrypoint && build_ && !shell) {
      const auto& command = build_->result().command;
      words_.insert(words_.end(), command.begin(), command.end());
    }
    if (words_.empty()) return;
    const bool own = w_.entrypoint || w_.arguments;
    command_span_ = own ? w_.command_span : build_->result().command_span;
    const Lookup lookup = environment_lookup();
    std::string text;
    for (std::string& word : words_) {
      if (w_.references_in_parentheses) word = interpolate(word, lookup, {"env", '$', true});
      word = interpolate(word, lookup, {"env", '\\', false});
      text += (text.empty() ? "" : " ") + word;
    }
    add("command", {text, command_span_});
    if (const std::string path = entry(); !path.empty()) add("entry", {path, command_span_});
  }

  void provide(ValueId owner, std::string_view name, std::string_view value, Span span, std::uint8_t rank) {
    out_.provisions.push_back({w_.unit,
                               "config",
                               values_.literal(property_name(name)),
                               value_of(values_, value),
                               owner,
                               span,
                               {},
                               rank});
  }

  void add_properties(ValueId owner) {
    const Lookup lookup = environment_lookup();
    if (!has_role_)
      for (const auto& [name, value] : framework_properties(words_))
        provide(owner, name, value, command_span_, command_rank);
    for (const Variable& one : environment_)
      if (is_java_options(one.name))
        for (const auto& [name, value] :
             system_properties(interpolate(one.value, lookup, {"env", '\\', false})))
          provide(owner, name, value, one.span, command_rank);
    for (const auto& [inside, text] : w_.files) {
      const std::string_view name = last_part(inside);
      if (!name.ends_with(".properties") || !name.starts_with("application")) continue;
      std::string_view rest = text.text;
      while (!rest.empty()) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
        const std::size_t sign = line.find_first_of("=:");
        if (line.empty() || line.front() == '#' || line.front() == '!' || sign == std::string_view::npos)
          continue;
        std::string_view key = line.substr(0, sign), value = line.substr(sign + 1);
        while (key.ends_with(' ')) key.remove_suffix(1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        provide(owner, key, value, text.span, mounted_rank);
      }
    }
  }

  const Workload& w_;
  const Project& project_;
  const TreeView& tree_;
  Values& values_;
  Declarations& out_;
  Resource made_;
  const BuildRecipe* recipe_ = nullptr;
  std::optional<ImageBuild> build_;
  std::string code_;
  bool has_code_ = false, has_role_ = false;
  std::vector<Variable> environment_;
  std::vector<std::string> words_;
  Span command_span_;
};

}  // namespace

std::string reference_of(const Project& project, const Workload& workload) {
  return std::string(project.files().path(workload.unit)) + "#" + workload.id;
}

Started declare(const Workload& workload, const Project& project, Values& values, Declarations& out) {
  return Declaring(workload, project, values, out).run();
}

std::string image_repository(std::string_view image) {
  std::string text = without_holes(image);
  if (const std::size_t digest = text.find('@'); digest != std::string::npos) text.resize(digest);
  const std::size_t slash = text.rfind('/');
  const std::size_t colon = text.find(':', slash == std::string::npos ? 0 : slash);
  if (colon != std::string::npos) text.resize(colon);
  while (text.starts_with('/')) text.erase(0, 1);
  return text;
}

}  // namespace demarc::containers
