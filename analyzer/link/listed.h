// Names that are looked up when a program runs, where its own configuration says what stands behind them.
#pragma once
#include <string_view>

#include "analyzer/link/stations.h"

namespace demarc::linking {

struct Listed {
  ServiceIndex service = 0;
  Trail trail;
};

// The service whose address the configuration of `from` gives to a name: Stork's address lists and
// applications, Ribbon's servers, the instances of Spring's simple discovery. 0 when it gives none, or
// several services'.
Listed listed_service(const Desk& desk, std::string_view name, ServiceIndex from);

}  // namespace demarc::linking
