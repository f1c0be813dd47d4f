// Builds the JSON of one object, leaving out what is absent and insisting on what is required.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "integrations/sarif/object_json.h"
#include "integrations/sarif/words.h"

namespace sarif {

// Whether a list is one that the standard calls a set.
enum class Repeats { kept, dropped };

// Whether a list that is empty is written all the same.
enum class Empty { absent, written };

inline bool is_absent(const Json& json) {
  return json.empty() || (json.is_string() && json.get_ref<const std::string&>().empty());
}

inline std::string text_of(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

inline Json json_of(const std::string& text) { return text; }
inline Json json_of(ArtifactRole role) { return word_of(role); }

// A list's elements that are not absent. Two are the same if they are written alike.
template <class T>
Json json_list(const std::vector<T>& values, Repeats repeats) {
  Json list = Json::array();
  std::unordered_set<std::string> written;
  for (const T& value : values) {
    Json element = json_of(value);
    if (is_absent(element)) continue;
    if (repeats == Repeats::dropped && !written.insert(text_of(element)).second) continue;
    list.push_back(std::move(element));
  }
  return list;
}

// A map's entries that are not absent.
template <class T>
Json json_map(const std::map<std::string, T>& values) {
  Json map = Json::object();
  for (const auto& [name, value] : values)
    if (Json element = json_of(value); !is_absent(element)) map[name] = std::move(element);
  return map;
}

// Collects the members that are not absent, in the order of the calls.
class Object {
 public:
  /// `type` is the standard's name of the object, for complaints.
  explicit Object(const char* type) : type_(type) {}

  Object& text(const char* key, const std::string& value) {
    if (!value.empty()) json_[key] = value;
    return *this;
  }

  Object& truth(const char* key, std::optional<bool> value) {
    if (value) json_[key] = *value;
    return *this;
  }

  Object& number(const char* key, std::optional<std::int64_t> value, std::int64_t least) {
    if (!value) return *this;
    if (*value < least) complain(std::string(key) + " is below " + std::to_string(least));
    json_[key] = *value;
    return *this;
  }

  Object& rank(std::optional<double> value) {
    if (!value) return *this;
    if (!(*value >= 0.0 && *value <= 100.0)) complain("rank is not from 0 to 100");
    json_["rank"] = *value;
    return *this;
  }

  template <class Enum>
  Object& word(const char* key, std::optional<Enum> value) {
    if (value) json_[key] = word_of(*value);
    return *this;
  }

  template <class T>
  Object& part(const char* key, const T& value) {
    return json(key, json_of(value));
  }

  /// A member that is JSON already.
  Object& json(const char* key, Json value) {
    if (!is_absent(value)) json_[key] = std::move(value);
    return *this;
  }

  template <class T>
  Object& part(const char* key, const std::optional<T>& value) {
    return value ? part(key, *value) : *this;
  }

  /// A list whose elements nothing points into by index.
  template <class T>
  Object& list(const char* key, const std::vector<T>& values, Repeats repeats) {
    return json(key, json_list(values, repeats));
  }

  /// A list in which every place counts.
  template <class T>
  Object& indexed(const char* key, const std::vector<T>& values, Empty empty = Empty::absent) {
    if (empty == Empty::written) json_[key] = Json::array();
    for (const T& value : values) json_[key].push_back(json_of(value));
    return *this;
  }

  /// The arguments of a message or a command, of which an empty one is one too.
  Object& arguments(const std::vector<std::string>& values) {
    if (!values.empty()) json_["arguments"] = values;
    return *this;
  }

  template <class T>
  Object& map(const char* key, const std::map<std::string, T>& values) {
    return json(key, json_map(values));
  }

  /// Ends the object, which must have one of `keys` unless it is empty.
  Json needing_one_of(std::initializer_list<const char*> keys) {
    const auto present = [&](const char* key) { return json_.contains(key); };
    if (json_.empty() || std::any_of(keys.begin(), keys.end(), present)) return std::move(json_);
    std::string names;
    for (const char* key : keys) names += (names.empty() ? "" : " or ") + std::string(key);
    complain("needs " + names);
  }

  /// Ends the object, which must have all of `keys` unless it is empty.
  Json needing(std::initializer_list<const char*> keys) {
    if (json_.empty()) return std::move(json_);
    return needing_always(keys);
  }

  /// Ends the object, which must have all of `keys`.
  Json needing_always(std::initializer_list<const char*> keys) {
    for (const char* key : keys)
      if (!json_.contains(key)) complain(std::string("needs ") + key);
    return std::move(json_);
  }

  Json done() { return std::move(json_); }

 private:
  [[noreturn]] void complain(const std::string& what) const {
    throw std::invalid_argument(std::string("SARIF ") + type_ + ": " + what);
  }

  const char* type_;
  Json json_ = Json::object();
};

}  // namespace sarif
