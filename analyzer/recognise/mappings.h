// Classes that stand for tables: the names of data effects become those of tables.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"

namespace demarc {

// What calls say about classes (`Order.init({…}, {tableName: "orders"})`): captures of a row with `maps`.
using CalledMappings = std::map<ClassRef, RowMatch>;

// Which tables classes stand for: by rows with `maps` about the class itself or what it extends.
class ClassTables {
 public:
  ClassTables(Program& program, Fold& fold, Values& values, const CalledMappings& called)
      : program_(program), fold_(fold), values_(values), called_(called) {}

  struct Table {
    ValueId name, store, unit;
  };
  // The class's own; else those of the classes that hold a thing of it (a manager of models). None where only
  // its subclasses are stored, or where nobody knows.
  std::vector<Table> of(ClassRef type);
  // The class of this simple name that is stored: the nearest to `from`; no file where there is none. A
  // qualifier in front ("orders.Order") is a folder's name on its path where one fits.
  ClassRef named(std::string_view name, FileId from);
  // What the settings nearest to `from` call Django's user: "app.Model".
  std::string user_model(FileId from);
  // Puts tables in the place of classes in the names of a data effect; a class that no row maps keeps it
  // open. False for what is done with a class that only others build on: no effect.
  bool put(Effect& e);

 private:
  bool is_abstract(ClassRef type) { return fold_.mapping(type).row && fold_.mapping(type).is_abstract; }
  // The table of the word `name` or `other`; false where nothing is touched.
  bool put(Effect& e, std::string_view word);
  Table table_of(ClassRef type, int depth);
  ValueId django_table(ClassRef type, const Fold::Mapping& own, const std::string& name);
  ValueId app_label(const std::string& package);
  const std::vector<ClassRef>& holders(ClassRef held);
  void put_models(Effect& e);
  ValueId unquoted(ValueId name);
  std::string_view keep(std::string_view text) { return values_.strings().text(values_.strings().id(text)); }

  Program& program_;
  Fold& fold_;
  Values& values_;
  const CalledMappings& called_;
  std::map<std::string, ValueId> labels_;  // of apps, by package
  std::map<ClassRef, std::vector<ClassRef>> holders_;
  bool has_holders_ = false;
  std::map<std::string, std::vector<ClassRef>, std::less<>> stored_;  // by simple name
  bool has_stored_ = false;
  std::vector<std::pair<FileId, std::string>> user_models_;  // what settings say
  bool has_user_models_ = false;
};

}  // namespace demarc
