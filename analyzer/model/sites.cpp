// Counts resolved and open sites by party and kind.
#include "analyzer/model/sites.h"

namespace demarc::model {

std::string_view to_string(SiteKind kind) {
  constexpr std::string_view words[] = {"remote calls", "data accesses", "event sites"};
  return words[static_cast<std::size_t>(kind)];
}

SiteCounts count_sites(const ContextMap& map) {
  SiteCounts counts(map.parties().size());
  const Facts& facts = map.architecture().facts();
  for (const Relation& r : facts.relations()) {
    SiteKind kind;
    switch (r.kind) {
      case RelationKind::calls: kind = SiteKind::call; break;
      case RelationKind::reads:
      case RelationKind::writes: kind = SiteKind::data; break;
      case RelationKind::publishes:
      case RelationKind::consumes: kind = SiteKind::event; break;
      default: continue;
    }
    const PartyId party = map.doer(r);
    if (party == nobody || map.party(party).kernel || attribute(facts[r.from], "kind") == "library") continue;
    SiteCount& count = counts[static_cast<std::size_t>(party)][static_cast<std::size_t>(kind)];
    ++count.all;
    if (is_open(r) || is_open(facts[r.to]) || r.certainty == Certainty::guessed)
      count.open.push_back(facts.id_of(r));
  }
  return counts;
}

double coverage(const std::array<SiteCount, site_kinds>& counts) {
  std::size_t all = 0, resolved = 0;
  for (const SiteCount& count : counts) {
    all += count.all;
    resolved += count.resolved();
  }
  return all == 0 ? 1 : static_cast<double>(resolved) / static_cast<double>(all);
}

}  // namespace demarc::model
