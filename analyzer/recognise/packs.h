// Framework packs: rows of knowledge, read from YAML documents and compiled into one table per language.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/slots.h"
#include "analyzer/facts/facts.h"
#include "analyzer/recognise/deployment_pattern.h"
#include "analyzer/recognise/message_formats.h"
#include "analyzer/recognise/pattern.h"

namespace demarc {

// How a row builds a value from its captures.
struct ValueSpec {
  struct Part {
    std::string capture;               // "" for a text
    std::vector<std::string> members;  // $capture.a.b
    std::string text;
  };
  std::vector<Part> parts;  // a sum
  std::string otherwise;    // used when the (only) capture is absent
  bool has_otherwise = false;
  std::vector<Part> otherwise_parts;  // in its place: other captures
  std::string setting;                // the space of a setting; then `parts` is its name
  std::vector<Part> default_parts;
  bool is_placeholder = false;  // a text with ${…} in it
  std::string naming;           // what a mapper makes of the name, see naming.h
  bool is_result = false;       // what calling it yields
  std::string cut;  // a mark: of a text that has it, what stands before it or, `is_behind`, behind
  bool is_behind = false, or_all = false;  // `or_all`: of one without the mark, all of it
  std::string
      configured;  // calls ("defaultRequest|install"): the address that the function says in one of them
  std::vector<Part> below;  // what an address that is no whole one is put below
  bool is_option = false;   // `cut` names options ("queue|queues") of an address: what one of them is set to
};

struct Row {
  std::uint32_t number = 0;  // position in Packs::all()
  std::string pack;
  std::string text;  // the pattern as written
  Span where;        // of the pattern, in its document
  std::string gives;
  bool distinct = false;
  std::optional<ValueSpec> value;
  std::optional<RelationKind> fact;
  EntityKind object = EntityKind::table;
  std::map<std::string, ValueSpec> to;
  // Annotations of members: only in classes whose own annotation gives this type; its captures count too.
  std::string within;
  // Annotations of classes, classes that extend the row's, and calls on them: what stores their things.
  std::map<std::string, ValueSpec> maps;
  // Attributes of stored classes: what ties their things to those of another class.
  std::map<std::string, ValueSpec> relates;
  std::map<std::string, ValueSpec> sets;  // captures of a given thing that are computed of the others
  bool is_held = false;  // as an attribute of a class, such a thing is one of that class: `$type`
  std::optional<ValueSpec> mount_prefix, mount_what, class_prefix, handler;
  std::optional<ValueSpec> passes;  // a function that is called with the thing itself
  std::optional<ValueSpec> proxy;   // an interface whose annotated methods are reached by what `gives` is
  std::optional<ValueSpec> fields;  // annotations of classes: what a field of it is, `$field` its name
  // Annotations of such fields, or of the methods that stand for them: its name, and what it is where nothing
  // sets it.
  std::optional<ValueSpec> field_name, field_default;
  std::string mount_member;  // under which a module offers what is mounted
  // Annotations of methods: a container hands what they return to whoever asks for such a thing, by this
  // name; of parameters and fields: the name that is asked for.
  std::optional<ValueSpec> bean;
  std::map<std::string, ValueSpec> where_attributes;  // class rows: attribute path → capture
  std::map<std::string, ValueSpec> own_attributes;    // the same, of the class itself alone
  std::vector<std::string> when;                      // libraries that wake a row with any receiver
  Certainty certainty = Certainty::certain;
  std::string plays;    // the role of the program that has it
  std::string methods;  // base classes: the fact once for each method of the class, whose name this captures
  std::optional<RelationKind> second_fact;  // `fact: [reads, writes]`
  // Rows about deployment: any of `deployment`, with any of `with` (if any), and none of `without`.
  std::vector<DeploymentPattern> deployment, with, without;

  std::vector<RelationKind> facts() const {
    std::vector<RelationKind> all;
    if (fact) all.push_back(*fact);
    if (second_fact) all.push_back(*second_fact);
    return all;
  }
};

// What `*` of a pattern stands for in a text; nothing where the text does not fit or nothing is left for it.
std::optional<std::string_view> star_of(std::string_view pattern, std::string_view text);

// One name of a path that is known by how it is written: one of `names`, each with at most one `*`; any where
// there are none.
struct NamePattern {
  std::vector<std::string> names, meanings;  // of one length; a meaning `*` is what the name's own stands for
  std::string capture;
  // What the name is captured as; nothing where it does not fit.
  std::optional<std::string_view> read(std::string_view name) const;
};

// One way to reach a row: the last step of one of its patterns.
struct CompiledRow {
  const Row* row = nullptr;  // nullptr: only makes the intermediate type `gives`
  std::string gives;
  std::vector<ArgumentPattern> arguments;
  std::string name_capture;                                   // captures the last name or the key
  std::vector<std::pair<std::string, std::string>> meanings;  // names that are captured as another word
  std::string receiver_capture;
  std::vector<NamePattern> suffix;               // any receiver: the names before the last, from the left
  std::vector<std::string> type_arguments = {};  // of a base class: what each is captured as

  // A base class whose names alone are known; `suffix` is all of them then.
  bool is_base_by_name() const { return !suffix.empty(); }
  bool makes_effect() const {
    return row && (row->fact || row->mount_what || row->passes || row->proxy || !row->plays.empty() ||
                   !row->maps.empty());
  }
};

// Hash of texts that are looked up without making a string of them.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// The last name of a key of a RowTable: "boto3.client()" → "client", "*send()" → "send".
std::string_view end_of_key(std::string_view key);

// True where a word of a name begins inside it: the B of findByName.
constexpr bool is_word_start(std::string_view name, std::size_t i) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return i > 0 && is_capital(name[i]) && !is_capital(name[i - 1]);
}

// Texts that may be in a set: most look-ups are for names that no row has, and end here.
class Sieve {
 public:
  void add(std::string_view text) { bits_[place(text)] = true; }
  // False when the text was not added; nearly always false then.
  bool may_hold(std::string_view text) const { return bits_[place(text)]; }

 private:
  static std::size_t place(std::string_view text) { return Hash::of(text) % size; }
  static constexpr std::size_t size = 1u << 18;
  std::vector<bool> bits_ = std::vector<bool>(size);
};

// All rows of one language, found by what they match. Keys: "lib.name()" call, "lib.name" property,
// "lib.name[]" index; types start with '\1'; any receivers with "*" and the last name alone.
class RowTable {
 public:
  const std::vector<CompiledRow>* find(std::string_view key) const {
    if (!sieve_.may_hold(key)) return nullptr;
    auto at = rows_.find(key);
    return at == rows_.end() ? nullptr : &at->second;
  }
  const std::vector<CompiledRow>& annotations(std::string_view key) const;
  using Keys = std::unordered_map<std::string, std::vector<CompiledRow>, TextHash, std::equal_to<>>;
  // The patterns with a `*` before their end that a key of find() may end in, where the name fits them.
  std::vector<std::string_view> patterns_of(std::string_view name) const;
  // All keys of find().
  const Keys& keys() const { return rows_; }
  const Keys& annotation_keys() const { return annotations_; }
  // True when some key of find() ends in this name, before its "()" or "[]".
  bool knows_end(std::string_view name) const { return sieve_.may_hold(name) && ends_.contains(name); }
  // The same, or of its beginning with a `*` behind it: "find*" for findByName.
  bool knows_name(std::string_view name) const;
  const std::vector<std::pair<std::string, CompiledRow>>& subclasses() const { return subclasses_; }
  const std::vector<CompiledRow>& comparisons(std::string_view name) const;
  bool has_comparisons() const { return !comparisons_.empty(); }
  // Rows about what is assigned to this name, wherever it stands; nullptr when there are none.
  const std::vector<CompiledRow>* assigned(std::string_view name) const {
    auto at = assigned_.find(name);
    return at == assigned_.end() ? nullptr : &at->second;
  }
  bool has_assigned() const { return !assigned_.empty(); }

 private:
  friend class Packs;
  Keys rows_, annotations_, comparisons_, assigned_;
  // Base class path → row; "?" for those that are known by the way their names are written.
  std::vector<std::pair<std::string, CompiledRow>> subclasses_;
  std::vector<std::string> patterns_;
  std::unordered_set<std::string, TextHash, std::equal_to<>> ends_;
  Sieve sieve_;  // of the keys of rows_ and of ends_
};

class Packs {
 public:
  // Reads one pack; errors point into the document. Call compile() after the last.
  void read(const Document& document, std::vector<Error>& errors);
  void compile(std::vector<Error>& errors);
  const RowTable& rows(std::string_view language) const;
  const std::vector<std::string>& languages() const { return languages_; }
  const std::vector<std::unique_ptr<Row>>& all() const { return rows_; }
  // Things of this type belong to the class that holds them.
  bool is_held(std::string_view type) const { return held_.contains(type); }
  const MessageFormats& formats() const { return formats_; }
  // Rows of the language `deployment`.
  const std::vector<const Row*>& deployment() const { return deployment_; }

 private:
  struct Source {
    Row* row;
    std::vector<std::string> languages, patterns;
    std::vector<Span> places;
  };
  void compile_deployment(const Source& source, std::vector<Error>& errors);
  void compile_row(const Row& row, std::string_view pattern, RowTable& table, std::vector<Error>& errors);
  std::vector<std::unique_ptr<Row>> rows_;
  std::vector<Source> sources_;
  std::unordered_set<std::string> types_;
  std::unordered_set<std::string, TextHash, std::equal_to<>> held_;
  std::vector<std::string> languages_;
  std::map<std::string, RowTable, std::less<>> tables_;
  std::vector<const Row*> deployment_;
  MessageFormats formats_;
};

}  // namespace demarc
