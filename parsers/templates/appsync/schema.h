// Finds the operations of a GraphQL schema: the fields of its query, mutation and subscription types.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/observations/declarations.h"

namespace demarc::appsync {

struct SchemaField {
  std::string method;  // QUERY, MUTATION or SUBSCRIPTION
  std::string name;
  std::uint32_t begin = 0, end = 0;  // bytes of the name in the text
};

// In the order of the text; `extend type`, other names for the root types (`schema { query: Q }`),
// descriptions, directives and comments are understood. Tolerant of faults, linear in the text.
std::vector<SchemaField> schema_fields(std::string_view text);

// Adds them as operations of the contract `file`, whose text this is. With `fixed` all places are that one (a
// schema that stands inside a template).
void declare_schema(FileId file, std::string_view text, Declarations& out, Span fixed = {});

}  // namespace demarc::appsync
