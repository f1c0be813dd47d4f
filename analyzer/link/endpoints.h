// Operations that services offer and answer, and calls between services: URLs, functions by name, workflows.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/configured.h"
#include "analyzer/link/hosts.h"
#include "analyzer/link/operations.h"
#include "analyzer/link/procedures.h"
#include "analyzer/link/route_prefixes.h"
#include "analyzer/link/routes.h"

namespace demarc::linking {

class Endpoints {
 public:
  explicit Endpoints(const Desk& desk)
      : desk_(desk),
        run_(desk.run),
        routes_(desk),
        holders_(desk.run),
        procedures_(desk.run),
        prefixes_(desk) {}

  void link();

 private:
  EntityId invocation(ResourceIndex function);

  std::vector<std::string> texts(const Property* p);

  // ---- what services offer

  void link_route(const Wiring& w);

  // Code answers remote procedures; what it has beside those of the contract is its own business. `all`: what
  // is registered as a whole, which counts where no code shows the single procedures.
  void link_answered(const Effect& e, bool all);

  void link_exposure(const Effect& e);

  static std::string below(const std::string& prefix, std::string path);

  // Stored types that the code hands out or takes as they are.
  void note_stored(const Effect& e, EntityId operation);

  // Routes are registered where a server is set up: that place belongs to its folder's service.
  std::vector<Actor> owners(const Effect& e);

  void link_handled(const Effect& e);

  void link_contracts();

  void contract(FileId file, ServiceIndex service, Span);

  // ---- calls

  void leave_open(Relation relation, ServiceIndex service, const std::string& protocol,
                  const std::string& reason, Span place);

  // "10.0.3.7:8080" of "http://10.0.3.7:8080/x" where the code itself says so; a bare name is no machine.
  std::string literal_host(ValueId url, int depth = 0) const;
  static bool is_number_address(std::string_view host);

  void relate(Relation relation, ServiceIndex from, ServiceIndex to, EntityId target);

  // A domain name that a template declares.
  ServiceIndex domain_service(std::string_view host, Trail& trail);

  // An address that nothing in the tree provides, under a name that names its owner: "/shop/payment/api/url".
  ServiceIndex named_service(ValueId value, ServiceIndex from);

  // The service that alone offers a route of this method and path, of several the one whose route says most
  // of the path's words; holes alone prove nothing, so one word of the path must be the route's own. `words`:
  // how many are.
  ServiceIndex only_offer(const std::string& method, std::string_view path,
                          const std::set<ServiceIndex>* among = nullptr, std::size_t* words = nullptr) const;

  // The service that alone has routes below the first part of the path: its context path.
  ServiceIndex only_below(std::string_view path) const;
  // Who is meant by a path at an address that hands on to all services: who offers it; else the only one
  // whose paths, or whose name, begin so.
  ServiceIndex behind_door(const std::string& method, std::string_view path) const;
  // Keeps a call to an address that the tree does not know until all of them are seen. False where the path
  // says nothing of who could be meant and the address is not known either.
  // A page's path without a host is kept too: its gateway may hand it on.
  bool leave_outside(const Relation& base, ServiceIndex from, const Url& url, const std::string& method);
  void link_outside();
  // Who answers a path that the pages of `from` ask for at the address that they come from: a service to
  // which a gateway in front of them, or their own server, hands on, maybe over further gateways.
  ServiceIndex behind_pages(ServiceIndex from, const std::string& method, std::string_view path) const;

  // Who is meant by a path at an address of this machine. Developers give many services one port, or set each
  // other's as they like: the path says more than the port, where one service alone offers it.
  ServiceIndex on_this_machine(const std::string& host, const std::string& method, std::string_view path,
                               ServiceIndex from, ServiceIndex by_port) const;
  bool offers(ServiceIndex service) const;  // any route is known

  // One alternative of a URL. False when it leads nowhere; then `open` says why. A prefix stands for all that
  // lies below it, for no operation.
  bool call_url(Relation base, ServiceIndex from, const Outcome& outcome, ValueId more_path,
                const std::string& method, std::string& open, bool is_prefix = false);

  std::string text_of_property(const Wiring& w, std::string_view word);

  void add_evidence(Relation& relation, const Trail& trail);

  // Whether the value is made from the member of that name of something that is handed in.
  bool asks_member(ValueId value, std::string_view name, int depth = 0) const;

  void link_remote_call(const Effect& e, const std::string& protocol);

  // No address leads there, but only one program of the tree answers the procedure.
  bool call_answerer(Relation base, ServiceIndex from, const std::string& protocol, const std::string& path);

  void link_call(const Effect& e);

  // "http://a:1/x,http://b:1/x", "http://a,b": several addresses in one setting.
  std::vector<Outcome> apart(const Outcome& outcome) const;
  void drop_unfilled(std::vector<Outcome>& all) const;

  // No address leads there, but only one program of the tree is what is asked for.
  bool call_role(const Effect& e, Relation base, ServiceIndex from);

  // A gateway that hands on to all that are known to a registry: those that ask for that role by themselves,
  // but for what is a part of the platform too.
  void link_everyone(const Effect& e);

  // Its address is set, and the tree runs nothing of the kind: the product runs beside it.
  bool call_product(const Effect& e, Relation base, const Scope& scope);

  // A task token says nothing about its workflow; the permission to answer does.
  bool answer_workflow(Relation base, const Actor& actor);

  static Kinds callable(std::string_view protocol);

  bool call_target(Relation base, ServiceIndex from, const Target& target, std::string& open);

  // A pool of users asks the functions that are its triggers, and waits for them.
  void link_pool_trigger(const Wiring& w);
  void link_wired_call(const Wiring& w);

  void link_wired_call(const Wiring& w, const Side& from);

  // What code answers behind a catch-all route. Made last: such an operation must not stand in the way of the
  // catch-all while other handlers look for it.
  struct Behind {
    ServiceIndex service;
    std::string method, path;
    Relation relation;
    const Effect* effect;
  };

  // A call to an address that the tree does not know.
  struct Outside {
    Relation base;
    ServiceIndex from;
    Url url;
    std::string method;
    const Effect* calling;
    std::string literal_host;
  };

  const Desk& desk_;
  Run& run_;
  Routes routes_;
  Holders holders_;
  Procedures procedures_;
  RoutePrefixes prefixes_;
  std::vector<Behind> behind_;
  std::vector<Outside> outside_;
  std::map<ServiceIndex, std::set<ServiceIndex>> handed_on_;  // by gateways and what else hands on by paths
  std::map<EntityId, ResourceIndex> invoked_;                 // functions that are asked by name
  std::string literal_host_;                                  // the machine that its code names
  const Effect* calling_ = nullptr;                           // whose calls are being linked
};

}  // namespace demarc::linking
