// What the readers of Java and Kotlin share: classes and their members, names that other files may hold.
#pragma once
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/languages/lowering/tree_builder.h"

namespace demarc::languages::jvm {

class Builder : public TreeBuilder {
 protected:
  // `out` is empty (as CodeFile's constructor leaves it).
  using TreeBuilder::TreeBuilder;
  ~Builder() = default;

  // A variable of a function, parameters too.
  struct Local {
    StringId name;
    bool is_text = false;  // a buffer that texts are appended to
  };
  // A type parameter, which means its bound.
  struct TypeParameter {
    StringId name;
    ExprId bound;
  };
  // A field that a constructor or an accessor is made for.
  struct MadeField {
    NodeIndex node = 0;
    StringId name;
    ExprId type, value;
    code::Range annotations;
    bool is_static = false, is_final = false, has_value = false, is_boolean = false, has_accessor = false;
    code::ParameterKind kind = code::ParameterKind::normal;
  };

  void list_call(ExprId call) { f_.calls.push_back({call, in_.block}); }

  void begin_file();
  // Goes into the body of a function; the caller puts the context back.
  void enter(FunctionId function, NodeIndex body, ClassId owner, BlockKind kind = BlockKind::body);
  // A class and the function of its body, declared under its name where it has one. Goes into the body.
  ClassId open_class(NodeIndex n, NodeIndex name_node, StringId name, NodeIndex body);

  // Members that no one wrote (made_members.cpp); the class's body is at hand.
  void make_constructor(NodeIndex n, const std::vector<MadeField>& fields);
  void make_accessor(NodeIndex n, StringId method, const MadeField& field);
  void make_getters(NodeIndex n, const std::vector<MadeField>& fields, std::span<const StringId> written);

  // What is appended to a buffer: a sum of one part, which says that text grows, whatever it began with.
  ExprId appended_text(NodeIndex n, ExprId value);

  // Names.
  void local(StringId name, bool is_text = false) { locals_.push_back({name, is_text}); }
  // The variable of this name in the functions of the class at hand; null when it is none.
  const Local* find_local(StringId name) const;
  // What an assignment to a plain name is one to: a variable, or a member of the class.
  ExprId target_name(NodeIndex n, StringId name);
  // A name that may belong to another file without being imported.
  ExprId outside_name(NodeIndex n, StringId name);
  void import(NodeIndex n, std::string_view module, std::string_view name, std::string_view local,
              bool is_type_only = false);
  // Imports of what was used and is neither declared nor imported here.
  void finish_names();
  // `a.b.C` in full: an import that has the whole text as its local name.
  ExprId qualified(NodeIndex n, std::string_view text);

  std::vector<Local> locals_;
  std::vector<TypeParameter> type_parameters_;
  std::vector<bool> used_;  // by StringId: names that outside_name() gave
};

// "url" → "getUrl", with `prefix` "get".
std::string accessor(std::string_view prefix, std::string_view field);

// What stands between the quotes of a literal, with escapes decoded into UTF-8. Appends to `out`.
// `as_written` are escapes that stand for themselves there ("\$" in Kotlin is a dollar anyway).
void decode_escapes(std::string_view written, std::string& out);
// The content of a text block (Java) or of a raw string after trimIndent: without the common indentation.
std::string without_indentation(std::string_view block);

}  // namespace demarc::languages::jvm
