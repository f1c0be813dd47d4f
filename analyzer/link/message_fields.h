// Fields of messages, from the places in code to the channels that carry them.
#pragma once
#include "analyzer/link/stations.h"

namespace demarc::linking {

// Marks what a publisher writes, or a consumer reads, on its relation until the channel is known.
void mark_written(const Effect& effect, Relation& relation);
void mark_read(const Run& run, const Effect& effect, Relation& relation);
void mark_read(const Desk& desk, ResourceIndex function, Relation& relation);
// What the message came through on its way, nearest to the consumer first.
void mark_way(std::string_view transport, Relation& relation);

// Takes the marks away and makes fields of them where `channel` is one that carries messages of one kind; 0
// makes none.
void put_fields(Run& run, Relation& relation, EntityId channel);

// What contracts say of the channels that their services publish and consume.
void link_contract_fields(const Desk& desk);

}  // namespace demarc::linking
