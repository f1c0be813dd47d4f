// Folding: what an expression stands for, as a value with holes, across functions, classes and files.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/base/values.h"
#include "analyzer/recognise/packs.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// A call as a value pair: positional arguments as a list, named ones as an object.
struct CallArguments {
  std::vector<ValueId> positional;
  // Texts of a file, of a row or of the value store: they stay.
  std::vector<std::pair<std::string_view, ValueId>> named;
};

// One match of a row: its captures in the order of the pattern. Names are texts of rows or of the value
// store.
using Captures = std::vector<std::pair<std::string_view, ValueId>>;
struct RowMatch {
  const CompiledRow* compiled = nullptr;
  Captures captures;
  bool any_receiver = false;
};

// Never runs a loop; both branches become `either` (at most Values::max_alternatives). What a function
// returns is folded once; arguments are put into it at most `max_calls` calls deep. Whatever exceeds a bound
// is unknown. Results without parameters are final; a parameter stays `$param` until a caller tells.
class Fold {
 public:
  static constexpr int max_calls = 5;
  static constexpr int max_depth = 64;                // of nested evaluation
  static constexpr std::size_t max_reexports = 64;    // modules that pass one name on to each other
  static constexpr std::uint64_t max_rings = 10'000;  // of a whole run, see members_
  // Steps of a whole run: afterwards everything is unknown, and exhausted_at() says where that was. The
  // tree's size sets it, so that only code made to be slow meets it.
  static constexpr std::uint64_t min_step_limit = 20'000'000, steps_per_expression = 200;

  Fold(Program& program, const Packs& packs, Values& values);

  // `block` is where the expression's statement stands (which assignments reach it).
  ValueId value(FileId file, code::ExprId e, code::BlockId block);
  CallArguments arguments(FileId file, code::ExprId call, code::BlockId block);
  // What a call's callee stands for.
  ValueId callee(FileId file, code::ExprId call, code::BlockId block);

  ValueId member(ValueId object, std::string_view name);
  ValueId index(ValueId object, ValueId key);
  // `site` (no file: none) makes things of `distinct` rows different; `language` chooses the rows.
  ValueId apply(ValueId callee, const CallArguments& arguments, Span site, std::string_view language);
  // How the place is named where a thing of a `distinct` row is made.
  std::string place_of(Span site) const;
  ValueId substitute(ValueId v, FunctionRef function, const CallArguments& arguments, ValueId receiver);
  // Binds the constructor's parameters of `type` in v.
  ValueId substitute_constructor(ValueId v, ClassRef type, const CallArguments& arguments);
  // What a parameter is when no caller tells: its default, else a thing of its declared type, else unknown.
  // `only_injected`: parameters of constructors alone, of objects that a container makes.
  ValueId close_parameters(ValueId v, bool only_injected = false);

  // All rows that a callee and arguments match; `tail` is "()", "[]" or "".
  std::vector<RowMatch> matches(ValueId callee, const CallArguments& arguments, std::string_view tail,
                                std::string_view language);
  // True when some row would look at the arguments of such a use of `callee`.
  bool has_rows(ValueId callee, std::string_view tail, std::string_view language) {
    return ahead(callee, tail, language).rows;
  }
  // False when no row that makes an effect can ever match a call of `callee`, whatever its arguments are. A
  // callee that still hangs on a parameter may become anything, unless it stays() what it is. `any_row` is
  // set when some row, of whatever use, can match.
  bool may_match(ValueId callee, std::string_view language, bool* any_row = nullptr);
  // True when `v`, its members and what calls of it yield mean the same to every row whatever is put in for
  // the parameters below `v`: they stand only among the arguments of a call that nobody knows, say.
  bool stays(ValueId v) { return fate(v) != Fate::moves; }
  // True when some row that is awake knows calls of this name whatever they are called on.
  bool is_any_receivers(std::string_view name);
  // True for the names of libraries that rows begin with.
  bool is_spoken_of(std::string_view path);
  // Parameters, as Value::aux, that no caller makes a thing, instead of those that were told before: calls of
  // their members say nothing.
  void bury(const std::vector<std::uint32_t>& parameters);
  // What parameter number `index` of a function is in a call.
  ValueId given(FunctionRef function, std::uint32_t index, const CallArguments& arguments, ValueId receiver);
  std::vector<RowMatch> annotation_matches(ValueId annotation_callee, const CallArguments& arguments,
                                           std::string_view language);
  std::vector<RowMatch> meta_matches(ValueId annotation, const CallArguments& arguments,
                                     std::string_view language);
  // The methods of the classes below that have a body for this one, which has none.
  std::vector<FunctionRef> implementations(FunctionRef method);
  // The last name of the first library's class that the class extends or implements; "" when there is none.
  // Names of the interfaces that a class says it implements, with their packages; bases of libraries count.
  ValueId interface_names(ClassRef type);
  std::string library_base(ClassRef type);
  // A text of the class's file.
  std::string_view alias_of(ClassRef type, std::string_view element);
  bool match_arguments(const std::vector<ArgumentPattern>& patterns, const CallArguments& arguments,
                       std::vector<Captures>& sets);
  ValueId behind_prefix(ValueId v, std::string_view patterns);
  ValueId option_of(ValueId v, std::string_view names);
  ValueId parts_of(ValueId object, std::string_view what);
  ValueId address_inside(ValueId function, std::string_view calls);
  ValueId put_below(ValueId base, ValueId address);
  bool match(const ArgumentPattern& pattern, ValueId value, bool present, std::vector<Captures>& sets);
  // A row's value from captures (and the captures of the handle it was found on).
  void each_annotation(ProgramFile& f, code::Range range, code::ClassId owner,
                       const std::function<void(const RowMatch&, code::ExprId)>& use);
  ValueId build(const ValueSpec& spec, const Captures& captures, bool* absent = nullptr);

  // The functions a callee value leads to, with the receiver bound.
  struct Target {
    FunctionRef function;
    ValueId receiver;
  };
  std::vector<Target> targets(ValueId callee, int arguments = -1);
  // Of overloads those that take so many arguments; all of them when none does.
  ValueId fitting(ValueId callee, std::size_t arguments);
  // The constructor of a class or of its nearest base that has one.
  FunctionRef constructor(ClassRef type);
  FunctionRef constructor(ClassRef type, std::size_t arguments);  // the one that takes so many
  ValueId self_of(ClassRef type);
  // True when the class is `base` or extends it, directly or not.
  bool is_kind_of(ClassRef type, ClassRef base, int depth = 0);
  // The row of a library's class that this class extends, directly or not; nullptr if there is none.
  const RowMatch* class_row(ClassRef type);
  ValueId declared_instance(FileId file, code::ExprId type_expr);
  std::uint64_t steps() const { return steps_; }  // taken so far
  // How often something became unknown because a bound was met or a ring closed: an answer without such a cut
  // is final.
  std::uint64_t cuts() const { return cuts_; }
  // The file that was folded when the steps ran out; 0 when they did not.
  FileId exhausted_at() const { return exhausted_at_; }
  // Parameters below a value: the functions they belong to.
  void parameter_owners(ValueId v, std::vector<std::uint32_t>& functions);
  bool has_parameters(ValueId v) const { return values_.has_parameters(v); }
  static CallArguments unpack(Values& values, ValueId list, ValueId object);
  std::pair<ValueId, ValueId> pack(const CallArguments& arguments);

  // Rows, by number, that no receiver wakes: nothing of their libraries is used.
  void sleep(std::vector<bool> rows) { asleep_ = std::move(rows); }
  // What stores things of a class, as its annotations, attributes and bases say.
  struct Mapping {
    const Row* row = nullptr;  // that says so; nullptr: nothing stores them
    ValueId store, unit, name, label;
    std::string naming;  // of the name, where none is given
    bool is_abstract = false,
         is_apart = false;  // its subclasses alone are stored; they have tables of their own
  };
  const Mapping& mapping(ClassRef type);
  // True where things of the class are stored: by a mapping of its own or of a class above it.
  bool is_mapped(ClassRef type, int depth = 0);
  // `self` where it is handed on: of a class that others extend, whoever calls the method knows more. 0 where
  // the class is all there is to know.
  ValueId open_self(ProgramFile& f, code::BlockId block);
  // The class of the tree that base number `i` of a class is; without a file: none.
  ClassRef base_class(ClassRef type, std::uint32_t i);
  // Things that stand for a text (rows of a property `#text`) as that text, wherever they are in `v`.
  ValueId as_text(ValueId v);
  // `handle` as a thing of its own, made at `site`, without a prefix of its own.
  ValueId with_site(ValueId handle, std::string_view site) {
    return handle_with(std::string(values_.text(handle)), handle, {{"prefix", values_.literal("/")}}, site);
  }
  // The rows that matched something so far, by number.
  void mark(const Row& row) { marked_[row.number] = true; }
  std::vector<std::uint32_t> marked() const;

  Program& program() { return program_; }
  Values& values() { return values_; }
  std::string_view language_of(FileId file);

 private:
  // `found`, an attribute of `of`, as a thing that belongs to this class, where a row says that it does.
  ValueId held(ValueId found, ValueId of);
  // `v` as a mapper calls the table of that name.
  ValueId named(ValueId v, std::string_view naming);
  // What an attribute of a class says, for `type`: texts that its methods compute of the class's name too.
  ValueId attribute(ClassRef type, std::string_view path, bool only_own);
  // What a row captured, with what it sets of that.
  Captures given_by(const RowMatch& m);
  void add_attributes(ClassRef type, const Row& row, Captures& captures);
  // A sum of parts. Long texts cost steps: text that grows at every line must not fill the memory.
  ValueId sum(std::span<const ValueId> parts);
  Captures captures_of(ValueId base) const;
  // Which rows would have their arguments looked at.
  struct Ahead {
    bool rows = false, effect = false;  // any; any that makes an effect
  };
  Ahead ahead(ValueId callee, std::string_view tail, std::string_view language);
  // With `only` nothing is matched: it is set.
  std::vector<RowMatch> match_rows(ValueId callee, const CallArguments& arguments, std::string_view tail,
                                   std::string_view language, const RowTable& rows, Ahead* only);
  // What becomes of a value when its parameters are known.
  enum class Fate : std::uint8_t {
    unasked,
    moves,   // it may become anything
    stays,   // see stays()
    wastes,  // something that rows know only by the names behind it: its parameters are buried
  };
  Fate fate(ValueId v);
  Fate fate_called(ValueId callee);
  ValueId evaluate(ProgramFile& f, code::ExprId e, code::BlockId block);
  ValueId name(ProgramFile& f, StringId name, code::BlockId block, std::uint32_t position);
  ValueId local(ProgramFile& f, code::FunctionId scope, StringId name, code::BlockId use,
                std::uint32_t position, bool same_function, bool* found);
  // What this file puts into a member that the object itself does not have: app.db = connect().
  ValueId given_member(ProgramFile& f, code::ExprId e, ValueId object);
  ValueId with_mutations(ProgramFile& f, ValueId base, code::FunctionId scope, StringId name,
                         code::BlockId use, std::uint32_t position, bool same_function);
  ValueId set_entry(ValueId object, const std::vector<ValueId>& path, std::size_t at, ValueId value,
                    bool surely);
  ValueId grow(ValueId base, ValueId v, code::AssignmentKind kind, bool surely, bool as_text);
  ValueId assigned_value(ProgramFile& f, const code::Assignment& a);
  bool excludes(const code::CodeFile& c, code::BlockId a, code::BlockId b) const;
  bool dominates(const code::CodeFile& c, code::BlockId a, code::BlockId b) const;
  ValueId imported(ProgramFile& f, std::uint32_t i);
  ValueId module_member(FileId file, std::string_view name);
  ValueId find_member(FileId file, std::string_view name);
  bool property(const RowTable& rows, std::string_view key, std::string_view name, ValueId& made);
  ValueId library_path(std::string_view library, std::string_view name);
  ValueId class_member(ClassRef type, std::string_view name, ValueId self, int depth = 0);
  ValueId bind_instance(ValueId v, ValueId self);
  template <class Swap>
  ValueId bind(ValueId v, std::uint32_t owners, Swap swap);
  template <class Bound>
  ValueId remade(ValueId at, std::span<const ValueId> own, Bound bound);
  // Unknown because a bound was met or a ring closed: asked from elsewhere, it may be known.
  ValueId cut() {
    ++cuts_;
    return {};
  }
  FunctionRef find_constructor(ClassRef type);
  const std::vector<ClassRef>& subclasses(ClassRef type);
  ValueId class_handle(ClassRef type);
  bool base_by_name(const CompiledRow& row, std::string_view path, Captures& captures);
  // An argument, by number or name, that a class's constructor gives to the one of its base; 0 for none.
  ValueId handed_up(ClassRef type, std::string_view which);
  Captures type_captures(ClassRef type, std::uint32_t base, const std::vector<std::string>& names);
  ValueId handle_member(ValueId handle, ValueId object, std::string_view name);
  ValueId returns(FunctionRef f);
  // Types (fold_types.cpp).
  code::BlockId type_block(const code::CodeFile& c, std::uint32_t position) const;
  ValueId generic_instance(ProgramFile& f, code::ExprId type_expr);
  ValueId thing_of(ProgramFile& f, ValueId type, std::span<const ValueId> type_arguments = {});
  // v, or a thing of the declared type where v says nothing.
  ValueId told(ProgramFile& f, ValueId v, code::ExprId type);
  ValueId base_of(ClassRef type, std::uint32_t i);
  bool has_member(ClassRef type, std::string_view name, int depth = 0);
  void library_bases(ClassRef type, std::vector<ValueId>& all, int depth);
  // What a base of a library has under the name; 0 when there is no such base.
  ValueId library_member(ClassRef type, std::string_view name);
  const std::vector<ClassRef>& all_below(ClassRef type);
  bool is_abstract(ValueId v);  // nothing but functions without a body
  // A member of the class or its bases by its plain name; 0 when there is none.
  ValueId member_by_name(ProgramFile& f, code::ClassId owner, StringId name);
  // "Outer.Inner" of a file.
  ValueId inside(FileId file, std::string_view dotted);
  bool takes(FunctionRef f, std::size_t arguments);
  // Extensions (fold_extensions.cpp).
  bool is_extension(FunctionRef f);
  ValueId received(ValueId v, ValueId receiver);
  // The extensions of this name that the file sees, called on `receiver`; 0 when there are none.
  ValueId extension(ProgramFile& f, std::string_view name, ValueId receiver);
  ValueId implicit_member(ProgramFile& f, code::ExprId e, code::BlockId block);
  // Annotations (fold_annotations.cpp).
  struct FieldRow {
    const Row* row = nullptr;
    Captures captures;
    std::string path;  // of the outer class's field that holds such a thing, with a dot behind it
  };
  ValueId build_plain(const ValueSpec& spec, const Captures& captures, bool* absent);
  ValueId cut_at(ValueId v, const ValueSpec& spec);
  // "${a.b:default}" as settings of the space "config"; 0 for expressions that are computed.
  ValueId placeholders(std::string_view text, int depth);
  // The same for every text in a value.
  ValueId filled(ValueId v);
  // What the annotations of a field or parameter say it is; 0 when they do not.
  ValueId annotated(ProgramFile& f, code::Range range, code::ClassId owner, code::ExprId type);
  // The thing that an annotation makes of what is declared with `type`, whose own captures stay.
  ValueId annotated_thing(ProgramFile& f, const RowMatch& m, code::ExprId type);
  const FieldRow& field_row(ClassRef type, int depth);
  ValueId field_setting(ClassRef type, std::string_view field, ValueId otherwise);
  // What annotations of a member say of the field that it is or stands for; 0 where they say nothing.
  struct FieldWords {
    ValueId name, otherwise;
  };
  FieldWords field_words(ProgramFile& f, code::Range annotations, code::ClassId owner);
  std::string name_of_field(const FieldWords& said, std::string_view written) const;
  // What a method without a body yields in a class whose fields are settings; 0 for other methods.
  ValueId unwritten_getter(FunctionRef method);
  // A field of a class whose base reads its fields from settings (`class …` rows with `fields`); 0 for
  // others.
  ValueId settings_field(ClassRef type, StringId name);
  // What annotations say of a field of this class; 0 when they say nothing.
  ValueId field_value(ClassRef type, StringId name);
  bool is_class_path(ValueId v) const;
  ValueId name_of_type(ValueId thing);
  ValueId path_of_class(ClassRef type, int depth);
  // Containers (fold_beans.cpp): what methods that rows call beans return, by the type of the thing.
  struct Bean {
    std::string name;
    FunctionRef made_by;
    ValueId value;
  };
  // `thing`, which only a declared type of `file` tells, or the bean of that type that a container puts
  // there: the one of this name or of what its annotations ask for, else the nearest.
  ValueId injected(ProgramFile& file, ValueId thing, StringId name, code::Range annotations,
                   code::ClassId owner);
  void collect_beans();
  // The bean of this name that is nearest to the file whose annotations are read, or a thing of the class
  // that is called so; 0 when there is none.
  ValueId bean_named(std::string_view name);
  // #{queue.name}, #{@settings.topic()}: what beans and their members say; 0 for other expressions.
  ValueId expression(std::string_view text);
  // Binds the parameters of a constructor and of those that it hands its own to: this(…), super(…).
  ValueId through_constructor(ValueId v, FunctionRef made, const CallArguments& arguments, int depth);
  code::ExprId handed_on(FunctionRef made);
  // `this.name` where only the classes below know what that is: it hangs on the object that the method is
  // called on, which is the parameter `self_index` of the method; 0 when the class knows itself.
  static constexpr std::uint32_t self_index = 255;
  ValueId open_member(ProgramFile& f, code::FunctionId from, code::ClassId owner, std::string_view name);
  // `this.name` in a method of an object literal: that literal's own member; 0 when it has none so called.
  ValueId literal_member(ProgramFile& f, code::BlockId block, std::string_view name);
  // What a constant of an enumeration is called, unless its class says otherwise; 0 for other things.
  ValueId enum_name(ValueId instance, std::string_view asked);
  ValueId class_text(ClassRef type, bool with_package);
  ValueId with_replaced(ValueId text, std::string_view name, std::string what, ValueId with);
  ValueId text_method(ValueId object, std::string_view name, const CallArguments& arguments);
  ValueId handle_with(std::string_view type, ValueId base, const Captures& captures,
                      std::string_view distinct_site);

  Program& program_;
  const Packs& packs_;
  Values& values_;
  // What expressions are, [FileId][ExprId]; a file's part is made when its first expression is asked for.
  static constexpr std::uint32_t not_yet = 0xffffffff, is_running = 0xfffffffe;
  std::vector<std::vector<std::uint32_t>> memo_;
  std::unordered_map<std::uint32_t, ValueId> returns_memo_, class_handles_;
  std::unordered_map<std::uint32_t, RowMatch> class_rows_;  // by class number
  std::map<ClassRef, Mapping> mappings_;
  // By file and name. A member that was not found because the search came back to where it began may be found
  // from elsewhere: it is kept only when rings are so many that searching them again would never end.
  std::unordered_map<std::uint64_t, ValueId> members_;
  std::unordered_set<std::uint64_t> running_members_;
  std::uint64_t rings_ = 0;
  std::unordered_set<std::uint32_t> running_returns_, running_handles_;
  int depth_ = 0, calls_ = 0;
  int arity_ = -1;  // how many arguments what is looked up next is called with; -1: it is not called
  std::uint64_t steps_ = 0;
  ValueId null_;
  std::uint64_t step_limit_ = min_step_limit;
  FileId exhausted_at_;
  std::uint64_t cuts_ = 0;
  std::unordered_map<ValueId, ValueId>
      closed_;  // by what close_parameters() was asked, where nothing was cut
  // One language that rows are written for.
  struct Tongue {
    std::string_view name;
    const RowTable* rows;
  };
  std::vector<Tongue> tongues_;
  // What ahead() answered, by value: four languages with eight bits each.
  std::vector<std::uint32_t> ahead_;
  std::vector<Fate> fates_;  // by value
  std::unordered_set<std::uint32_t> buried_;
  std::unordered_map<std::uint32_t, bool> any_receivers_;  // by StringId of the name
  std::vector<bool> marked_;
  std::vector<bool> asleep_;
  std::map<std::string, std::vector<Bean>, std::less<>> beans_;
  bool has_beans_ = false;
  FileId annotated_in_;  // the file whose annotations are read
  std::unordered_map<std::string, std::vector<ClassRef>> by_bean_name_;  // classes, "orderSettings"
  std::map<ClassRef, std::vector<ClassRef>> subclasses_;
  bool has_subclasses_ = false;
  std::unordered_map<std::uint32_t, FunctionRef> constructors_;
  std::unordered_map<std::uint32_t, std::vector<ClassRef>> below_;
  std::unordered_map<std::uint32_t, FieldRow> field_rows_;
  std::unordered_map<std::uint32_t, code::ExprId> handed_on_;
  std::unordered_map<std::string_view, std::vector<FunctionRef>> extensions_;
  bool has_extensions_ = false;
  struct PathHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_set<std::string, PathHash, std::equal_to<>> spoken_of_;
};

}  // namespace demarc
