// Reading one section of a model file by its table of keys: unknown keys, wrong shapes and words are reported
// where they stand, all of them.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/model/model.h"

namespace demarc::model {

// What may stand behind a key. `of` in KeyInfo says which section or words, where one is needed.
enum class Shape : std::uint8_t {
  text,
  texts,        // a list, or one text
  path_list,    // globs, from the folder of the file
  flag,         // true or false
  choice,       // one of the words `of`
  choices,      // several of them, or one
  number,       // with or without a unit
  date,         // YYYY-MM-DD
  section,      // a map with the keys of section `of`
  named,        // a map from names to section `of`
  named_short,  // the same, where a text or a list may stand for the section
  listed,       // a list of sections `of`, or one of them
  name_lists,   // a list of lists of names, or one list of names
  text_map,     // a map from names to texts
};

struct KeyInfo {
  std::string_view name;
  Shape shape = Shape::text;
  std::string_view of;
  std::string_view sentence;
};

class Reading;

template <class T>
struct Key {
  KeyInfo info;
  void (*read)(Reading&, T& into, NodeIndex key, NodeIndex value);
};

class Reading {
 public:
  static constexpr std::uint32_t max_nodes = 1u << 20;  // visited, so that aliases cannot multiply

  Reading(const Document& document, Model& model, std::string_view folder)
      : document_(document), model_(model), folder_(folder) {}
  const Document& document() const { return document_; }
  Model& model() { return model_; }

  // Reads every key of map `node` (merge keys first) into `into`. `what` names the section in messages.
  template <class T>
  void section(NodeIndex node, std::span<const Key<T>> keys, T& into, std::string_view what) {
    if (!is_map(node, what)) return;
    for (auto [key, value] : entries(node)) {
      const Key<T>* known = nullptr;
      for (const Key<T>& k : keys)
        if (k.info.name == document_.text(key)) known = &k;
      if (known) {
        known->read(*this, into, key, value);
      } else {
        std::vector<std::string_view> names;
        for (const Key<T>& k : keys) names.push_back(k.info.name);
        unknown(key, names, what);
      }
    }
  }

  struct Entry {
    NodeIndex key, value;
  };
  // The entries of a map, those merged in with `<<` before its own; a key that stands twice is reported.
  std::vector<Entry> entries(NodeIndex map);
  std::vector<NodeIndex> elements(NodeIndex list);

  // True for a map, and for nothing at all (`uses:`); else an error.
  bool is_map(NodeIndex node, std::string_view what);
  bool is_scalar(NodeIndex node) const;
  bool is_null(NodeIndex node) const { return document_[node].kind == NodeKind::null; }

  Span span(NodeIndex node) const { return document_.span(node); }
  std::string text(NodeIndex node);
  Named named(NodeIndex node) { return {text(node), span(node)}; }
  NamedList texts(NodeIndex node);
  NamedList path_list(NodeIndex node);  // each from the root of the tree; one that leaves it is an error
  std::optional<std::string> path(std::string_view text, Span at);
  bool flag(NodeIndex node);
  Named date(NodeIndex node);
  // The number of the word among `words` ("core|supporting|generic"); -1 after an error.
  int choice(NodeIndex node, std::string_view words);

  void error(Span at, std::string message, std::string hint = {}, std::string object = {});
  void unknown(NodeIndex key, const std::vector<std::string_view>& known, std::string_view what);

 private:
  bool visit(NodeIndex node);
  const Document& document_;
  Model& model_;
  std::string folder_;
  std::uint32_t visited_ = 0;
  bool is_full_ = false;
};

// "core|supporting|generic" → its words.
std::vector<std::string_view> words_of(std::string_view choices);
// "99.9%", "< 0.1 %", "500ms", "1.5s" → the number, durations in milliseconds; nothing when there is none.
std::optional<double> quantity(std::string_view text);
// True for a real day written YYYY-MM-DD.
bool is_date(std::string_view text);

}  // namespace demarc::model
