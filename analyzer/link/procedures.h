// Remote procedures: which one of the tree's contracts a name in code means, and who answers it.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/link/routes.h"
#include "analyzer/link/stations.h"

namespace demarc::linking {

class Procedures {
 public:
  // What code says of a procedure. Generated code shortens names, so a service may stand without its package.
  struct Said {
    std::string service;       // "OrderService", "shop.OrderService"
    std::string package;       // of the code that stands for it: "com.shop.order", "./order_pb2_grpc"
    std::string rpc;           // "PlaceOrder", "placeOrder"; "" for all of them
    bool is_generated = true;  // from a contract; else the service is an interface of the code's own language
  };
  struct Meant {
    std::string path;  // "/shop.OrderService/PlaceOrder"; without the package where no contract tells it
    FileId contract;   // 0: nothing of the tree describes it
  };

  explicit Procedures(const Run& run);

  // The procedures that are meant, as seen from a place of the service `from`. None where a contract
  // describes the service and has no such procedure.
  std::vector<Meant> meant(const Said& said, ServiceIndex from) const;
  // The only service other than `from` whose code answers the procedure, or `from` itself where no other
  // does; 0 when there are none or several.
  ServiceIndex only_answerer(const Routes& routes, const std::string& protocol, std::string_view path,
                             ServiceIndex from) const;

 private:
  // A service of a contract. Copies in several folders are one.
  struct Described {
    std::string name;                         // "shop.OrderService"
    std::vector<FileId> files;                // that describe it
    std::map<std::string, std::string> rpcs;  // bare name → name
  };
  const Described* described(const Said& said, ServiceIndex from) const;

  const Run& run_;
  std::vector<Described> services_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_name_;  // without the package
};

// Protocols whose operations are procedures of named services, and no paths.
bool has_procedures(std::string_view protocol);

// The procedure that an effect names; `service` is "" where it names none.
Procedures::Said said_procedure(const Run& run, const Effect& effect);

}  // namespace demarc::linking
