// event/schema-mismatch: what is read of an event and what is written into it differ.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/base/glob.h"
#include "analyzer/base/nearest.h"
#include "rules/ground.h"
#include "rules/message_sets.h"

namespace demarc::rules::event {
namespace {

constexpr RuleOption options[] = {
    {"mode", "forward",
     "What a change may do, held against an earlier state: forward, so that consumers of before can read "
     "what "
     "is published now; backward, so that consumers of now can read what was published before; full, both.",
     "forward|backward|full"},
    {"one-of-several", "warning",
     "Severity where some publishers of an event write a field that is read and one does not; off for none."},
    {"undeclared-fields", "note",
     "Severity of fields that are written and that the publisher's contract does not list; off for none."},
};

using Answer = Written::Answer;

// What a reader can make of what a writer writes. Anything may have been made a text on the way, and be taken
// for what it was behind it.
bool types_agree(std::string_view written, std::string_view read) {
  return written.empty() || read.empty() || written == read || written == "text" || read == "text";
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out)
      : ground_(ground), out_(out), now_(messages_of(ground.facts())) {
    for (const model::ExternalSystem& system : ground.model().external)
      for (const model::Named& topic : system.topics) outside_.add(topic.text, Glob::Case::folded);
  }

  void run() {
    find_shared_readers();
    for (const auto& [name, messages] : now_) {
      const EntityId channel = ground_.facts().find(EntityKind::channel, name);
      if (!channel || !ground_.accepts(ground_.facts()[channel].certainty)) continue;
      channel_ = channel;
      name_ = name;
      reported_.clear();
      for (const MessageSide& reader : messages.readers) check_reader(reader, messages);
      check_contracts(messages);
    }
    if (ground_.base()) compare(messages_of(*ground_.base()));
  }

 private:
  // ---- readers

  // One function may take events of several kinds: what it reads is in one of them.
  void find_shared_readers() {
    for (const auto& [name, messages] : now_)
      for (const MessageSide& reader : messages.readers)
        if (!reader.function.empty()) channels_of_[{reader.who, reader.function}].insert(name);
  }

  bool is_of_another(const MessageSide& reader, std::string_view path, const MessageField& field) const {
    const auto known = channels_of_.find({reader.who, reader.function});
    if (known == channels_of_.end()) return false;
    for (const std::string& other : known->second) {
      if (other == name_) continue;
      const Messages& messages = now_.at(other);
      if (messages.has_unknown_writer || messages.writers.empty()) return true;
      for (const MessageSide& writer : messages.writers)
        if (look_up(writer, path, field).answer != Answer::no) return true;
    }
    // A place that takes kinds of which nothing is known here may read one of those.
    for (RelationId id : ground_.architecture().from(reader.who)) {
      const Relation& r = ground_.facts()[id];
      if (r.kind == RelationKind::consumes && r.to != channel_ &&
          attribute(r, "function") == reader.function && !now_.contains(ground_.facts()[r.to].name))
        return true;
    }
    return false;
  }

  void check_reader(const MessageSide& reader, const Messages& messages) {
    if (!reader.is_sure || messages.writers.empty() || outside_.matches(bare_name(name_))) return;
    std::set<std::string> missing_here;
    for (const auto& [path, field] : reader.fields) {
      if (field.is_optional || has_above(missing_here, path) || is_below_optional(reader, path)) continue;
      std::vector<std::pair<const MessageSide*, Written>> without, with;
      bool is_unknown = messages.has_unknown_writer;
      for (const MessageSide& writer : messages.writers) {
        Written one = look_up(writer, path, field);
        is_unknown |= one.answer == Answer::unknown || !writer.is_sure;
        if (one.answer == Answer::no) without.emplace_back(&writer, std::move(one));
        else if (one.answer == Answer::yes) with.emplace_back(&writer, std::move(one));
      }
      if (with.empty() && !without.empty() && !is_unknown) {
        if (is_of_another(reader, path, field)) continue;
        missing_here.insert(without[0].second.missing);
        report_missing(reader, path, without, ground_.severity(), "no publisher writes it");
      } else if (!with.empty() && !without.empty() && ground_.option("one-of-several") != "off" &&
                 !is_of_another(reader, path, field)) {
        missing_here.insert(without[0].second.missing);
        report_missing(reader, path, without, ground_.severity("one-of-several", Severity::warning),
                       "one publisher does not write it");
      }
      for (const auto& [writer, one] : with)
        if (!types_agree(one.field->type, field.type)) report_type(reader, path, field, *writer, *one.field);
    }
  }

  static bool has_above(const std::set<std::string>& paths, std::string_view path) {
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& one) {
      return path == one || (path.starts_with(one) && path[one.size()] == '.');
    });
  }

  static bool is_below_optional(const MessageSide& reader, std::string_view path) {
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1))
      if (auto above = reader.fields.find(std::string(path.substr(0, dot)));
          above != reader.fields.end() && above->second.is_optional)
        return true;
    return false;
  }

  PartyId party(const MessageSide& side) const {
    if (!side.sites.empty()) return ground_.map.doer(ground_.facts()[side.sites[0]]);
    return ground_.map.of_entity(side.who);
  }

  std::string called(const MessageSide& side) const {
    const PartyId id = party(side);
    return id == nobody ? ground_.facts()[side.who].name : ground_.map.name(id);
  }

  std::string event_name() const { return spoken(ground_.facts()[channel_]); }

  Finding base(const MessageSide& reader, std::span<const RelationId> relations, const MessageSide& writer,
               std::string_view path, Severity severity) const {
    Finding finding =
        ground_.about(relations, party(writer), party(reader), ground_.facts()[channel_], severity);
    finding.from = called(writer);
    finding.to = called(reader);
    finding.object = fmt::format("{} {}", name_, path);
    if (const PartyId id = party(reader); id != nobody) finding.owner = ground_.map.party(id).team();
    return finding;
  }

  using Missing = std::vector<std::pair<const MessageSide*, Written>>;

  void report_missing(const MessageSide& reader, std::string_view path, const Missing& without,
                      Severity severity, std::string_view label) {
    const std::string missing = without[0].second.missing;
    if (!reported_.insert(called(reader) + "\n" + missing).second) return;
    const MessageField& field = reader.fields.at(std::string(path));
    const MessageSide& writer = *without[0].first;
    Finding finding = base(reader, field.relations, writer, missing, severity);
    finding.message = fmt::format("{} reads {}.{}; {} writes {}.", finding.to, event_name(), missing,
                                  finding.from, names_beside(writer, missing));
    std::vector<std::string_view> names;
    const std::size_t dot = missing.rfind('.');
    const std::string above = dot == std::string::npos ? std::string() : missing.substr(0, dot + 1);
    for (const auto& [name, other] : writer.fields)
      if (name.starts_with(above) && name.find('.', above.size()) == std::string::npos)
        names.push_back(std::string_view(name).substr(above.size()));
    const std::string_view near = nearest(std::string_view(missing).substr(above.size()), names);
    finding.help = near.empty()
                       ? fmt::format("Let {} write it, or {} do without it.", finding.from, finding.to)
                       : fmt::format("Correct the name: is it {}?", near);
    finding.label = label;
    for (const auto& [one, written] : without)
      for (RelationId site : one->sites) {
        const std::vector<Step>& evidence = ground_.facts()[site].evidence;
        if (!evidence.empty()) ground_.place(finding, std::span(evidence).first(1));
      }
    out_.push_back(std::move(finding));
  }

  void report_type(const MessageSide& reader, std::string_view path, const MessageField& read,
                   const MessageSide& writer, const MessageField& written) {
    if (!reported_.insert(called(reader) + "\n" + std::string(path)).second) return;
    Finding finding = base(reader, read.relations, writer, path, ground_.severity());
    finding.message = fmt::format("{} reads {}.{} as {}; {} writes {}.", finding.to, event_name(), path,
                                  spoken_type(read.type), finding.from, spoken_type(written.type));
    finding.help = "Agree on one type, and write it down in a contract.";
    finding.label = fmt::format("read as {}", spoken_type(read.type));
    for (RelationId id : written.relations) {
      const std::vector<Step>& evidence = ground_.facts()[id].evidence;
      if (!evidence.empty()) ground_.place(finding, std::span(evidence).first(1));
    }
    out_.push_back(std::move(finding));
  }

  static std::string spoken_type(std::string_view type) {
    return type == "flag"     ? "true or false"
           : type == "text"   ? "a text"
           : type == "number" ? "a number"
           : type == "list"   ? "a list"
                              : "an object";
  }

  // ---- contracts

  // True when the contract lies with this service, or in its context.
  bool speaks_for(const MessageSide& contract, const MessageSide& side) const {
    const EntityId service =
        ground_.facts().find(EntityKind::service, attribute(ground_.facts()[contract.who], "service"));
    if (service == side.who) return true;
    const PartyId own = ground_.map.of_entity(contract.who);
    return own != nobody && own == party(side);
  }

  void check_contracts(const Messages& messages) {
    for (const MessageSide& contract : messages.promised) {
      for (const MessageSide& writer : messages.writers)
        if (speaks_for(contract, writer)) check_promise(contract, writer);
      for (const MessageSide& reader : messages.readers) check_trust(contract, reader, messages);
    }
    for (const MessageSide& contract : messages.expected)
      for (const MessageSide& writer : messages.writers) check_expectation(contract, writer, messages);
  }

  // What the publisher's own contract says of what it writes.
  void check_promise(const MessageSide& contract, const MessageSide& writer) {
    if (!writer.is_sure) return;
    for (const auto& [path, field] : contract.fields) {
      if (path.find('.') != std::string::npos) continue;  // only as far as both know
      const Written one = look_up(writer, path, field);
      const bool breaks = one.answer == Answer::no && !field.is_optional;
      const bool differs = one.answer == Answer::yes && !types_agree(one.field->type, field.type);
      if (!breaks && !differs) continue;
      const std::vector<RelationId>& places = breaks ? writer.sites : one.field->relations;
      Finding finding = base(contract, places, writer, path, ground_.severity());
      finding.to.clear();
      finding.message =
          breaks ? fmt::format("{} promises {}.{}; {} writes {}.", ground_.facts()[contract.who].name,
                               event_name(), path, finding.from, names_beside(writer, path))
                 : fmt::format("{} promises {}.{} as {}; {} writes {}.", ground_.facts()[contract.who].name,
                               event_name(), path, spoken_type(field.type), finding.from,
                               spoken_type(one.field->type));
      finding.help = "Let code and contract say the same.";
      finding.label = "not what the contract says";
      say_contract(finding, field);
      out_.push_back(std::move(finding));
    }
    if (!contract.is_closed || !writer.is_closed || ground_.option("undeclared-fields") == "off") return;
    for (const auto& [path, field] : writer.fields) {
      if (field.is_optional || path.find('.') != std::string::npos ||
          look_up(contract, path, field).answer != Answer::no)
        continue;
      Finding finding = base(contract, field.relations, writer, path,
                             ground_.severity("undeclared-fields", Severity::note));
      finding.to.clear();
      finding.message = fmt::format("{} writes {}.{}, which {} does not list.", finding.from, event_name(),
                                    path, ground_.facts()[contract.who].name);
      finding.help = "List it in the contract, or keep it inside.";
      finding.label = "not in the contract";
      say_contract(finding, contract.fields.begin()->second);
      out_.push_back(std::move(finding));
    }
  }

  // What a consumer reads and the publisher's contract does not list.
  void check_trust(const MessageSide& contract, const MessageSide& reader, const Messages& messages) {
    if (!reader.is_sure || !contract.is_closed || speaks_for(contract, reader)) return;
    for (const auto& [path, field] : reader.fields) {
      if (field.is_optional || is_below_optional(reader, path)) continue;
      const Written one = look_up(contract, path, field);
      const bool differs = one.answer == Answer::yes && !types_agree(one.field->type, field.type);
      if (one.answer != Answer::no && !differs) continue;
      const std::string object = one.answer == Answer::no ? one.missing : path;
      bool is_promised = false;  // by another contract of the same event
      for (const MessageSide& other : messages.promised)
        is_promised |= &other != &contract && look_up(other, path, field).answer != Answer::no;
      if (is_promised || is_of_another(reader, path, field)) continue;
      if (!reported_.insert(called(reader) + "\n" + object).second) continue;
      Finding finding = base(reader, field.relations, contract, object, ground_.severity());
      finding.message = differs
                            ? fmt::format("{} reads {}.{} as {}; {} promises {}.", finding.to, event_name(),
                                          path, spoken_type(field.type), ground_.facts()[contract.who].name,
                                          spoken_type(one.field->type))
                            : fmt::format("{} reads {}.{}; {} lists {}.", finding.to, event_name(), object,
                                          ground_.facts()[contract.who].name, names_beside(contract, object));
      finding.help = fmt::format("Read what the contract promises, or ask {} to promise it.", finding.from);
      finding.label = "not in the contract";
      say_contract(finding, contract.fields.begin()->second);
      out_.push_back(std::move(finding));
    }
  }

  // What a consumer's contract asks for and a publisher does not write.
  void check_expectation(const MessageSide& contract, const MessageSide& writer, const Messages& messages) {
    if (!writer.is_sure || messages.has_unknown_writer || speaks_for(contract, writer)) return;
    for (const auto& [path, field] : contract.fields) {
      if (field.is_optional || is_below_optional(contract, path)) continue;
      const Written one = look_up(writer, path, field);
      if (one.answer != Answer::no) continue;
      if (!reported_.insert(called(contract) + "\n" + one.missing).second) continue;
      Finding finding = base(contract, writer.sites, writer, one.missing, ground_.severity());
      finding.message =
          fmt::format("{} expects {}.{}; {} writes {}.", ground_.facts()[contract.who].name, event_name(),
                      one.missing, finding.from, names_beside(writer, one.missing));
      finding.help = fmt::format("Let {} write it, or take it out of what is required.", finding.from);
      finding.label = "expected by a contract";
      say_contract(finding, field);
      out_.push_back(std::move(finding));
    }
  }

  void say_contract(Finding& finding, const MessageField& field) const {
    if (field.relations.empty()) return;
    const std::vector<Step>& evidence = ground_.facts()[field.relations[0]].evidence;
    if (evidence.empty()) return;
    finding.declared.push_back(evidence[0]);
    finding.declared.back().what = "the contract";
  }

  // ---- against an earlier state

  // What an event holds: as its contracts say, else what its publishers write, all of them together.
  static std::optional<MessageSide> schema_of(const Messages& messages) {
    const bool by_contract = !messages.promised.empty();
    if (!by_contract && (messages.has_unknown_writer || messages.writers.empty())) return {};
    std::optional<MessageSide> all;
    for (const MessageSide& one : by_contract ? messages.promised : messages.writers) {
      if (!one.is_closed || !one.is_sure) return {};
      if (!all) {
        all = one;
        continue;
      }
      for (auto& [path, field] : all->fields) field.is_optional |= !one.fields.contains(path);
      for (const auto& [path, field] : one.fields) {
        auto [at, is_new] = all->fields.try_emplace(path, field);
        if (is_new) at->second.is_optional = true;
        else at->second.is_optional |= field.is_optional;
      }
      all->sites.insert(all->sites.end(), one.sites.begin(), one.sites.end());
    }
    return all;
  }

  void compare(const std::map<std::string, Messages>& before) {
    const std::string mode = ground_.option("mode");
    const bool forward = mode != "backward", backward = mode == "backward" || mode == "full";
    for (const auto& [name, old_messages] : before) {
      const auto found = now_.find(name);
      const EntityId channel = ground_.facts().find(EntityKind::channel, name);
      if (found == now_.end() || !channel) continue;
      const std::optional<MessageSide> old_schema = schema_of(old_messages),
                                       schema = schema_of(found->second);
      if (!old_schema || !schema) continue;
      channel_ = channel;
      name_ = name;
      for (const auto& [path, field] : old_schema->fields) {
        const Written one = look_up(*schema, path, field);
        if (one.answer == Answer::yes && !types_agree(one.field->type, field.type))
          changed(*schema, path, one.field->relations,
                  fmt::format("was {} and is {} now", spoken_type(field.type), spoken_type(one.field->type)));
        // A whole object that is gone is one change.
        if (forward && one.answer == Answer::no && one.missing == path && !field.is_optional)
          changed(*schema, path,
                  schema->sites.empty() ? schema->fields.begin()->second.relations : schema->sites,
                  "is no longer there");
        if (forward && one.answer == Answer::yes && one.field->is_optional && !field.is_optional)
          changed(*schema, path, one.field->relations, "is no longer always there");
      }
      if (!backward) continue;
      for (const auto& [path, field] : schema->fields) {
        const Written one = look_up(*old_schema, path, field);
        if (one.answer == Answer::no && one.missing == path && !field.is_optional)
          changed(*schema, path, field.relations, "is new and not optional");
      }
    }
  }

  void changed(const MessageSide& schema, std::string_view path, std::span<const RelationId> relations,
               std::string_view how) {
    std::set<std::string> readers;
    for (const MessageSide& reader : now_.at(name_).readers)
      if (reader.fields.contains(std::string(path))) readers.insert(called(reader));
    Finding finding =
        ground_.about(relations, party(schema), nobody, ground_.facts()[channel_], ground_.severity());
    finding.from = called(schema);
    finding.object = fmt::format("{} {} change", name_, path);
    finding.message = fmt::format("{}.{} {}; the change breaks {} compatibility.", event_name(), path, how,
                                  ground_.option("mode"));
    if (!readers.empty())
      finding.message += fmt::format(" {} read{} it.", and_list({readers.begin(), readers.end()}),
                                     readers.size() == 1 ? "s" : "");
    finding.help =
        "Keep the field until nobody reads it, or publish the new form as an event of another name.";
    finding.label = how;
    out_.push_back(std::move(finding));
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::map<std::string, Messages> now_;
  std::map<std::pair<EntityId, std::string>, std::set<std::string>> channels_of_;
  Globs outside_;
  EntityId channel_;
  std::string name_;
  std::set<std::string> reported_;  // of this channel: consumer and path
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, R"(order puts "eventbridge:OrderPlaced total")",
     R"(order puts "eventbridge:OrderPlaced customer")", "The field is written."},
    {Example::bad, "fields=closed", "fields=open", "The payload may hold more than is seen."},
    {Example::bad, R"(takes "eventbridge:OrderPlaced customer")",
     R"(takes "eventbridge:OrderPlaced customer" optional=yes)", "The handler lives without it."},
    {Example::good, R"("eventbridge:OrderPlaced voucher" optional=yes)",
     R"("eventbridge:OrderPlaced voucher")", "The handler needs it."},
};

}  // namespace

extern const Rule schema_mismatch;
const Rule schema_mismatch{
    .id = "event/schema-mismatch",
    .since = "0.1",
    .severity = Severity::error,
    .basis = Basis::facts,
    .what =
        "A consumer reads fields of an event that its publishers never write, the types differ, or code and "
        "contract do; against an earlier state: a change that breaks who reads it.",
    .why =
        "Nothing fails where the mistake is made: the publisher is content, and the consumer finds nothing, "
        "in "
        "production.",
    .fix =
        "Agree on the fields, write them down in a contract, and change them so that both sides can follow.",
    .options = options,
    .help_uri =
        "https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html",
    .bad = R"(service order root=services/order
service billing root=services/billing
channel eventbridge:OrderPlaced
field "eventbridge:OrderPlaced orderId" channel=eventbridge:OrderPlaced path=orderId
field "eventbridge:OrderPlaced total" channel=eventbridge:OrderPlaced path=total
field "eventbridge:OrderPlaced customer" channel=eventbridge:OrderPlaced path=customer
order publishes eventbridge:OrderPlaced fields=closed   # event/schema-mismatch
order puts "eventbridge:OrderPlaced orderId"
order puts "eventbridge:OrderPlaced total"
billing consumes eventbridge:OrderPlaced fields=read
billing takes "eventbridge:OrderPlaced orderId"
billing takes "eventbridge:OrderPlaced customer"   # event/schema-mismatch
)",
    .good = R"(service order root=services/order
service billing root=services/billing
channel eventbridge:OrderPlaced
field "eventbridge:OrderPlaced orderId" channel=eventbridge:OrderPlaced path=orderId
field "eventbridge:OrderPlaced total" channel=eventbridge:OrderPlaced path=total
field "eventbridge:OrderPlaced voucher" channel=eventbridge:OrderPlaced path=voucher
order publishes eventbridge:OrderPlaced fields=closed
order puts "eventbridge:OrderPlaced orderId"
order puts "eventbridge:OrderPlaced total"
billing consumes eventbridge:OrderPlaced fields=read
billing takes "eventbridge:OrderPlaced orderId"
billing takes "eventbridge:OrderPlaced voucher" optional=yes
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::event
