// Search paths by nearness, and the index that makes looking along them cheap.
#include "parsers/languages/python/modules.h"

#include <algorithm>

#include "parsers/languages/images/image_files.h"

namespace demarc::languages::py {
namespace {

std::string joined(std::string_view folder, std::string_view name) {
  std::string path(folder);
  if (!path.empty() && !name.empty()) path += '/';
  path += name;
  return path;
}

// "a.b" → "a/b"
std::string as_path(std::string_view module) {
  std::string path(module);
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// The number of leading parts that two folders share.
std::size_t shared_parts(std::string_view a, std::string_view b) {
  std::size_t parts = 0;
  for (;;) {
    if (a.empty() || b.empty()) return parts;
    const std::string_view x = a.substr(0, a.find('/')), y = b.substr(0, b.find('/'));
    if (x != y) return parts;
    ++parts;
    a.remove_prefix(std::min(a.size(), x.size() + 1));
    b.remove_prefix(std::min(b.size(), y.size() + 1));
  }
}

bool is_manifest(std::string_view name) {
  return name == "setup.py" || name == "setup.cfg" || name == "pyproject.toml" || name == "Pipfile" ||
         (name.ends_with(".txt") && name.find("requirements") != std::string_view::npos);
}

// Every "value" that follows `key` and one of "=:", with blanks and braces in between, in order.
template <class Use>
void each_value(std::string_view text, std::string_view key, Use use) {
  for (std::size_t at = 0; (at = text.find(key, at)) != std::string_view::npos;) {
    const bool is_part = at != 0 && (std::isalnum(static_cast<unsigned char>(text[at - 1])) ||
                                     text[at - 1] == '_' || text[at - 1] == '-');
    at += key.size();
    if (is_part) continue;
    std::size_t next = text.find_first_not_of(" \t", at);
    if (next == std::string_view::npos || (text[next] != '=' && text[next] != ':')) continue;
    next = text.find_first_not_of(" \t[", next + 1);
    if (next == std::string_view::npos || (text[next] != '"' && text[next] != '\'')) continue;
    const std::size_t end = text.find(text[next], next + 1);
    if (end == std::string_view::npos || end - next > 300) continue;
    use(text.substr(next + 1, end - next - 1));
    at = end;
  }
}

constexpr std::uint64_t max_manifest_bytes = 256u << 10;

}  // namespace

// ---- the index

Modules::Modules(const Project& project) {
  const Files& files = project.files();
  index_folders(files);
  for (std::uint32_t f = 1; f <= files.size(); ++f)
    if (is_manifest(file_name(files[{f}].path))) index_manifest(files, {f});
  for (std::uint32_t f = 1; f <= files.size(); ++f)
    if (const Document* document = project.document({f})) index_layers(*document, folder_of(files[{f}].path));
  std::sort(far_.begin(), far_.end());
  far_.erase(std::unique(far_.begin(), far_.end()), far_.end());
  // The names that stand directly below each far root.
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (std::uint32_t r = 0; r < far_.size(); ++r) numbers.emplace(far_[r], r);
  auto add = [&](std::string_view path) {
    const auto root = numbers.find(folder_of(path));
    if (root == numbers.end()) return;
    std::string_view name = file_name(path);
    if (name.ends_with(".py")) name.remove_suffix(3);
    far_names_[std::string(name)].push_back(root->second);
  };
  for (std::uint32_t f = 1; f <= files.size(); ++f)
    if (files[{f}].path.ends_with(".py")) add(files[{f}].path);
  for (const std::string& folder : folders_)
    if (!folder.empty()) add(folder);
  for (auto& [name, roots] : far_names_) {
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  }
}

void Modules::index_folders(const Files& files) {
  for (std::uint32_t f = 1; f <= files.size(); ++f) {
    const std::string& path = files[{f}].path;
    if (!path.ends_with(".py")) continue;
    for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
      if (!folders_.emplace(folder).second) break;
      const std::string_view name = file_name(folder);
      // Layers: python/ and python/lib/python3.x/site-packages/.
      if (name == "python" || name == "site-packages") {
        far_.emplace_back(folder);
        if (name == "python") roots_[std::string(folder_of(folder))].emplace_back(folder);
      }
      if (folder.empty()) break;
    }
  }
}

void Modules::add_root(std::string_view folder, const std::string& root) {
  if (!has_code(root)) return;
  std::vector<std::string>& roots = roots_[std::string(folder)];
  if (std::find(roots.begin(), roots.end(), root) == roots.end()) roots.push_back(root);
}

// `path`, from `folder`, is a project or a package that code below `folder` is installed with. Tools resolve
// it from where they are started, which is often a folder above.
void Modules::add_project(std::string_view folder, std::string_view path) {
  for (std::string_view from = folder;; from = folder_of(from)) {
    if (const auto found = join_path(from, path); found && has_code(*found)) {
      add_root(folder, *found);
      add_root(folder, joined(*found, "src"));
      if (!found->empty()) add_root(folder, std::string(folder_of(*found)));  // the path may be the package
      return;
    }
    if (from.empty()) return;
  }
}

void Modules::index_requirements(std::string_view folder, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const std::size_t comment = line.find(" #"); comment != std::string_view::npos)
      line = trimmed(line.substr(0, comment));
    for (std::string_view option : {"-e", "--editable"})
      if (line.starts_with(option) && line.size() > option.size() &&
          (line[option.size()] == ' ' || line[option.size()] == '='))
        line = trimmed(line.substr(option.size() + 1));
    if (const std::size_t at = line.find('@'); at != std::string_view::npos) {
      const std::string_view after = trimmed(line.substr(at + 1));
      if (after.starts_with("file:") || after.starts_with(".")) line = after;  // name @ file:../lib
    }
    if (line.starts_with("file:")) {
      line.remove_prefix(5);
      if (line.starts_with("//")) line.remove_prefix(2);
    }
    line = trimmed(line.substr(0, line.find_first_of(";[")));
    if (line.empty() || line.front() == '#' || line.front() == '-' || line.front() == '/') continue;
    if (line.find("://") != std::string_view::npos) continue;
    if (line.front() != '.' && line.find('/') == std::string_view::npos) continue;
    add_project(folder, line);
  }
}

void Modules::index_manifest(const Files& files, FileId file) {
  const std::string& path = files[file].path;
  const std::string folder(folder_of(path));
  const std::string_view name = file_name(path);
  const auto text = files.read(file, max_manifest_bytes);
  if (!text) return;
  if (name.ends_with(".txt")) {
    index_requirements(folder, *text);
    return;
  }
  if (name != "Pipfile") {
    // A package root. Its packages stand in it, in src/, or where it says: package_dir={"": "lib"}, where =
    // ["lib"], { include = "x", from = "lib" }.
    std::vector<std::string> roots{folder, joined(folder, "src")};
    auto add = [&](std::string_view below) {
      if (auto root = join_path(folder, below)) roots.push_back(*root);
    };
    each_value(*text, "\"\"", add);
    each_value(*text, "''", add);
    each_value(*text, "where", add);
    each_value(*text, "from", add);
    for (const std::string& root : roots)
      if (has_code(root)) {
        add_root(folder, root);
        far_.push_back(root);
      }
  }
  each_value(*text, "path", [&](std::string_view other) { add_project(folder, other); });
}

// A layer that a template builds from a folder: the folder itself is on the search path of its functions.
void Modules::index_layers(const Document& document, std::string_view folder) {
  if (document.roots().empty()) return;
  const NodeIndex resources = document.find(document.roots().front(), "Resources");
  if (resources == no_node || document[resources].kind != NodeKind::map) return;
  const DocumentNode& all = document[resources];
  for (std::uint32_t i = 1; i < all.count; i += 2) {
    const NodeIndex one = document.child(all, i);
    if (document.text_of(one, "Type") != "AWS::Serverless::LayerVersion") continue;
    const NodeIndex properties = document.find(one, "Properties");
    if (properties == no_node) continue;
    const auto root = join_path(folder, document.text_of(properties, "ContentUri"));
    if (root && !root->empty() && *root != folder && has_code(*root)) far_.push_back(*root);
  }
}

// ---- looking

// `relative` ("a/b") below the search path `root`: a package, a module, or a folder that has code.
Module Modules::below(const Files& files, std::string_view root, std::string_view relative) const {
  const std::string path = joined(root, relative);
  if (const FileId file = files.find(path + "/__init__.py")) return {file, {}, true, path};
  if (const FileId file = files.find(path + ".py")) return {file, {}, false, std::string(folder_of(path))};
  if (has_code(path)) return {{}, {}, true, path};
  return {};
}

Module Modules::absolute(const Files& files, std::string_view from, std::string_view module) const {
  const std::string relative = as_path(module);
  const std::string_view top = module.substr(0, module.find('.'));
  Module folder;  // the nearest folder without __init__.py: any file or package goes first, as in Python
  auto look = [&](std::string_view root) -> Module {
    Module found = below(files, root, relative);
    if (found.file) return found;
    if (found.is_package && folder.folder.empty()) folder = found;
    return {};
  };
  for (std::string_view at = from;; at = folder_of(at)) {
    if (Module found = look(at); found.file) return found;
    if (Module found = look(joined(at, "src")); found.file) return found;
    if (const auto more = roots_.find(std::string(at)); more != roots_.end())
      for (const std::string& root : more->second)
        if (Module found = look(root); found.file) return found;
    if (at.empty()) break;
  }
  // A layer or package root elsewhere comes before a folder that merely has the name.
  const auto far = far_names_.find(std::string(top));
  if (far == far_names_.end()) return folder;
  std::vector<std::uint32_t> order = far->second;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::size_t x = shared_parts(from, far_[a]), y = shared_parts(from, far_[b]);
    return x != y ? x > y : far_[a].size() < far_[b].size();
  });
  for (std::uint32_t root : order)
    if (Module found = look(far_[root]); found.file) return found;
  return folder;
}

Module Modules::find(const Project& project, std::string_view from, std::string_view module) const {
  const Files& files = project.files();
  Module outside{{}, std::string(module), false, {}};
  if (module.empty()) return outside;
  if (module.front() != '.') {
    // A module of the standard library that is no package ("queue") does not stand in the way of
    // "queue.orders".
    if (is_standard_library(module)) return outside;
    Module found = absolute(files, from, module);
    if (!found.file && !found.is_package) found = in_image(project, from, as_path(module), true);
    return found.file || found.is_package ? found : outside;
  }
  std::string_view base = from;
  std::size_t dots = 1;
  for (; dots < module.size() && module[dots] == '.'; ++dots) {
    if (base.empty()) return outside;  // above the tree
    base = folder_of(base);
  }
  const std::string_view rest = module.substr(dots);
  if (rest.empty()) return {files.find(joined(base, "__init__.py")), {}, true, std::string(base)};
  Module found = below(files, base, as_path(rest));
  if (!found.file && !found.is_package) found = in_image(project, base, as_path(rest), false);
  return found.file || found.is_package ? found : outside;
}

// What an image that holds the folder has there: code is copied together when it is built.
Module Modules::in_image(const Project& project, std::string_view folder, const std::string& relative,
                         bool above) {
  static constexpr std::string_view endings[] = {"/__init__.py", ".py"};
  const FileId file = project.index<ImageFiles>().find(folder, relative, endings, above);
  if (!file) return {};
  const std::string_view path = project.files().path(file);
  return {file, {}, path.ends_with("/__init__.py"), std::string(folder_of(path))};
}

// `from package import name`: the package's own name of that spelling, or else its module.
Module Modules::take_name(const Project& project, Module package, std::string_view name,
                          bool* took_name) const {
  if (!package.is_package || name.empty() || name == "*") return package;
  Module inner = below(project.files(), package.folder, name);
  if (!inner.file && !inner.is_package) inner = in_image(project, package.folder, std::string(name), false);
  if (!inner.file && !(inner.is_package && !package.file)) return package;
  if (const code::CodeFile* init = package.file ? project.code(package.file) : nullptr) {
    const StringId own = init->strings.find(name);
    for (const code::Import& i : init->imports)
      if (own && i.local == own && !(i.name == own && init->strings.text(i.module) == ".")) return package;
    for (const code::Assignment& a : init->assignments)
      if (own && (*init)[a.target].kind == code::ExprKind::name && (*init)[a.target].text == own &&
          init->blocks[a.block.index].function == code::file_function)
        return package;
  }
  if (took_name) *took_name = true;
  return inner;
}

Module Modules::resolve(const Project& project, FileId from, std::string_view module, std::string_view name,
                        bool* took_name) {
  if (took_name) *took_name = false;
  const std::string_view folder = folder_of(project.files().path(from));
  std::string key = joined(folder, "\n");
  key += module;
  auto known = known_.find(key);
  if (known == known_.end()) known = known_.emplace(key, find(project, folder, module)).first;
  bool took = false;
  Module found = take_name(project, known->second, name, &took);
  if (took_name) *took_name = took;
  // A lone folder without __init__.py gives way to a library of its name: `redis/` with scripts is not
  // `redis`.
  const bool is_lone = !found.file && found.is_package && !took && module.find('.') == std::string_view::npos;
  if (is_lone) return {{}, std::string(module), false, {}};
  return found;
}

bool is_standard_library(std::string_view module) {
  // Python 3.8 to 3.14; those after the bar are packages.
  static const std::unordered_set<std::string_view> modules{
      "__future__", "__main__",     "_thread",      "abc",         "aifc",         "argparse",
      "array",      "ast",          "asynchat",     "asyncore",    "atexit",       "audioop",
      "base64",     "bdb",          "binascii",     "binhex",      "bisect",       "builtins",
      "bz2",        "cProfile",     "calendar",     "cgi",         "cgitb",        "chunk",
      "cmath",      "cmd",          "code",         "codecs",      "codeop",       "colorsys",
      "compileall", "configparser", "contextlib",   "contextvars", "copy",         "copyreg",
      "crypt",      "csv",          "dataclasses",  "datetime",    "decimal",      "difflib",
      "dis",        "doctest",      "enum",         "errno",       "faulthandler", "fcntl",
      "filecmp",    "fileinput",    "fnmatch",      "formatter",   "fractions",    "ftplib",
      "functools",  "gc",           "getopt",       "getpass",     "gettext",      "glob",
      "graphlib",   "grp",          "gzip",         "hashlib",     "heapq",        "hmac",
      "imaplib",    "imghdr",       "imp",          "inspect",     "io",           "ipaddress",
      "itertools",  "keyword",      "linecache",    "locale",      "lzma",         "mailbox",
      "mailcap",    "marshal",      "math",         "mimetypes",   "mmap",         "modulefinder",
      "msvcrt",     "netrc",        "nis",          "nntplib",     "ntpath",       "numbers",
      "opcode",     "operator",     "optparse",     "ossaudiodev", "parser",       "pdb",
      "pickle",     "pickletools",  "pipes",        "pkgutil",     "platform",     "plistlib",
      "poplib",     "posix",        "posixpath",    "pprint",      "profile",      "pstats",
      "pty",        "pwd",          "py_compile",   "pyclbr",      "pydoc",        "queue",
      "quopri",     "random",       "readline",     "reprlib",     "resource",     "rlcompleter",
      "runpy",      "sched",        "secrets",      "select",      "selectors",    "shelve",
      "shlex",      "shutil",       "signal",       "site",        "smtpd",        "smtplib",
      "sndhdr",     "socket",       "socketserver", "spwd",        "ssl",          "stat",
      "statistics", "string",       "stringprep",   "struct",      "subprocess",   "sunau",
      "symbol",     "symtable",     "syslog",       "tabnanny",    "tarfile",      "telnetlib",
      "tempfile",   "termios",      "textwrap",     "this",        "threading",    "time",
      "timeit",     "token",        "tokenize",     "trace",       "traceback",    "tracemalloc",
      "tty",        "turtle",       "types",        "typing",      "unicodedata",  "uu",
      "uuid",       "warnings",     "wave",         "weakref",     "webbrowser",   "winreg",
      "winsound",   "xdrlib",       "zipapp",       "zipimport",   "zlib"};
  static const std::unordered_set<std::string_view> packages{
      "annotationlib", "asyncio", "collections",     "compression",
      "concurrent",    "ctypes",  "curses",          "dbm",
      "distutils",     "email",   "encodings",       "ensurepip",
      "html",          "http",    "importlib",       "json",
      "lib2to3",       "logging", "multiprocessing", "os",
      "pathlib",       "re",      "sqlite3",         "sys",
      "sysconfig",     "tkinter", "tomllib",         "unittest",
      "urllib",        "venv",    "wsgiref",         "xml",
      "xmlrpc",        "zipfile", "zoneinfo"};
  const std::size_t dot = module.find('.');
  const std::string_view top = module.substr(0, dot);
  return packages.contains(top) || (dot == std::string_view::npos && modules.contains(top));
}

}  // namespace demarc::languages::py
