// Schemas of records as payloads: which of them a publisher or consumer handles.
#pragma once
#include "analyzer/link/stations.h"

namespace demarc::linking {

// The contract's record that the code of this relation puts on the channel or takes from it; nullptr where
// none is known to be meant. Of several copies that of the service itself.
const ContractEvent* record_of(const Run& run, const Relation& relation, std::string_view channel);

}  // namespace demarc::linking
