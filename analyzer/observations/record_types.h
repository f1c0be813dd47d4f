// How contracts that describe a record say what the record is the payload of.
#pragma once
#include <string_view>

namespace demarc {

// In place of ContractEvent::source: the event's name is the full name of the class that is generated of the
// record ("shop.events.OrderPlaced"): who sends or takes things of that class means it.
inline constexpr std::string_view of_class = "#class";
// The event's name is that of a topic whose messages hold the record.
inline constexpr std::string_view of_topic = "#topic";

}  // namespace demarc
