// Whose code is it: which deployed functions, and so which services, reach a function of the program.
#pragma once
#include <map>
#include <set>
#include <vector>

#include "analyzer/link/run.h"

namespace demarc::linking {

// True for a file in a folder for what people run by hand: scripts, tools, bin … below its service's root.
bool is_developers_script(const Run& run, FileId file);

// Calls are followed from every handler into whatever it calls, libraries included. Loading a file runs its
// top level and loads what it imports.
class Reach {
 public:
  explicit Reach(Run& run);

  // Who runs this function, sorted. Those whose calls lead there; if there are none, those that load its file
  // (`by_call` is false); if there are none either, the service whose folder holds it, unless it is a
  // library or the file is a developer's script. A method of an interface that is a call by itself (a
  // declared client) is run by those alone whose code calls it.
  std::vector<Runner> runners(FunctionRef where) const;
  // True for a method of an interface that is a call by itself, as soon as somebody calls it.
  bool is_declared_client(FunctionRef where) const { return clients_.contains(where); }
  // Who loads this file at all: by deployed function or whole service.
  std::vector<Runner> loaders(FileId file) const;
  // Where a deployed function (by its index in Run::deployed) starts: its handlers, and the top of their
  // files.
  std::vector<FunctionRef> handlers(std::uint32_t deployed) const;

 private:
  struct FileView {
    std::vector<std::vector<std::uint32_t>> nested;  // by function: the functions that stand in it
    std::vector<std::uint32_t> callbacks;            // functions handed to calls at the top level
  };
  const FileView& view(FileId file);
  std::vector<FunctionRef> entries(FileId file, const std::string& handler) const;
  // `beside`: files that are loaded without being named.
  void walk(const Runner& runner, const std::vector<FunctionRef>& entries, const std::vector<FileId>& beside);
  // False for a call that a shared class leaves to a class below it which lies in another program: that one's
  // classes are no part of this one.
  bool stays_inside(const Runner& runner, FileId from, FileId to);
  const std::set<FileId>& imported_by(FileId file);  // directly or not

  // All functions of the program in one row of numbers, file by file.
  void number_functions();
  std::uint32_t number(FunctionRef where) const;

  void find_clients();
  // A call whose receiver is not followed to its type: who imports the client and calls something of the
  // method's name.
  void call_clients();
  void call_client(FunctionRef method, FileId importer);

  Run& run_;
  std::set<FunctionRef> clients_;     // methods of interfaces that are calls by themselves
  std::vector<std::uint32_t> first_;  // by file: the number of its first function; one more at the end
  std::vector<std::uint32_t>
      call_begin_;  // by function: where its calls begin in calls_; one more at the end
  std::vector<FunctionRef> calls_;
  std::vector<std::vector<FileId>> imports_;  // by file
  std::unordered_map<FileId, FileView> views_;
  std::map<FileId, std::set<FileId>> imported_;
  std::vector<std::vector<Runner>> by_call_;  // by function
  std::vector<std::vector<Runner>> by_file_;  // by file
};

}  // namespace demarc::linking
