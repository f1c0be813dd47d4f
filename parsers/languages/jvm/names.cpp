// Full names to files; what is not of the tree is a library.
#include "parsers/languages/jvm/names.h"

#include <algorithm>
#include <array>

namespace demarc::languages::jvm {
namespace {

// Classes that need no import.
bool is_builtin(std::string_view name) {
  static constexpr std::array<std::string_view, 58> names{"ArithmeticException",
                                                          "ArrayIndexOutOfBoundsException",
                                                          "AssertionError",
                                                          "AutoCloseable",
                                                          "Boolean",
                                                          "Byte",
                                                          "CharSequence",
                                                          "Character",
                                                          "Class",
                                                          "ClassCastException",
                                                          "ClassLoader",
                                                          "ClassNotFoundException",
                                                          "CloneNotSupportedException",
                                                          "Cloneable",
                                                          "Comparable",
                                                          "Deprecated",
                                                          "Double",
                                                          "Enum",
                                                          "Error",
                                                          "Exception",
                                                          "Float",
                                                          "FunctionalInterface",
                                                          "IllegalArgumentException",
                                                          "IllegalStateException",
                                                          "IndexOutOfBoundsException",
                                                          "InheritableThreadLocal",
                                                          "Integer",
                                                          "InterruptedException",
                                                          "Iterable",
                                                          "Long",
                                                          "Math",
                                                          "Module",
                                                          "NullPointerException",
                                                          "Number",
                                                          "NumberFormatException",
                                                          "Object",
                                                          "Override",
                                                          "Process",
                                                          "ProcessBuilder",
                                                          "Record",
                                                          "Runnable",
                                                          "Runtime",
                                                          "RuntimeException",
                                                          "SafeVarargs",
                                                          "SecurityException",
                                                          "Short",
                                                          "StackTraceElement",
                                                          "StrictMath",
                                                          "String",
                                                          "StringBuffer",
                                                          "StringBuilder",
                                                          "SuppressWarnings",
                                                          "System",
                                                          "Thread",
                                                          "ThreadLocal",
                                                          "Throwable",
                                                          "UnsupportedOperationException",
                                                          "Void"};
  return std::binary_search(names.begin(), names.end(), name);
}

// Types that every Kotlin file may name.
bool is_kotlin_builtin(std::string_view name) {
  static constexpr std::array<std::string_view, 48> names{"Any",
                                                          "Array",
                                                          "Boolean",
                                                          "BooleanArray",
                                                          "Byte",
                                                          "ByteArray",
                                                          "Char",
                                                          "CharArray",
                                                          "Collection",
                                                          "Comparator",
                                                          "Double",
                                                          "DoubleArray",
                                                          "Float",
                                                          "FloatArray",
                                                          "HashMap",
                                                          "HashSet",
                                                          "Int",
                                                          "IntArray",
                                                          "Iterable",
                                                          "Iterator",
                                                          "JvmField",
                                                          "JvmInline",
                                                          "JvmOverloads",
                                                          "JvmStatic",
                                                          "KClass",
                                                          "Lazy",
                                                          "LinkedHashMap",
                                                          "LinkedHashSet",
                                                          "List",
                                                          "ListIterator",
                                                          "Long",
                                                          "LongArray",
                                                          "Map",
                                                          "MutableCollection",
                                                          "MutableIterable",
                                                          "MutableIterator",
                                                          "MutableList",
                                                          "MutableMap",
                                                          "MutableSet",
                                                          "Nothing",
                                                          "Pair",
                                                          "Result",
                                                          "Sequence",
                                                          "Set",
                                                          "Short",
                                                          "Throws",
                                                          "Triple",
                                                          "Unit"};
  return std::binary_search(names.begin(), names.end(), name);
}

std::string joined(std::string_view a, std::string_view b) {
  if (a.empty()) return std::string(b);
  std::string made(a);
  made += '.';
  made += b;
  return made;
}

// How many folders two paths share.
std::size_t shared_folders(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < a.size() && at < b.size() && a[at] == b[at]; ++at) count += a[at] == '/';
  return count;
}

}  // namespace

Names::Names(const Project& project) {
  const std::uint32_t count = project.files().size();
  std::vector<std::string> nested;
  for (std::uint32_t i = 1; i <= count; ++i) {
    const code::CodeFile* c = project.code(FileId{i});
    const std::string_view path = project.files().path(FileId{i});
    const bool is_kotlin = path.ends_with(".kt") || path.ends_with(".kts");
    if (!c || !(is_kotlin || path.ends_with(".java"))) continue;
    const std::string_view package = c->strings.text(c->package);
    nested.assign(c->classes.size(), {});
    for (std::size_t k = 1; k < c->classes.size(); ++k) {
      const code::Class& type = c->classes[k];
      if (!type.name || !type.scope) continue;
      const code::Function& scope = c->functions[type.scope.index];
      if (type.scope == code::file_function) {
        nested[k] = c->strings.text(type.name);
      } else if (scope.is_class_body && scope.owner && scope.owner.index < k &&
                 !nested[scope.owner.index].empty() && nested[scope.owner.index].size() < 1000) {
        nested[k] = joined(nested[scope.owner.index], c->strings.text(type.name));
      }
      if (!nested[k].empty()) places_[joined(package, nested[k])].push_back({FileId{i}, nested[k]});
    }
    if (!is_kotlin) continue;
    for (const code::Assignment& a : c->assignments) {
      if (!a.target || (*c)[a.target].kind != code::ExprKind::name || !a.block ||
          c->blocks[a.block.index].function != code::file_function)
        continue;
      const std::string_view name = c->text(a.target);
      std::vector<Place>& all = places_[joined(package, name)];
      if (all.empty() || all.back().file.index != i) all.push_back({FileId{i}, std::string(name)});
    }
    // What Java calls the top level of a file.
    std::string file(path.substr(path.rfind('/') + 1));
    file.resize(file.rfind('.'));
    if (!file.empty() && file[0] >= 'a' && file[0] <= 'z') file[0] = static_cast<char>(file[0] - 'a' + 'A');
    places_[joined(package, file + "Kt")].push_back({FileId{i}, {}});
  }
}

const Names::Place* Names::find(const Project& project, FileId from, const std::string& full) const {
  const auto at = places_.find(full);
  if (at == places_.end()) return nullptr;
  const std::string_view here = project.files().path(from);
  const bool from_test = project.files()[from].file_class == FileClass::test;
  const Place* best = nullptr;
  std::size_t best_score = 0;
  for (const Place& place : at->second) {
    const bool is_test = project.files()[place.file].file_class == FileClass::test;
    // A test's own class stands for nothing outside tests.
    const std::size_t score = 1 + shared_folders(here, project.files().path(place.file)) * 2 +
                              (is_test && !from_test ? 0 : 100000) + (place.file == from);
    if (score <= best_score) continue;
    best = &place;
    best_score = score;
  }
  return best;
}

Module Names::unnamed(const Project& project, FileId from, std::string_view name) const {
  Module made;
  const code::CodeFile* c = project.code(from);
  const std::string_view package = c ? c->strings.text(c->package) : std::string_view{};
  auto found = [&](const Place& place) {
    made.file = place.file;
    made.member = place.member;
    return made;
  };
  if (const Place* own = find(project, from, joined(package, name))) return found(*own);
  if (!c) return made;
  const bool is_class = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
  // A function, too, may stand in any package that a Kotlin file imports as a whole.
  const bool is_kotlin = project.files().path(from).ends_with(".kt");
  std::vector<std::string> libraries;
  for (const code::Import& i : c->imports) {
    if (c->strings.text(i.name) != "*") continue;
    const std::string full = joined(c->strings.text(i.module), name);
    if (const Place* there = find(project, from, full)) return found(*there);
    if ((is_class || is_kotlin) && i.type_only && libraries.size() < 8) libraries.push_back(full);
  }
  if (is_kotlin && is_kotlin_builtin(name)) {
    made.library = joined("kotlin", name);
  } else if (is_builtin(name)) {
    made.library = joined("java.lang", name);
  } else if (!libraries.empty()) {
    made.library = libraries[0];
    made.others.assign(libraries.begin() + 1, libraries.end());
  } else {
    // Made by the build, most likely.
    made.library = is_class ? joined(package, name) : std::string(name);
  }
  return made;
}

Module Names::resolve(const Project& project, FileId from, std::string_view module,
                      std::string_view name) const {
  if (module.starts_with("*.")) return unnamed(project, from, module.substr(2));
  Module made;
  // A member of a class may be imported like the class: the longest part that is known counts.
  std::string_view known = module;
  for (int parts = 0; parts < 3 && !known.empty(); ++parts) {
    if (const Place* place = find(project, from, std::string(known))) {
      made.file = place->file;
      made.member = place->member;
      if (known.size() < module.size()) made.member = joined(made.member, module.substr(known.size() + 1));
      return made;
    }
    const std::size_t dot = known.rfind('.');
    if (name == "*" || dot == std::string_view::npos) break;
    known = known.substr(0, dot);
  }
  made.library = module;
  return made;
}

}  // namespace demarc::languages::jvm
