// event/command-in-disguise: an event that one context takes and that reads like an order to it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/ground.h"

namespace demarc::rules::event {
namespace {

constexpr RuleOption options[] = {
    {"orders",
     "accept activate add allocate approve archive assign authorize block book build cancel capture charge "
     "check claim close collect complete compute confirm copy create credit deactivate debit delete deliver "
     "disable dispatch do email enable execute fetch finish fulfil fulfill generate get handle import index "
     "initiate insert invoice issue load make mark move notify pack pay perform persist pick place post "
     "prepare print process provision publish purge put refund refresh register reject release remove rename "
     "render replace request reserve reset resize restart retry return revoke run save schedule send set "
     "ship "
     "sign start stop store submit suspend sync synchronize transcode transfer trigger unblock update upload "
     "validate verify withdraw write",
     "Words with which an order begins."},
    {"nouns", "command request job task instruction", "Words with which an order ends."},
};

bool holds(const std::set<std::string>& words, const std::string& word) { return words.contains(word); }

// Said of what has happened: "placed", "sent".
bool is_past(const std::string& word) {
  static const std::set<std::string, std::less<>> irregular = {
      "sent",   "paid",    "made",   "sold",  "built",  "found",  "lost",    "left",   "begun", "taken",
      "given",  "written", "chosen", "done",  "gone",   "known",  "shown",   "bought", "held",  "kept",
      "met",    "put",     "read",   "run",   "set",    "shut",   "split",   "spent",  "won",   "withdrawn",
      "frozen", "broken",  "drawn",  "grown", "hidden", "ridden", "spoken",  "thrown", "worn",  "come",
      "become", "begun",   "caught", "dealt", "fed",    "felt",   "fought",  "led",    "lent",  "let",
      "meant",  "risen",   "said",   "seen",  "told",   "won",    "overdue", "out"};
  return (word.size() > 3 && word.ends_with("ed")) || irregular.contains(word);
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {
    for (std::string& word : ground.list("orders")) orders_.insert(std::move(word));
    for (std::string& word : ground.list("nouns")) nouns_.insert(std::move(word));
  }

  void run() {
    for (EntityId id : ground_.architecture().entities(EntityKind::channel)) {
      const Entity& channel = ground_.facts()[id];
      // A queue is made for orders; a change stream is nobody's word.
      if (model::is_open(channel) || model::is_queue(channel) || !attribute(channel, "table").empty() ||
          attribute(channel, "pattern") == "any" || !ground_.accepts(channel.certainty))
        continue;
      look_at(id, channel);
    }
  }

 private:
  std::map<PartyId, std::vector<RelationId>> parties(const std::vector<RelationId>& relations) const {
    std::map<PartyId, std::vector<RelationId>> out;
    for (RelationId r : relations)
      if (ground_.accepts(ground_.facts()[r])) out[ground_.map.doer(ground_.facts()[r])].push_back(r);
    return out;
  }

  // What could not be delivered, or was turned down, asks for nothing and answers nobody.
  bool holds_failures(EntityId id) const {
    const std::vector<RelationId>& to = ground_.architecture().to(id);
    return std::any_of(to.begin(), to.end(), [&](RelationId r) {
      return ground_.facts()[r].kind == RelationKind::forwards &&
             attribute(ground_.facts()[r], "trigger") == "failure";
    });
  }

  void look_at(EntityId id, const Entity& channel) {
    if (holds_failures(id)) return;
    const auto takers = parties(ground_.map.consumers(id)), givers = parties(ground_.map.publishers(id));
    if (takers.size() != 1 || givers.size() != 1) return;
    const PartyId taker = takers.begin()->first, giver = givers.begin()->first;
    if (taker == nobody || giver == nobody || taker == giver) return;
    std::string_view name = bare_name(channel.name);
    // "com.shop.orders.SendInvoice", "shop/orders/send-invoice": the last part says what it is.
    if (std::size_t cut = name.find_last_of("./"); cut != std::string_view::npos) name.remove_prefix(cut + 1);
    const std::vector<std::string> words = model::words_in(name);
    const std::string answer = answer_to(id, words, giver, taker);
    const bool is_order = reads_like_an_order(words);
    if (!is_order && answer.empty()) return;
    std::vector<RelationId> relations = givers.begin()->second;
    Finding finding = ground_.about(relations, giver, taker, channel, ground_.severity());
    ground_.place(finding, takers.begin()->second);
    finding.message =
        is_order ? fmt::format("{} has one consumer ({}) and reads like an order; a command would say so.",
                               spoken(channel), ground_.map.name(taker))
                 : fmt::format("{} waits for {} after {}, which only {} takes: a question in two events.",
                               ground_.map.name(giver), answer, spoken(channel), ground_.map.name(taker));
    finding.help = fmt::format(
        "Send {} a command (a queue of its own, or a call), or name what has happened and let others listen.",
        ground_.map.name(taker));
    finding.label = is_order ? "reads like an order" : "asks and waits";
    out_.push_back(std::move(finding));
  }

  bool reads_like_an_order(const std::vector<std::string>& all) const {
    std::vector<std::string> words = all;
    while (!words.empty() &&
           (words.back() == "event" || words.back() == "message" || is_version(words.back())))
      words.pop_back();
    if (words.size() < 2) return false;
    if (std::any_of(words.begin(), words.end(), is_past)) return false;
    return holds(orders_, words.front()) || holds(nouns_, words.back());
  }

  static bool is_version(const std::string& word) {
    return !word.empty() && word.find_first_not_of("v0123456789") == std::string::npos;
  }

  // A channel back, named as the answer to this one.
  std::string answer_to(EntityId asked, const std::vector<std::string>& words, PartyId giver,
                        PartyId taker) const {
    static const std::set<std::string, std::less<>> ends = {"reply", "response", "answer", "result"};
    for (EntityId id : ground_.architecture().entities(EntityKind::channel)) {
      const Entity& other = ground_.facts()[id];
      if (id == asked || holds_failures(id) || model::is_open(other) || !ground_.accepts(other.certainty))
        continue;
      const std::vector<std::string> back = model::words_in(bare_name(other.name));
      const bool is_answer =
          std::any_of(back.begin(), back.end(), [](const std::string& w) { return ends.contains(w); });
      const bool is_about_it = std::any_of(back.begin(), back.end(), [&](const std::string& w) {
        return w.size() > 2 && !ends.contains(w) && std::find(words.begin(), words.end(), w) != words.end();
      });
      if (!is_answer || !is_about_it) continue;
      const auto givers = parties(ground_.map.publishers(id)), takers = parties(ground_.map.consumers(id));
      if (givers.size() == 1 && givers.begin()->first == taker && takers.contains(giver))
        return spoken(other);
    }
    return {};
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::set<std::string> orders_, nouns_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "CreateInvoice", "InvoiceCreated", "It says what has happened."},
    {Example::bad, "billing consumes", "order consumes", "The context tells itself."},
    {Example::bad, "billing consumes eventbridge:CreateInvoice", R"(service audit root=services/audit
audit consumes eventbridge:CreateInvoice
billing consumes eventbridge:CreateInvoice)",
     "Several listen."},
    {Example::bad, "order publishes eventbridge:CreateInvoice",
     "order publishes eventbridge:Noted\neventbridge:Noted forwards eventbridge:CreateInvoice "
     "trigger=failure",
     "It holds what failed."},
    {Example::good, "OrderPlaced", "PlaceOrder", "It says what is to be done."},
};

}  // namespace

extern const Rule command_in_disguise;
const Rule command_in_disguise{
    .id = "event/command-in-disguise",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::contexts,
    .what =
        "An event has exactly one consumer and is named like an order, or its publisher waits for the "
        "consumer's "
        "answer.",
    .why =
        "An event says what has happened and expects nothing; an order that looks like one hides who depends "
        "on "
        "whom, and nobody notices when it is not carried out.",
    .fix = "Send a command, or publish what has happened.",
    .options = options,
    .help_uri = "https://martinfowler.com/articles/201701-event-driven.html",
    .bad = R"(service order root=services/order
service billing root=services/billing
order publishes eventbridge:CreateInvoice   # event/command-in-disguise
billing consumes eventbridge:CreateInvoice  # event/command-in-disguise
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
