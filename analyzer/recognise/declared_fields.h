// The fields that a class declares, as a message of it carries them.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/recognise/fold.h"

namespace demarc {

// What a message holds at one place. Without children anything may stand below it.
struct MessageShape {
  std::string type;     // text, number, flag, list, object; "" where nothing says so
  bool is_open = true;  // more may stand here than the children say
  bool is_optional = false;
  bool is_by_mapper = false;
  std::string property;  // its name in the class, where messages call it otherwise
  Span place;
  std::map<std::string, MessageShape> children;  // by name; of a list: of its elements

  bool is_known() const { return !is_open; }
};

class DeclaredFields {
 public:
  DeclaredFields(Program& program, Fold& fold, const MessageFormats& formats)
      : program_(program), fold_(fold), formats_(formats) {}

  // A thing of the class. Open where its bases or annotations leave open what there is.
  const MessageShape& shape(ClassRef type);
  // The declared type of a field or parameter: its kind, and its fields where it is a class of the tree.
  MessageShape shape(FileId file, code::ExprId type) { return declared(file, type, 0); }
  // The class of the tree that a declared type names; no file when it is none.
  ClassRef class_of(FileId file, code::ExprId type);

 private:
  MessageShape of_class(ClassRef type, int depth);
  MessageShape declared(FileId file, code::ExprId type, int depth);
  void add_own(ClassRef type, MessageShape& into, int depth);
  // The name that an annotation gives; "" when none does. `is_hidden`: messages do not carry it.
  std::string renamed(FileId file, code::Range annotations, bool* is_hidden);

  Program& program_;
  Fold& fold_;
  const MessageFormats& formats_;
  std::set<ClassRef> running_;
  std::map<ClassRef, MessageShape> known_;
};

}  // namespace demarc
