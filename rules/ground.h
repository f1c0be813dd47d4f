// What a rule stands on: the context map, its options, and the making of findings from edges.
#pragma once
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/architecture/finding.h"
#include "analyzer/model/context_map.h"
#include "rules/rule.h"

namespace demarc::rules {

using model::attribute;
using model::bare_name;
using model::ContextMap;
using model::Edge;
using model::EdgeClass;
using model::nobody;
using model::PartyId;
using model::Verdict;

class Ground {
 public:
  Ground(const ContextMap& context_map, const Rule& rule, std::string_view day, const Facts* base = nullptr)
      : map(context_map),
        rule_(rule),
        setting_(context_map.model().rule(rule.id)),
        today_(day),
        base_(base) {}

  const ContextMap& map;
  const model::Model& model() const { return map.model(); }
  const Architecture& architecture() const { return map.architecture(); }
  const Facts& facts() const { return map.architecture().facts(); }
  std::string_view today() const { return today_; }  // YYYY-MM-DD
  const Facts* base() const { return base_; }        // of an earlier state of the tree, if there is one

  // The option's setting in the model, or its default. Numbers that cannot be read are the default.
  std::string option(std::string_view name) const;
  double number(std::string_view name) const;
  bool flag(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;
  // "note" and the like; `otherwise` when the option is empty or no severity.
  Severity severity(std::string_view name, Severity otherwise) const;
  Severity severity() const { return rule_.severity; }

  // Whether a rule may judge by it: never guessed, and as sure as `min-confidence` asks.
  bool accepts(Certainty certainty) const;
  bool accepts(const Relation& relation) const;
  // The edges that may be judged.
  std::vector<const Edge*> edges() const;

  // The parties that write to a unit of stored data, by relations that may be judged.
  std::set<PartyId> writers_of(EntityId unit) const;
  // True where data/foreign-access speaks up about this party's writes, because it is known whose the unit is
  // and the party has begun to declare or the owner has. data/shared-table leaves those to it: one fact, one
  // finding.
  bool has_foreign_word(PartyId writer, EntityId unit) const;

  // A finding on an edge: ends, object, places, owner, and the rule's severity, one step less when no place
  // is certain.
  Finding about(const Edge& edge) const;
  // The same, with the model's lines that the verdict rests on.
  Finding about(const Edge& edge, const Verdict& verdict) const;
  // A finding on relations of one party to another's thing, `own` severe, one step less when none of them is
  // certain. Both may be nobody.
  Finding about(std::span<const RelationId> relations, PartyId from, PartyId to, const Entity& object,
                Severity own) const;
  // Sets the places: the chain of the first relation, the sites of the others.
  void place(Finding& finding, std::span<const RelationId> relations) const;
  void place(Finding& finding, std::span<const Step> steps) const;
  void declare(Finding& finding, Span at, std::string what) const;
  // Where a context stands in the model.
  Step context_step(PartyId party, std::string what) const;

 private:
  const Rule& rule_;
  const model::RuleSetting* setting_;
  std::string_view today_;
  const Facts* base_ = nullptr;
};

// Puts the step that says `what` first: the line that a message is about.
void lead(Finding& finding, std::string_view what);
Severity less(Severity severity);
// "a, b and c".
std::string and_list(const std::vector<std::string>& words);
// "services/order/app.py:41", without the line where it is not known.
std::string place_text(const Step& step);
// A name as people say it: "POST /pay" of "payment POST /pay", "orders" of "dynamodb:orders".
std::string spoken(const Entity& entity);

}  // namespace demarc::rules
