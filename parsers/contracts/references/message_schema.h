// What a schema says of a message: the fields that it lists.
#pragma once
#include <vector>

#include "parsers/contracts/references/references.h"

namespace demarc::contracts {

// The fields of a JSON schema, as ContractEvent::fields has them; none where the schema lists none. Its
// references are followed.
std::vector<Property> fields_of_schema(const Project& project, Place schema, Values& values);

}  // namespace demarc::contracts
