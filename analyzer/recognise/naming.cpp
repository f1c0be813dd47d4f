// Default names of tables: cases of letters and plurals.
#include "analyzer/recognise/naming.h"

#include <algorithm>
#include <array>
#include <utility>

namespace demarc {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

// "OrderItem" → "order_item", "HTTPRequest" → "http_request".
std::string parted(std::string_view name, char between) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool follows_lower = i > 0 && !is_upper(name[i - 1]) && name[i - 1] != between;
    const bool leads_lower = i > 0 && i + 1 < name.size() && !is_upper(name[i + 1]) && is_upper(name[i - 1]);
    if (is_upper(name[i]) && (follows_lower || leads_lower)) out += between;
    out += lower(name[i]);
  }
  return out;
}

// Each capital letter begins a word.
std::string parted_at_each(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c) && !out.empty()) out += '_';
    out += lower(c);
  }
  return out;
}

using Endings = std::pair<std::string_view, std::string_view>;

// The word with its ending put in place of `from`, in the case of the word's own letters.
std::string replaced(std::string_view word, std::size_t from, std::string_view with) {
  return std::string(word.substr(0, word.size() - from)) + std::string(with);
}

bool ends(std::string_view word, std::string_view ending) { return word.ends_with(ending); }

constexpr std::array<std::string_view, 14> never_plural = {
    "equipment", "information", "rice",   "money", "species", "series", "fish",
    "sheep",     "news",        "police", "deer",  "moose",   "bison",  "advice"};

constexpr std::array<std::string_view, 27> never_plural_in_mongoose = {
    "advice", "energy",    "excretion", "digestion",   "cooperation", "health", "justice",
    "labour", "machinery", "equipment", "information", "pollution",   "sewage", "paper",
    "money",  "species",   "series",    "rain",        "rice",        "fish",   "sheep",
    "moose",  "deer",      "news",      "expertise",   "status",      "media"};

constexpr std::array<Endings, 7> irregular = {{{"person", "people"},
                                               {"child", "children"},
                                               {"mouse", "mice"},
                                               {"louse", "lice"},
                                               {"goose", "geese"},
                                               {"foot", "feet"},
                                               {"tooth", "teeth"}}};

// What plurals of many English words share; "" where no rule but `s` applies.
std::string special_plural(std::string_view word, std::string_view low) {
  if (ends(low, "man") && !ends(low, "human")) return replaced(word, 2, "en");
  for (std::string_view same : {"axis", "testis", "crisis", "basis", "analysis", "thesis", "oasis"})
    if (ends(low, same)) return replaced(word, 2, "es");
  if (ends(low, "sis")) return replaced(word, 2, "es");
  for (std::string_view us : {"octopus", "virus"})
    if (ends(low, us)) return replaced(word, 2, "i");
  for (std::string_view es : {"alias", "status", "bus"})
    if (ends(low, es)) return std::string(word) + "es";
  for (std::string_view o : {"buffalo", "tomato", "potato", "hero", "echo"})
    if (ends(low, o)) return std::string(word) + "es";
  if (ends(low, "tum") || ends(low, "ium")) return replaced(word, 2, "a");
  for (std::string_view f : {"lf", "rf"})
    if (ends(low, f)) return replaced(word, 1, "ves");
  if (ends(low, "fe") && !ends(low, "ffe")) return replaced(word, 2, "ves");
  if (ends(low, "y") && low.size() > 1 && (!is_one_of(low[low.size() - 2], "aeiou") || ends(low, "quy")))
    return replaced(word, 1, "ies");
  for (std::string_view ix : {"matrix", "vertex", "index", "vertix"})
    if (ends(low, ix)) return replaced(word, 2, "ices");
  if (ends(low, "quiz")) return std::string(word) + "zes";
  for (std::string_view es : {"x", "ch", "ss", "sh"})
    if (ends(low, es)) return std::string(word) + "es";
  return {};
}

}  // namespace

std::string english_plural(std::string_view word) {
  const std::string low = lowered(word);
  if (word.empty()) return {};
  for (std::string_view one : never_plural)
    if (low == one || (low.size() > one.size() && ends(low, one) && is_upper(word[word.size() - one.size()])))
      return std::string(word);
  for (const auto& [one, many] : irregular)
    if (ends(low, one)) {
      // The first letter stays as it is written.
      std::string made = replaced(word, one.size(), many);
      made[word.size() - one.size()] =
          word[word.size() - one.size()] == lower(many[0]) ? many[0] : static_cast<char>(many[0] - 'a' + 'A');
      return made;
    }
  if (std::string made = special_plural(word, low); !made.empty()) return made;
  return ends(low, "s") ? std::string(word) : std::string(word) + "s";
}

// The rules and their order are those of the library (lib/helpers/pluralize.js of Mongoose 5 to 8): the first
// that fits a name counts.
std::string mongoose_collection(std::string_view model) {
  const std::string low = lowered(model);
  if (low.empty() || std::find(never_plural_in_mongoose.begin(), never_plural_in_mongoose.end(), low) !=
                         never_plural_in_mongoose.end())
    return low;
  if (ends(low, "man")) return replaced(low, 2, "en");
  if (ends(low, "person")) return replaced(low, 4, "ople");
  if (ends(low, "child")) return low + "ren";
  if (low == "ox") return "oxen";
  if (ends(low, "axis") || ends(low, "testis")) return replaced(low, 2, "es");
  if (ends(low, "octopus") || ends(low, "virus")) return replaced(low, 2, "i");
  if (ends(low, "alias") || ends(low, "status")) return low + "es";
  if (ends(low, "bus")) return low + "es";
  for (std::string_view o : {"buffalo", "tomato", "potato"})
    if (ends(low, o)) return low + "es";
  if (ends(low, "tum") || ends(low, "ium")) return replaced(low, 2, "a");
  if (ends(low, "sis")) return replaced(low, 2, "es");
  if (ends(low, "fe") && low.size() > 2 && low[low.size() - 3] != 'f') return replaced(low, 2, "ves");
  if (ends(low, "lf") || ends(low, "rf")) return replaced(low, 1, "ves");
  if (ends(low, "hive")) return low + "s";
  if (ends(low, "y") && low.size() > 1 && (!is_one_of(low[low.size() - 2], "aeiouy") || ends(low, "quy")))
    return replaced(low, 1, "ies");
  for (std::string_view es : {"x", "ch", "ss", "sh"})
    if (ends(low, es)) return low + "es";
  if (ends(low, "mouse") || ends(low, "louse")) return replaced(low, 4, "ice");
  if (ends(low, "quiz")) return low + "zes";
  if (low == "goose") return "geese";
  if (ends(low, "s")) return low;
  const char last = low.back();
  return last >= 'a' && last <= 'z' ? low + "s" : low;
}

std::string default_table(std::string_view naming, std::string_view class_name) {
  if (naming == "snake") return parted(class_name, '_');
  if (naming == "kebab") return parted(class_name, '-');
  if (naming == "plural-snake") return parted(english_plural(class_name), '_');
  if (naming == "plural") return english_plural(class_name);
  if (naming == "snake-each") return parted_at_each(class_name);
  if (naming == "lower") return lowered(class_name);
  if (naming == "mongoose") return mongoose_collection(class_name);
  std::string same(class_name);
  if (naming == "lower-first" && !same.empty()) same[0] = lower(same[0]);
  return same;
}

}  // namespace demarc
