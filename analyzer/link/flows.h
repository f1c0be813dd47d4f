// Channels as linking sees them: where messages are put, where they are taken, and how they get from one to
// the other.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/link/stations.h"

namespace demarc::linking {

// A place that messages pass: bus, topic, queue, stream, a table's change stream, a bucket's notifications.
struct Node {
  std::string key;        // equal for the same place; "" for one that is not known
  std::string transport;  // "eventbridge", "sqs" …; "" if not known
  ResourceIndex resource = no_resource;
  std::string text;          // its name, where nothing declares it
  bool is_exchange = false;  // of a broker: it passes messages on by their routing keys
  Trail trail;
  Certainty certainty = Certainty::certain;
  std::string open;
};

// What a rule lets through. Names with holes are wildcards.
struct Filter {
  std::vector<Name> types;                // event types or routing keys; empty: any
  std::vector<Name> except;               // but these
  std::vector<Name> sources;              // empty: any
  std::vector<std::string> texts;         // types without holes, as they are written
  std::vector<Span> places;               // where each of texts stands
  std::vector<std::string> source_texts;  // the same of sources
  bool has_wildcard = false;              // some type has holes
  bool asks_for_types() const { return !types.empty(); }
};

struct Publication {
  ServiceIndex service = 0;
  Node node;
  std::string type;  // event type, "" where the node has none or it is not known
  Name type_name;
  bool is_typed = false;  // the publisher gives each message a type
  bool type_is_open = false;
  std::vector<Name> sources;
  std::vector<std::string> source_texts;
  std::uint32_t letter = 0;  // of Flows::letters, from 1: what a queue is left with, given by no code
  Relation relation;         // all but its target
};

struct Subscription {
  ServiceIndex service = 0;
  ResourceIndex consumer = no_resource;
  Node node;
  std::vector<Filter> filters;     // all must let an event through
  std::vector<std::string> types;  // event types that the consumer's code tells apart
  std::uint32_t origin = 0;        // equal for what one and the same listener was followed back to
  std::uint32_t letter = 0;        // not by code: what comes here may be left in this queue of Flows::letters
  Relation relation;
};

// True when a pattern covers a name: holes of the pattern stand for anything, holes of the name too.
bool covers(const Name& pattern, const Name& name);
bool lets_through(const Filter& filter, const Name& type);
// Routing keys and subjects, their words parted by `.` or `/`: `*` and `+` stand for one word, `#`, `>` and
// `**` for any number.
bool key_passes(std::string_view pattern, std::string_view key);
bool is_key_pattern(std::string_view text);
// The same for the keys that a binding asks for; a key with holes passes where it may be meant.
bool takes_key(const Filter& filter, const Name& key, std::string_view text);
// True unless both sides know their sources and none agrees.
bool sources_agree(const Filter& filter, const Publication& publication);

// All places and what passes between them, before channels are named.
class Flows {
 public:
  explicit Flows(const Desk& desk);
  void collect();

  std::vector<Publication> publications;
  std::vector<Subscription> subscriptions;  // already followed back through queues, topics and other buses
  // Queues that give what their receivers leave to an exchange or another queue. What comes to the queue and
  // where it goes stand among subscriptions and publications, by number.
  struct Letters {
    Trail trail;
    Certainty certainty = Certainty::certain;
  };
  std::vector<Letters> letters;

 private:
  struct Forward {
    Node from;
    Filter filter;
    Trail trail;
    bool is_letter = false;  // left in a queue: goes on under the filter's keys, if it has any
  };
  static bool passes(const Forward& forward, const Subscription& to);
  std::vector<Node> nodes(ValueId value, const Scope& scope, std::string_view transport);
  Filter filter_of(const Wiring& wiring);
  void names_of(ValueId value, std::vector<Name>& names, std::vector<std::string>& texts, bool* wildcard);
  void read_bindings();  // bindings.cpp
  void read_captures();  // captures.cpp
  // dead_letters.cpp
  void read_dead_letters();
  std::set<std::string> received_queues();
  void add_letters(const Node& queue, const Node& to, const Filter& keys, Trail trail, ServiceIndex of);
  std::vector<Node> captured_topics(ValueId topic) const;
  void read_publishing(const Effect& effect, const Actor& actor);
  void read_consuming(const Effect& effect, const Actor& actor);
  void read_effects(RelationKind kind);
  void read_wirings();
  std::vector<Node> exchanges(ValueId value, const Scope& scope);
  // The queue without a name that the broker makes for one listener: what one file of a service binds and
  // listens to. Nothing for a queue that has a name.
  std::optional<Node> own_queue(ValueId queue, std::string_view transport, const Effect& effect,
                                const Actor& actor);
  Filter key_filter(ValueId key, const Scope& scope);
  std::string broker_of(std::string_view transport, ServiceIndex service) const;
  void publish(const Publication& like, ValueId type, ValueId source, const Scope& scope);
  void start_by_clock(const Wiring& w, const Side& who, ResourceIndex clock);
  void subscribe(Subscription subscription, int depth);
  void leave_queues_to_owners();
  void tell_types_apart();

  const Desk& desk_;
  Run& run_;
  std::map<std::string, std::vector<Forward>> incoming_;
  std::uint32_t origins_ = 0;
  std::set<std::string> received_;           // node keys that something receives from
  std::map<std::string, bool> fed_by_code_;  // node keys that code publishes to
  struct Told {
    Scope scope;
    std::string transport, type;
    Relation relation;
  };
  std::vector<Told> told_;  // types that consumers compare with
};

// By number of Flows::letters: the channels whose messages a queue may be left with, and those that take
// them.
using LetterEnds = std::map<std::uint32_t, std::pair<std::set<EntityId>, std::set<EntityId>>>;

// Relates what passes messages on: last, when it is known which channels are listened to.
void link_forwards(const Desk& desk, const Flows& flows, const LetterEnds& letters);

}  // namespace demarc::linking
