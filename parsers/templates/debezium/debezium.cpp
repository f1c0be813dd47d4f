// Reads connectors that publish the changes of tables: what they watch, and the topic of each table.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"

namespace demarc {
namespace {

using cloudformation::Node;

constexpr std::uint32_t max_entries = 2'000;
constexpr std::size_t max_tables = 500;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "public.orders, public\\.lines" → "public.orders", "public.lines". Expressions that stand for several are
// left out: nobody says which.
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty() && all.size() < max_tables) {
    const std::size_t end = std::min(text.find(','), text.size());
    std::string one(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::erase(one, '\\');
    if (!one.empty() && one.find_first_of("*+?()[]|^${}") == std::string::npos) all.push_back(std::move(one));
  }
  return all;
}

// The connector's settings: at the top, as `config` of what is posted, or below `spec` of a KafkaConnector.
struct Connector {
  Node config;
  std::string_view type;
};

Connector connector_of(const Document& document) {
  if (document.roots().empty()) return {};
  const Node root{&document, document.roots().front()};
  if (!root.is_map()) return {};
  for (const Node config : {root, root.find("config")})
    if (const Node type = config.is_map() ? config.find("connector.class") : Node{};
        type && type.text().starts_with("io.debezium."))
      return {config, type.text()};
  if (root.find("kind").text() != "KafkaConnector") return {};
  const Node type = root.find("spec", "class");
  if (!type.text().starts_with("io.debezium.")) return {};
  return {root.find("spec", "config"), type.text()};
}

class Reading {
 public:
  Reading(FileId file, const Connector& connector, Values& values, Declarations& out)
      : file_(file), connector_(connector), values_(values), out_(out) {}

  void run() {
    const Node prefix = first({"topic.prefix", "database.server.name", "mongodb.name"});
    const Node tables =
        first({"table.include.list", "table.whitelist", "collection.include.list", "collection.whitelist"});
    if (!tables.is_scalar() || tables.text().empty()) return;
    const Node router = outbox();
    for (const std::string& table : listed(tables.text())) {
      if (router) add(table, outbox_topic(router), tables.span());
      else if (prefix.is_scalar() && !prefix.text().empty())
        add(table, values_.literal(std::string(prefix.text()) + "." + table), tables.span());
    }
  }

 private:
  Node first(std::initializer_list<std::string_view> keys) const {
    for (std::string_view key : keys)
      if (const Node found = connector_.config.find(key)) return found;
    return {};
  }

  // The setting that makes one of the transforms an outbox's router.
  Node outbox() const {
    const Node config = connector_.config;
    for (std::uint32_t i = 0; config.is_map() && i + 1 < config.size() && i < max_entries; i += 2) {
      const std::string_view key = config.child(i).text();
      if (key.starts_with("transforms.") && key.ends_with(".type") &&
          config.child(i + 1).text().find("outbox.EventRouter") != std::string_view::npos)
        return config.child(i);
    }
    return {};
  }

  // "outbox.event.${routedByValue}": what each row says stands in a hole.
  ValueId outbox_topic(Node router) const {
    const std::string_view key = router.text();
    const std::string front(key.substr(0, key.size() - std::string_view("type").size()));
    const Node said = connector_.config.find(front + "route.topic.replacement");
    std::string_view text = said.is_scalar() ? said.text() : "outbox.event.${routedByValue}";
    std::vector<ValueId> parts;
    while (!text.empty()) {
      const std::size_t hole = text.find("${");
      parts.push_back(values_.literal(text.substr(0, hole)));
      if (hole == std::string_view::npos) break;
      const std::size_t close = std::min(text.find('}', hole), text.size() - 1);
      parts.push_back({});
      text.remove_prefix(close + 1);
    }
    return values_.concat(parts);
  }

  void add(const std::string& table, ValueId topic, Span span) {
    Resource made;
    made.unit = file_;
    made.kind = ResourceKind::other;
    made.id = table;
    made.type = "change-capture";
    made.span = span;
    made.properties.push_back({"table", values_.literal(table), span});
    made.properties.push_back({"topic", topic, span});
    if (const Node database = first({"database.dbname", "database.names"});
        database.is_scalar() && !database.text().empty())
      made.properties.push_back({"database", values_.literal(database.text()), database.span()});
    out_.resources.push_back(std::move(made));
  }

  FileId file_;
  const Connector& connector_;
  Values& values_;
  Declarations& out_;
};

class Debezium final : public Interpreter {
 public:
  std::string_view name() const override { return "debezium"; }
  bool accepts(std::string_view, const Document& document) const override {
    return static_cast<bool>(connector_of(document).config);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document) return;
    const Connector connector = connector_of(*document);
    Reading(file, connector, values, out).run();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> debezium() { return std::make_unique<Debezium>(); }
}  // namespace templates
}  // namespace demarc
