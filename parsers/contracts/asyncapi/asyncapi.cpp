// Reads AsyncAPI 2 and 3: the events that an application publishes and takes, with the fields of their
// payloads.
#include "parsers/contracts/references/message_schema.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {

using contracts::Place;

constexpr std::size_t max_events = 20'000;

class Reading {
 public:
  Reading(const Project& project, FileId file, Values& values, Declarations& out)
      : project_(project), file_(file), values_(values), out_(out) {}

  void run(Place root) {
    if (root.find("asyncapi").text().starts_with("3")) {
      version3(root);
    } else {
      version2(root);
    }
  }

 private:
  // What a reference stands for, with a note where that is nothing of the tree.
  Place followed(Place place, std::string_view* name = nullptr) {
    const Place found = contracts::followed(project_, place, name);
    if (place && !found) out_.notes.push_back({place.span(), "this reference leads to nothing in the tree"});
    return found;
  }

  // In version 2 the words are the client's: what clients subscribe to is what the application publishes.
  void version2(Place root) {
    Place channels = root.find("channels");
    for (std::uint32_t i = 0; channels.is_map() && i + 1 < channels.size(); i += 2) {
      Place address = channels.child(i), channel = followed(channels.child(i + 1));
      for (std::string_view word : {"subscribe", "publish"}) {
        Place operation = followed(channel.find(word));
        if (!operation) continue;
        is_received_ = word == "publish";
        const std::size_t before = out_.events.size();
        event(address.text(), "", address.span());
        Place message = operation.find("message");
        Place several = contracts::followed(project_, message).find("oneOf");
        if (several.kind() == NodeKind::list) {
          for (std::uint32_t m = 0; m < several.size(); ++m) named(several.child(m), "", address.text());
        } else {
          named(message, "", address.text());
          fields_of(before, message);
        }
      }
    }
  }

  void version3(Place root) {
    Place channels = root.find("channels"), operations = root.find("operations");
    if (!operations) {
      // A description of channels alone announces all of them.
      for (std::uint32_t i = 0; channels.is_map() && i + 1 < channels.size(); i += 2)
        channel(channels.child(i).text(), channels.child(i), channels.child(i + 1), {});
      return;
    }
    for (std::uint32_t i = 0; operations.is_map() && i + 1 < operations.size(); i += 2) {
      Place operation = followed(operations.child(i + 1));
      const std::string_view action = operation.find("action").text();
      if (action != "send" && action != "receive") continue;
      is_received_ = action == "receive";
      std::string_view id;
      Place target = operation.find("channel");
      Place found = followed(target, &id);
      channel(id, target, found, operation.find("messages"));
    }
  }

  // `messages`: those of the channel that the operation sends; without them all.
  void channel(std::string_view id, Place where, Place channel, Place messages) {
    channel = followed(channel);
    std::string_view address = channel.find("address").text();
    if (address.empty()) address = id;
    if (address.empty()) return;
    const std::size_t before = out_.events.size();
    event(address, "", where.span());
    if (messages.kind() == NodeKind::list) {
      for (std::uint32_t i = 0; i < messages.size(); ++i) named(messages.child(i), "", address);
      if (messages.size() == 1) fields_of(before, messages.child(0));
      return;
    }
    Place all = channel.find("messages");
    for (std::uint32_t i = 0; all.is_map() && i + 1 < all.size(); i += 2)
      named(all.child(i + 1), all.child(i).text(), address);
    if (all.is_map() && all.size() == 2) fields_of(before, all.child(1));
  }

  void named(Place message, std::string_view key, std::string_view address) {
    Place where = message;
    message = followed(message, &key);
    std::string_view name = message.find("name").text();
    if (name.empty()) name = key;
    if (name.empty()) name = message.find("title").text();
    if (name.empty() || name == address) return;
    const std::size_t before = out_.events.size();
    event(name, address, where.span());
    fields_of(before, where);
  }

  // Of the event that was added at this place: what its message's payload holds.
  void fields_of(std::size_t added, Place message) {
    if (added >= out_.events.size()) return;
    const Place payload = followed(contracts::followed(project_, message).find("payload"));
    // A schema of another language is wrapped with the name of its format.
    const Place inner = payload.find("schemaFormat") ? payload.find("schema") : payload;
    out_.events[added].fields = contracts::fields_of_schema(project_, inner, values_);
  }

  void event(std::string_view name, std::string_view source, Span span) {
    if (added_++ >= max_events) return;
    ContractEvent made;
    made.contract = file_;
    made.name = name;
    made.source = source;
    made.span = span;
    made.is_received = is_received_;
    out_.events.push_back(std::move(made));
  }

  const Project& project_;
  FileId file_;
  Values& values_;
  Declarations& out_;
  std::size_t added_ = 0;
  bool is_received_ = false;
};

class AsyncApi final : public Interpreter {
 public:
  std::string_view name() const override { return "asyncapi"; }
  bool accepts(std::string_view, const Document& document) const override {
    return !document.roots().empty() && !document.text_of(document.roots().front(), "asyncapi").empty();
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    if (Place root = contracts::root_of(project, file)) Reading(project, file, values, out).run(root);
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> asyncapi() { return std::make_unique<AsyncApi>(); }
}  // namespace contracts
}  // namespace demarc
