// Interfaces of clients that take their methods from interfaces above them, which a server may implement too.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/recognise/fold.h"

namespace demarc {

class InheritedClients {
 public:
  struct Client {
    ClassRef type;
    std::string_view given;  // the type of thing that its annotation makes of it
    Captures captures;
    ValueId prefix;  // of its own, before the paths of its methods
  };

  InheritedClients(Program& program, const Packs& packs, Fold& fold);
  // Looks for clients in a file; call once for each.
  void collect(ProgramFile& file);
  // The clients that have the methods of this interface.
  const std::vector<Client>& of(ClassRef type) const;
  // True where a client names the class as what answers in its place when nobody else does.
  bool is_fallback(ClassRef type) const;
  // True where the class is a stand-in for such a client, which answers nobody from outside.
  bool is_stand_in(ClassRef type, const std::vector<Client>& clients) const;

 private:
  void hang_above(ClassRef type, const Client& client, int depth);

  Program& program_;
  Fold& fold_;
  std::set<std::string, std::less<>> spoken_of_;  // types that rows about members ask for
  std::unordered_map<std::uint32_t, std::vector<Client>> by_interface_;
  std::set<std::uint32_t> fallbacks_;  // numbers of classes
};

}  // namespace demarc
