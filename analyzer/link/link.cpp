// Linking on one page: the stations, in their order.
#include "analyzer/link/link.h"

#include <algorithm>
#include <tuple>

#include "analyzer/link/hosts.h"
#include "analyzer/link/message_fields.h"
#include "analyzer/link/operations.h"

namespace demarc {

Linked link(const Files& files, const Project& project, Values& values, const Declarations& declared,
            const Effects& effects) {
  linking::Run run(files, project, values, declared, effects);
  linking::find_services(run);          // folders → services; functions of templates → files
  linking::Reach reach(run);            // functions of the program → services that run them
  linking::Resolver resolver(run);      // holes of values → what environment, parameters, outputs say
  linking::Names names(run, resolver);  // names and references → declared resources
  linking::Desk desk{run, reach, resolver, names};
  const linking::Hosts hosts(desk);  // host names, ports and roles → services
  desk.hosts = &hosts;
  linking::Operations operations(desk);  // loops around calls, what operations need of each other
  run.operations = &operations;
  linking::link_tables(desk);    // reads, writes
  linking::link_channels(desk);  // publishes, consumes, forwards
  linking::link_contract_fields(desk);
  linking::link_endpoints(desk);  // exposes, handles, calls
  linking::link_grants(desk);     // declares, grants, provides, uses, watches
  linking::link_imports(desk);    // imports
  operations.link();              // starts, needs

  Linked linked;
  linked.facts = std::move(run.facts).freeze();
  linked.open = std::move(run.open);
  std::sort(linked.open.begin(), linked.open.end(), [](const Coverage::Open& a, const Coverage::Open& b) {
    return std::tie(a.place, a.service, a.what, a.reason) < std::tie(b.place, b.service, b.what, b.reason);
  });
  linked.sites = std::move(run.sites);
  return linked;
}

}  // namespace demarc
