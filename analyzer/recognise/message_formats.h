// What packs say about messages: how libraries turn them into things and back, and what platforms wrap them
// in.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/result.h"
#include "analyzer/recognise/effects.h"

namespace demarc {

// The section `messages:` of packs, all of them together. Names are full paths of libraries unless said
// otherwise.
struct MessageFormats {
  std::set<std::string, std::less<>> decodes;    // calls that yield what their first argument holds
  std::set<std::string, std::less<>> validates;  // last names of a class's methods: all it asks for is read
  std::set<std::string, std::less<>> names;      // annotations of fields: called so in messages
  std::set<std::string, std::less<>> hides;      // annotations of fields that messages do not carry
  std::set<std::string, std::less<>> plain;      // bases of classes that add no fields
  std::set<std::string, std::less<>> payload;    // annotations of the parameter that holds the payload
  // Types of handlers' parameters: the member that holds the payload.
  std::map<std::string, std::string, std::less<>> contents;
  std::set<std::string, std::less<>> polled;  // types of rows: what was asked for and holds messages
  std::vector<Envelope> envelopes;

  // Adds what the map at `node` says.
  void read(const Document& document, NodeIndex node, std::vector<Error>& errors);
};

}  // namespace demarc
