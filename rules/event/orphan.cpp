// event/orphan: an event that somebody waits for and nobody publishes, or that nobody takes.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/nearest.h"
#include "analyzer/model/unread.h"
#include "rules/ground.h"

namespace demarc::rules::event {
namespace {

constexpr RuleOption options[] = {
    {"external-consumers", "", "Globs of events that are consumed outside of the tree."},
    {"external-publishers", "", "Globs of events that are published outside of the tree."},
};

struct Ends {
  std::vector<RelationId> published, consumed;
};

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {
    for (const std::string& glob : ground.list("external-consumers"))
      consumers_.add(glob, Glob::Case::folded);
    for (const std::string& glob : ground.list("external-publishers"))
      publishers_.add(glob, Glob::Case::folded);
    for (const model::ExternalSystem& system : ground.model().external)
      for (const model::Named& topic : system.topics) {
        consumers_.add(topic.text, Glob::Case::folded);
        publishers_.add(topic.text, Glob::Case::folded);
      }
  }

  void run() {
    unread_ = model::unread_text(model::unread_in_all(model::unread_code(ground_.map)));
    for (EntityId id : ground_.architecture().entities(EntityKind::channel)) {
      const Entity& channel = ground_.facts()[id];
      Ends& ends = ends_[id];
      auto keep = [&](const std::vector<RelationId>& all, std::vector<RelationId>& into) {
        for (RelationId r : all)
          if (ground_.accepts(ground_.facts()[r]) || model::is_open(ground_.facts()[r])) into.push_back(r);
      };
      keep(ground_.map.publishers(id), ends.published);
      keep(ground_.map.consumers(id), ends.consumed);
      if (ends.published.empty() && ends.consumed.empty()) continue;
      // Somebody publishes under a name that is not known: nothing can be said to be missing on this
      // transport.
      if (model::is_open(channel)) {
        if (has_service(ends.published)) open_published_.insert(model::prefix_of(channel.name));
        if (has_service(ends.consumed)) open_consumed_.insert(model::prefix_of(channel.name));
        continue;
      }
      if (!ends.published.empty()) published_names_.push_back(bare_name(channel.name));
    }
    for (auto& [id, ends] : ends_) {
      const Entity& channel = ground_.facts()[id];
      if (model::is_open(channel) || !ground_.accepts(channel.certainty)) continue;
      if (ends.published.empty() && !ends.consumed.empty()) never_published(id, channel, ends.consumed);
      if (ends.consumed.empty() && !ends.published.empty()) never_consumed(id, channel, ends.published);
    }
  }

 private:
  bool same_transport(const Entity& a, const Entity& b) const {
    return model::prefix_of(a.name) == model::prefix_of(b.name);
  }

  // Shared code that publishes what it is given has its names at those who call it.
  bool has_service(const std::vector<RelationId>& relations) const {
    return std::any_of(relations.begin(), relations.end(), [&](RelationId r) {
      PartyId party = ground_.map.doer(ground_.facts()[r]);
      bool is_shared = (party != nobody && ground_.map.party(party).kernel) ||
                       attribute(ground_.facts()[ground_.facts()[r].from], "kind") == "library";
      return !is_shared;
    });
  }

  // A pattern takes what it matches: "order.*" on the same transport, or a subscription to everything.
  bool covered(const Entity& channel, bool by_consumers, std::set<std::string>& listeners) const {
    for (const auto& [id, ends] : ends_) {
      const Entity& other = ground_.facts()[id];
      if (&other == &channel || !same_transport(channel, other)) continue;
      const std::vector<RelationId>& relations = by_consumers ? ends.consumed : ends.published;
      if (relations.empty()) continue;
      if (by_consumers) {
        bool takes_all = attribute(other, "pattern") == "any" ||
                         std::any_of(relations.begin(), relations.end(), [&](RelationId r) {
                           return attribute(ground_.facts()[r], "pattern") == "any";
                         });
        // What takes everything and belongs to no context (a log, a recorder) asks for nothing by name.
        if (takes_all && is_technical(relations)) {
          for (RelationId r : relations) listeners.insert(ground_.facts()[ground_.facts()[r].from].name);
          continue;
        }
        if (takes_all ||
            (has_wildcard(other.name) && Glob(bare_name(other.name)).matches(bare_name(channel.name))))
          return true;
      } else if (has_wildcard(channel.name) && Glob(bare_name(channel.name)).matches(bare_name(other.name))) {
        return true;
      }
    }
    return false;
  }

  bool is_technical(const std::vector<RelationId>& relations) const {
    return ground_.map.is_declared() && std::all_of(relations.begin(), relations.end(), [&](RelationId r) {
             return ground_.map.doer(ground_.facts()[r]) == nobody;
           });
  }

  // Some context says that it publishes this: that nothing does is drift/declared-but-absent's to tell.
  bool is_promised(const Entity& channel) const {
    return std::any_of(ground_.model().contexts.begin(), ground_.model().contexts.end(),
                       [&](const model::Context& context) {
                         return context.publishes.has_events &&
                                ground_.map.publishes_event(context, channel).value_or(false);
                       });
  }

  std::string parties(const std::vector<RelationId>& relations, std::string& team) const {
    std::set<std::string> names;
    for (RelationId r : relations) {
      PartyId party = ground_.map.doer(ground_.facts()[r]);
      names.insert(party == nobody ? ground_.facts()[ground_.facts()[r].from].name : ground_.map.name(party));
      if (party != nobody && team.empty()) team = ground_.map.party(party).team();
    }
    return and_list({names.begin(), names.end()});
  }

  void never_published(EntityId id, const Entity& channel, const std::vector<RelationId>& consumed) {
    std::string_view name = bare_name(channel.name), source = attribute(channel, "source");
    bool from_platform =
        name.starts_with("aws.") || source.starts_with("aws.") || attribute(channel, "pattern") == "any";
    for (RelationId r : consumed) {
      const Relation& relation = ground_.facts()[r];
      from_platform = from_platform || attribute(relation, "external") == "yes" ||
                      attribute(relation, "pattern") == "any" ||
                      attribute(relation, "source").starts_with("aws.");
    }
    // A table's stream is published by whoever writes the table, a bucket's by whoever puts.
    bool is_stream = !attribute(channel, "table").empty() || channel.name.starts_with("dynamodb-stream:") ||
                     channel.name.starts_with("s3-event:");
    bool feeds_from_elsewhere =
        std::any_of(ground_.architecture().to(id).begin(), ground_.architecture().to(id).end(),
                    [&](RelationId r) { return ground_.facts()[r].kind == RelationKind::forwards; });
    bool may_be_open = open_published_.contains(model::prefix_of(channel.name));
    std::set<std::string> nobody_listens;
    if (from_platform || is_stream || feeds_from_elsewhere || may_be_open || publishers_.matches(name) ||
        is_promised(channel) || covered(channel, false, nobody_listens))
      return;
    Finding finding = base(channel, consumed);
    // Whoever publishes it may be written in a language that is not read.
    finding.severity = unread_.empty() ? ground_.severity() : Severity::note;
    finding.from = parties(consumed, finding.owner);
    std::string_view near = nearest(name, published_names_);
    finding.message = fmt::format("{} wait{} for {}; no code{} publishes it{}.", finding.from,
                                  finding.from.find(" and ") == std::string::npos ? "s" : "", name,
                                  unread_.empty() ? "" : fmt::format(" that is read (not {})", unread_),
                                  near.empty() ? "" : fmt::format(" (closest: {})", near));
    finding.help = near.empty() ? "Remove the subscription, or name the publisher under `external`."
                                : fmt::format("Correct the name: is it {}?", near);
    finding.label = "never published";
    out_.push_back(std::move(finding));
  }

  void never_consumed(EntityId id, const Entity& channel, const std::vector<RelationId>& published) {
    std::string_view name = bare_name(channel.name);
    bool goes_elsewhere =
        std::any_of(ground_.architecture().from(id).begin(), ground_.architecture().from(id).end(),
                    [&](RelationId r) { return ground_.facts()[r].kind == RelationKind::forwards; });
    bool may_be_open = open_consumed_.contains(model::prefix_of(channel.name));
    std::set<std::string> listeners;
    if (goes_elsewhere || may_be_open || consumers_.matches(name) || covered(channel, true, listeners))
      return;
    Finding finding = base(channel, published);
    finding.severity = Severity::note;
    finding.from = parties(published, finding.owner);
    finding.message =
        listeners.empty()
            ? fmt::format("{} is published by {}; nothing{} consumes it.", name, finding.from,
                          unread_.empty() ? "" : fmt::format(" that is read (not {})", unread_))
            : fmt::format("{} is published by {}; nothing asks for it by name, {} takes everything.", name,
                          finding.from, and_list({listeners.begin(), listeners.end()}));
    finding.help = "Remove it, or name the consumer under `external` or in the option external-consumers.";
    finding.label = "never consumed";
    out_.push_back(std::move(finding));
  }

  Finding base(const Entity& channel, const std::vector<RelationId>& relations) const {
    Finding finding;
    finding.object = channel.name;
    ground_.place(finding, relations);
    return finding;
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  Globs consumers_, publishers_;
  std::map<EntityId, Ends> ends_;
  std::set<std::string_view> open_published_, open_consumed_;
  std::vector<std::string_view> published_names_;
  std::string unread_;  // code that nobody reads: it may hold the other end
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "OrderPlacd", "OrderPlaced", "The names agree."},
    {Example::bad, R"(order publishes eventbridge:OrderPlaced     # event/orphan
billing consumes eventbridge:OrderPlacd)",
     R"(order publishes eventbridge:OrderPlaced
billing consumes eventbridge:Order*)",
     "A pattern takes it."},
    {Example::good, "billing consumes", "order publishes", "Nobody listens."},
    {Example::good, "order publishes", "order consumes", "Nobody publishes."},
};

}  // namespace

extern const Rule orphan;
const Rule orphan{
    .id = "event/orphan",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::facts,
    .what = "An event that code waits for is never published, or one that is published is never consumed.",
    .why =
        "A subscription without a publisher is a feature that silently does not work, often for a misspelt "
        "name; "
        "an event without a consumer is a contract that nobody needs.",
    .fix = "Correct the name, or remove what is left over.",
    .options = options,
    .help_uri = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
    .bad = R"(service order root=services/order
service billing root=services/billing
order publishes eventbridge:OrderPlaced     # event/orphan
billing consumes eventbridge:OrderPlacd     # event/orphan
)",
    .good = R"(service order root=services/order
service billing root=services/billing
order publishes eventbridge:OrderPlaced
billing consumes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::event
