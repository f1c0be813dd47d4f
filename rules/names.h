// The names that a context gives to things, for rules of language.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "rules/ground.h"

namespace demarc::rules::language {

// A name in the code, a route, a table, an event or a field of its messages, with where it stands.
struct Name {
  PartyId party = nobody;
  std::string_view scope;  // types, routes, events, tables, fields
  std::string text;        // as people see it
  std::string object;      // for the identity of a finding
  std::vector<std::string> words;
  std::vector<Step> places;
};

// All names of all contexts, in the order of facts. Names of the anticorruption layers are left out: there
// two languages meet.
std::vector<Name> names_of(const Ground& ground);

// Whether the words hold `wanted` as whole words in a row; a plural of the last one counts.
bool holds(const std::vector<std::string>& words, const std::vector<std::string>& wanted);

}  // namespace demarc::rules::language
