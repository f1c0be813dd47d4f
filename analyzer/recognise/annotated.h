// Rows about annotations, bases and attributes of classes, and settings: what is said where things are
// declared.
#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/recognise/effect_maker.h"
#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/fold.h"
#include "analyzer/recognise/inherited_clients.h"
#include "analyzer/recognise/libraries.h"
#include "analyzer/recognise/routers.h"

namespace demarc {

// Effects and roles are added to `out`.
class Annotated {
 public:
  Annotated(Program& program, const Packs& packs, Fold& fold, const Libraries& libraries, Routers& routers,
            EffectMaker& effects, Effects& out)
      : program_(program),
        packs_(packs),
        fold_(fold),
        values_(fold.values()),
        libraries_(libraries),
        routers_(routers),
        effects_(effects),
        out_(out),
        inherited_(program, packs, fold) {}

  // A thing that does what the annotations of an interface say: `one` is the interface.
  void add_proxy(std::uint32_t one, std::string_view given, const Captures& captures);
  // A method that has a path and answers nothing hands on to a thing of the class that it returns; clients
  // have methods of interfaces above them. Ask it of all files before the first annotations().
  void look_ahead(ProgramFile& f);
  // @app.route("/x") on functions, @Controller("x") on their class.
  void annotations(ProgramFile& f);
  // Settings that a framework reads by their names: DATABASES = {…}, app.config["URI"] = …
  void assignments(ProgramFile& f);

 private:
  void annotated_function(ProgramFile& f, code::FunctionId function);
  // What the class's own annotations put before the paths of its methods; 0 for nothing.
  ValueId class_prefix(ClassRef type);
  // A method of an interface as the clients have it that extend the interface.
  void inherit(ProgramFile& f, code::FunctionId function);
  ValueId type_of_message(const code::CodeFile& c, const code::Function& fn);
  ValueId own_prefix(ProgramFile& f, const code::Function& fn);
  void class_names(const code::CodeFile& c, const code::Class& k, Captures& captures);
  void name_place(const ProgramFile& f, const code::Function& fn, Captures& captures);
  void methods(ProgramFile& f, RowMatch m, code::ClassId type);
  void annotated_methods(ProgramFile& f, RowMatch m, code::ClassId type);
  void put(ProgramFile& f, const RowMatch& m, code::ExprId a, code::FunctionId where, ValueId prefix);
  void put(const RowMatch& m, Span site, FunctionRef where, ValueId prefix);

  Program& program_;
  const Packs& packs_;
  Fold& fold_;
  Values& values_;
  const Libraries& libraries_;
  Routers& routers_;
  EffectMaker& effects_;
  Effects& out_;
  // What a class's annotation, or a thing made of it, says of its methods.
  struct Around {
    std::string_view given;  // the type of thing
    Captures captures;
    bool is_proxy = false;
  };
  std::unordered_map<std::uint32_t, std::vector<Around>> proxies_;  // by number of the interface
  InheritedClients inherited_;
  std::unordered_map<std::uint32_t, std::vector<ValueId>> resources_;  // classes: what their paths hang below
};

}  // namespace demarc
