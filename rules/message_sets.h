// Fields of messages, channel by channel: what each publisher writes, each consumer reads, and contracts say.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"

namespace demarc::rules {

struct MessageField {
  std::string type;           // "" where nothing says so
  bool is_optional = false;   // of a writer: not always there; of a reader: it can do without
  bool is_closed = false;     // all that stands below it is listed too
  bool is_by_mapper = false;  // spelled as a mapper makes it: case and separators say nothing
  std::vector<RelationId> relations;
};

// What one function of a service, or one contract, puts into messages of a channel or takes from them.
struct MessageSide {
  EntityId who;          // service or contract
  std::string function;  // "" for contracts
  bool is_closed = false;
  bool is_sure = true;                         // no relation behind it is a guess
  std::map<std::string, MessageField> fields;  // by path, without the [] of lists
  std::vector<RelationId> sites;               // publishes or consumes
};

struct Messages {
  std::vector<MessageSide> writers, readers;
  std::vector<MessageSide> promised, expected;  // by contracts
  bool has_unknown_writer = false;              // somebody publishes it, and what is not known
};

// Whether a writer has a field.
struct Written {
  enum class Answer { yes, no, unknown } answer = Answer::unknown;
  const MessageField* field = nullptr;  // with yes
  std::string missing;                  // with no: the part of the path that is not there, from the beginning
};
Written look_up(const MessageSide& writer, std::string_view path, const MessageField& wanted);

// "orderId, total and 3 more": what the writer has beside the last name of `path`.
std::string names_beside(const MessageSide& writer, std::string_view path);

// By name of the channel.
std::map<std::string, Messages> messages_of(const Facts& facts);

}  // namespace demarc::rules
