// Brokers that pass messages on by routing key: which keys a binding lets through, and how what passes one
// exchange parts into channels.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "analyzer/link/flows.h"

namespace demarc::linking {

// What passes an exchange under one key; `key` is "" where keys tell nothing apart.
struct KeyedChannel {
  std::string key;
  std::vector<std::pair<Publication*, Certainty>> publications;
  std::vector<std::pair<Subscription*, Certainty>> subscriptions;
};

// All publications and subscriptions are of one exchange. Keys part them only where some listener tells keys
// apart, or nobody listens; who gives or takes a key that is not known shares every channel. Every
// publication and subscription is in at least one channel.
std::vector<KeyedChannel> part_by_key(const std::vector<Publication*>& publications,
                                      const std::vector<Subscription*>& subscriptions);

}  // namespace demarc::linking
