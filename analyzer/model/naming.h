// Patterns of names (`${system}-${context}-${service}-${stage}`) and names that differ only in spelling.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/glob.h"
#include "analyzer/model/model.h"

namespace demarc::model {

// Tells which context a physical name belongs to by a pattern of names.
class NamePattern {
 public:
  // `system` fills its hole where it is known; other holes match anything: what a context owns is its own at
  // every stage.
  NamePattern(const Model& model, std::string_view pattern);
  // The context (its number in Model::contexts) whose name and, where declared, whose service's name make
  // `name` fit; the longest such names win; -1 when none fits or two fit equally well.
  int context_of(std::string_view name) const;

 private:
  struct Candidate {
    Glob glob;
    int context;
    std::size_t weight;  // letters of context and service that the name had to contain
  };
  std::vector<Candidate> candidates_;
};

// A physical name as written, holes apart: "${Stage}-orders" → "orders", "orders-${AWS::AccountId}-x" →
// "orders-x".
std::string without_holes(std::string_view name);

// The part of "store:name" or "transport:name" behind the colon, and before it.
std::string_view bare_name(std::string_view name);
std::string_view prefix_of(std::string_view name);

// True when one of `wanted` ("orders", "payment_*", "dynamodb:orders-*") means the thing that is called
// `name` ("dynamodb:orders"), `physical` ("${Stage}-orders") and `id` ("OrdersTable"); letters' case does not
// count. Returns its number, or -1.
int listed(const NamedList& wanted, std::string_view name, std::string_view physical, std::string_view id);

// "GET /products/{id}" against method and path of an operation. A hole matches a hole or `*`, "**" the rest;
// a pattern may leave out the path's first parts (a gateway's prefix). Method ANY matches all.
bool operation_matches(std::string_view pattern, std::string_view method, std::string_view path);

// The words of a name: "OrderLine_v2" → order, line, v2. Lower case.
std::vector<std::string> words_in(std::string_view name);

}  // namespace demarc::model
