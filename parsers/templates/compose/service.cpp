// Reads the keys of a compose service, in all the spellings that the format has had.
#include "parsers/templates/compose/service.h"

#include <algorithm>
#include <charconv>

#include "parsers/reading/dotenv/dotenv_text.h"
#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/image_sources.h"

namespace demarc::compose {
namespace {

using containers::hole;

constexpr std::size_t max_entries = 2'000;
constexpr std::uint64_t max_env_file = 1u << 20;

int number_of(std::string_view text) {
  int number = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

// Splits "127.0.0.1:8080:80/tcp", "[::1]:80:80" at colons outside of brackets and variables.
std::vector<std::string> port_parts(std::string_view text) {
  std::vector<std::string> parts(1);
  int brackets = 0;
  for (char c : text) {
    if (c == '[' || c == '\x01') ++brackets;
    if (c == ']' || c == '\x02') --brackets;
    if (c == ':' && brackets <= 0) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

bool is_remote(std::string_view context) {
  return context.find("://") != std::string_view::npos || context.starts_with("git@") ||
         context.starts_with("github.com/");
}

void add_told(std::vector<Told>& all, Told one) {
  if (one.text.empty() || all.size() >= max_entries) return;
  for (const Told& have : all)
    if (have.text == one.text) return;
  all.push_back(std::move(one));
}

// Entries of a list, or of a map "name: value" as "name=value"-like pairs.
template <class Take>
void each_setting(Node node, const Take& take) {
  if (node.is_map())
    for (std::uint32_t i = 0; i + 1 < node.size() && i < 2 * max_entries; i += 2)
      take(node.child(i).text(), node.child(i + 1), node.child(i).span());
  if (node.is_list())
    for (std::uint32_t i = 0; i < node.size() && i < max_entries; ++i)
      take({}, node.child(i), node.child(i).span());
}

}  // namespace

std::vector<std::string> port_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || dash == 0 || containers::is_open(text)) return {std::string(text)};
  const int low = number_of(text.substr(0, dash)), high = number_of(text.substr(dash + 1));
  std::vector<std::string> all;
  for (int i = low; low >= 0 && i <= high && all.size() < 64; ++i) all.push_back(std::to_string(i));
  if (all.empty()) all.emplace_back(text);
  return all;
}

std::string ServiceLayers::text(const LayerScope& scope, Node node) const {
  return containers::interpolate(node.text(), scope.lookup, {});
}

std::vector<std::string> ServiceLayers::words(const LayerScope& scope, Node node) const {
  std::vector<std::string> all;
  if (node.is_list()) {
    for (std::uint32_t i = 0; i < node.size() && i < max_entries; ++i)
      all.push_back(text(scope, node.child(i)));
  } else if (node.kind() != NodeKind::null) {
    all = containers::shell_words(text(scope, node));
  }
  return all;
}

void ServiceLayers::add(const LayerScope& scope, Node body, Span span) {
  if (!made_.span.file) made_.span = span;
  if (Node image = body.find("image"); image.is_scalar() && !image.text().empty())
    made_.image = {text(scope, image), image.span()};
  if (Node build = body.find("build")) read_build(scope, build);
  else if (Node file = body.find("dockerfile"); file && made_.build)
    made_.build = containers::ImageSources::recipe(scope.project.index<containers::TreeView>(),
                                                   made_.build->context, text(scope, file));
  // The first format has the Dockerfile's name beside `build`.
  if (Node file = body.find("dockerfile"); file && body.find("build").is_scalar() && made_.build) {
    const Span where = made_.build->span;
    made_.build = containers::ImageSources::recipe(scope.project.index<containers::TreeView>(),
                                                   made_.build->context, text(scope, file));
    made_.build->span = where;
  }
  read_environment(scope, body.find("environment"), made_.environment);
  read_env_files(scope, body.find("env_file"));
  read_ports(scope, body.find("ports"));
  if (Node expose = body.find("expose"); expose.is_list())
    for (std::uint32_t i = 0; i < expose.size() && i < max_entries; ++i)
      for (const std::string& port :
           port_range(text(scope, expose.child(i)).substr(0, text(scope, expose.child(i)).find('/'))))
        add_told(made_.ports, {port, expose.child(i).span()});
  read_volumes(scope, body.find("volumes"));
  read_mounted(scope, body.find("configs"), "configs");
  read_mounted(scope, body.find("secrets"), "secrets");
  if (Node command = body.find("command"); command && command.kind() != NodeKind::null) {
    made_.arguments = words(scope, command);
    made_.command_span = command.span();
  }
  if (Node entry = body.find("entrypoint"); entry && entry.kind() != NodeKind::null) {
    made_.entrypoint = words(scope, entry);
    if (!body.find("command")) made_.command_span = entry.span();
  }
  if (Node folder = body.find("working_dir"); folder.is_scalar()) made_.working_folder = text(scope, folder);
  read_names(scope, body);
  auto label = [&](std::string_view name, Node value, Span where) {
    std::string key(name), said = text(scope, value);
    if (key.empty()) {
      const std::size_t equals = said.find('=');
      key = said.substr(0, equals);
      said = equals == std::string::npos ? "" : said.substr(equals + 1);
    }
    if (key.empty() || made_.labels.size() >= max_entries) return;
    for (auto& [have, told] : made_.labels)
      if (have == key) {
        told = {said, where};
        return;
      }
    made_.labels.push_back({key, {said, where}});
  };
  each_setting(body.find("labels"), label);
  each_setting(body.find("deploy", "labels"), label);
  if (Node group = body.find("depends_on"); group.is_map()) {
    for (std::uint32_t i = 0; i + 1 < group.size() && i < 2 * max_entries; i += 2)
      add_told(made_.depends_on, {std::string(group.child(i).text()), group.child(i).span()});
  } else if (group.is_list()) {
    for (std::uint32_t i = 0; i < group.size() && i < max_entries; ++i)
      add_told(made_.depends_on, {text(scope, group.child(i)), group.child(i).span()});
  }
}

void ServiceLayers::read_build(const LayerScope& scope, Node build) {
  const auto& tree = scope.project.index<containers::TreeView>();
  std::string context = build.is_map() ? text(scope, build.find("context")) : text(scope, build);
  if (is_remote(context)) return;
  const std::string dockerfile = build.is_map() ? text(scope, build.find("dockerfile")) : std::string();
  std::optional<std::string> folder =
      join_path(scope.folder, containers::without_holes(context.empty() ? "." : context));
  const bool own_context = !build.is_map() || build.find("context");
  if (!own_context && made_.build) folder = made_.build->context;
  if (!folder) {
    scope.notes.push_back({build.span(), "the build context lies outside of the tree"});
    return;
  }
  containers::BuildRecipe made = containers::ImageSources::recipe(tree, *folder, dockerfile);
  if (made_.build) {
    // What the layer below says and this one does not.
    if (dockerfile.empty() && own_context == false) made.dockerfile = made_.build->dockerfile;
    made.arguments = made_.build->arguments;
    made.target = made_.build->target;
  }
  made.span = build.is_map() && build.find("context") ? build.find("context").span() : build.span();
  if (build.is_map()) {
    if (Node target = build.find("target")) made.target = text(scope, target);
    if (Node given = build.find("dockerfile_inline")) made.inline_text = given.text();
    std::vector<Variable> arguments;
    read_environment(scope, build.find("args"), arguments);
    for (Variable& one : arguments) made.arguments[one.name] = std::move(one.value);
  }
  made_.build = std::move(made);
}

// A list of NAME=value or NAME, or a map; NAME alone and null hand the caller's variable through.
void ServiceLayers::read_environment(const LayerScope& scope, Node node, std::vector<Variable>& into) {
  each_setting(node, [&](std::string_view key, Node value, Span where) {
    if (into.size() >= max_entries) return;
    Variable made;
    bool has_value = true;
    if (key.empty()) {
      const std::string said = text(scope, value);
      const std::size_t equals = said.find('=');
      made.name = said.substr(0, equals);
      has_value = equals != std::string::npos;
      if (has_value) made.value = said.substr(equals + 1);
      where = value.span();
    } else {
      made.name = key;
      has_value = value.kind() != NodeKind::null || !value.text().empty();
      if (value.kind() == NodeKind::null) has_value = false;
      if (has_value) made.value = text(scope, value);
      where.end = std::max(where.end, value.span().end);
    }
    if (made.name.empty()) return;
    if (!has_value) made.value = scope.lookup(made.name).value_or(hole("shell", made.name));
    made.span = where;
    containers::set_variable(into, std::move(made));
  });
}

void ServiceLayers::read_env_files(const LayerScope& scope, Node node) {
  if (node.is_list())
    for (std::uint32_t i = 0; i < node.size() && i < max_entries; ++i) read_env_file(scope, node.child(i));
  else if (node) read_env_file(scope, node);
}

void ServiceLayers::read_env_file(const LayerScope& scope, Node node) {
  const std::string name = text(scope, node.is_map() ? node.find("path") : node);
  auto path = join_path(scope.folder, name);
  FileId file = path ? scope.project.files().find(*path) : FileId{};
  const bool may_be_missing = node.is_map() && node.find("required").text() == "false";
  // Files with secrets are often kept out of the tree, and an example of them is in it.
  if (!file && path)
    for (std::string_view ending :
         {".example", ".sample", ".template", ".dist", "-example", "-sample", ".local"})
      if (!file) file = scope.project.files().find(*path + std::string(ending));
  if (!file) {
    if (!may_be_missing) scope.notes.push_back({node.span(), "the environment file is not in the tree"});
    return;
  }
  const std::string content = scope.project.files().read(file, max_env_file).value_or("");
  for (const DotenvLine& line : read_dotenv(content)) {
    if (from_files_.size() >= max_entries) return;
    Variable made{line.name, line.value, {file, line.begin, line.end}};
    const containers::Lookup lookup = [&](std::string_view wanted) -> std::optional<std::string> {
      if (auto outside = scope.lookup(wanted)) return outside;
      if (const Variable* known = containers::find_variable(from_files_, wanted)) return known->value;
      return std::nullopt;
    };
    if (!line.has_value) made.value = scope.lookup(line.name).value_or(hole("shell", line.name));
    else if (!line.is_verbatim) made.value = containers::interpolate(line.value, lookup, {});
    containers::set_variable(from_files_, std::move(made));
  }
}

void ServiceLayers::read_ports(const LayerScope& scope, Node list) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i)
    read_port(scope, list.child(i));
}

void ServiceLayers::read_port(const LayerScope& scope, Node node) {
  std::string target, published;
  if (node.is_map()) {
    target = text(scope, node.find("target"));
    published = text(scope, node.find("published"));
  } else {
    std::string said = text(scope, node);
    said = said.substr(0, said.find('/'));
    std::vector<std::string> parts = port_parts(said);
    target = parts.back();
    if (parts.size() >= 2) published = parts[parts.size() - 2];
  }
  const std::vector<std::string> inside = port_range(target), outside = port_range(published);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    add_told(made_.ports, {inside[i], node.span()});
    if (published.empty()) continue;
    const std::string& out = outside[outside.size() == inside.size() ? i : 0];
    add_told(made_.published, {out + ":" + inside[i], node.span()});
  }
}

void ServiceLayers::add_mount(const LayerScope& scope, std::string_view source, std::string_view target,
                              Span span) {
  auto path = join_path(scope.folder, source);
  const auto& tree = scope.project.index<containers::TreeView>();
  if (!path || target.empty() || (!tree.is_folder(*path) && !tree.is_file(*path))) return;
  const std::string mount = *path + ":" + std::string(target);
  // A later mount at the same place hides the earlier one.
  std::erase_if(made_.mounts,
                [&](const Told& have) { return have.text.ends_with(":" + std::string(target)); });
  add_told(made_.mounts, {mount, span});
}

void ServiceLayers::read_volumes(const LayerScope& scope, Node list) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) {
    Node node = list.child(i);
    if (node.is_map()) {
      if (node.find("type").text() == "volume" || node.find("type").text() == "tmpfs") continue;
      std::string source = text(scope, node.find("source"));
      if (source.empty()) source = text(scope, node.find("src"));
      std::string target = text(scope, node.find("target"));
      for (std::string_view word : {"dst", "destination"})
        if (target.empty()) target = text(scope, node.find(word));
      add_mount(scope, source, target, node.span());
      continue;
    }
    const std::string said = containers::without_holes(text(scope, node));
    const std::size_t colon = said.find(':');
    if (colon == std::string::npos) continue;
    const std::string source = said.substr(0, colon), rest = said.substr(colon + 1);
    // A name without a path is a volume, nothing of the tree. "${PWD}/x" and "$PWD/x" start here.
    std::string_view from = source;
    if (node.text().starts_with("${PWD}") || node.text().starts_with("$PWD"))
      while (from.starts_with('/')) from.remove_prefix(1);
    else if (!from.starts_with('.') && from.find('/') == std::string_view::npos) continue;
    add_mount(scope, from, rest.substr(0, rest.find(':')), node.span());
  }
}

void ServiceLayers::read_mounted(const LayerScope& scope, Node list, std::string_view group) {
  for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i) {
    Node node = list.child(i);
    const std::string name = text(scope, node.is_map() ? node.find("source") : node);
    const std::string path = scope.file_of(group, name);
    if (path.empty()) continue;
    std::string target = node.is_map() ? text(scope, node.find("target")) : std::string();
    if (target.empty()) target = (group == "secrets" ? "/run/secrets/" : "/") + name;
    if (!target.starts_with('/')) target.insert(0, "/run/secrets/");
    if (made_.mounts.size() < max_entries) add_told(made_.mounts, {path + ":" + target, node.span()});
  }
}

void ServiceLayers::read_names(const LayerScope& scope, Node body) {
  for (std::string_view key : {"container_name", "hostname"})
    if (Node name = body.find(key); name.is_scalar())
      add_told(made_.hosts, {containers::without_holes(text(scope, name)), name.span()});
  Node networks = body.find("networks");
  for (std::uint32_t i = 0; networks.is_map() && i + 1 < networks.size() && i < 2 * max_entries; i += 2) {
    Node aliases = networks.child(i + 1).find("aliases");
    for (std::uint32_t k = 0; aliases.is_list() && k < aliases.size() && k < max_entries; ++k)
      add_told(made_.hosts, {text(scope, aliases.child(k)), aliases.child(k).span()});
  }
}

void ServiceLayers::finish() {
  for (Variable& below : from_files_) {
    const Variable* above = containers::find_variable(made_.environment, below.name);
    if (!above || above->value == hole("shell", below.name))
      containers::set_variable(made_.environment, std::move(below));
  }
  Told own{made_.name, made_.span};
  std::erase_if(made_.hosts, [&](const Told& have) {
    return have.text == own.text || have.text == "localhost" || have.text == "127.0.0.1";
  });
  made_.hosts.insert(made_.hosts.begin(), std::move(own));
}

}  // namespace demarc::compose
