// Reads where Java programs send their log lines: appenders of Logback and Log4j with an address. All of it
// is implicit.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analyzer/base/letters.h"
#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/proxies/calls.h"

namespace demarc {
namespace {

using namespace proxies;
using cloudformation::Node;

constexpr std::uint32_t max_entries = 2'000;
constexpr int max_depth = 12;
constexpr int max_work = 20'000;  // nodes looked at in one file

// The value of an attribute or of an element with that name, in any case: "@host", "host", "Host".
Node entry(Node map, std::string_view name) {
  for (std::uint32_t i = 0; map.is_map() && i + 1 < map.size() && i < max_entries; i += 2) {
    std::string_view key = map.child(i).text();
    if (key.starts_with('@')) key.remove_prefix(1);
    if (lower(key) == name) return map.child(i + 1);
  }
  return {};
}

// Elements of one name stand as a list where there are several.
template <class Take>
void each(Node node, const Take& take) {
  if (!node.is_list()) return take(node);
  for (std::uint32_t i = 0; i < node.size() && i < max_entries; ++i) take(node.child(i));
}

class Reading {
 public:
  Reading(FileId file, Values& values, Declarations& out)
      : values_(values), calls_(file, "logging", Program::code, values, out) {
    spelling_.known = [this](std::string_view name) { return known(name); };
  }

  void run(Node root) {
    collect(root, 0);
    appenders(root, false, 0);
  }

 private:
  // Variables, and the names of appenders that anything writes to.
  void collect(Node node, int depth) {
    if (depth > max_depth || ++work_ > max_work) return;
    each(node, [&](Node one) {
      for (std::uint32_t i = 0; one.is_map() && i + 1 < one.size() && i < max_entries; i += 2) {
        const std::string key = lower(one.child(i).text());
        Node value = one.child(i + 1);
        if (key == "property" || key == "variable" || key == "springproperty")
          each(value, [&](Node property) { variable(property, key == "springproperty"); });
        if (key == "appender-ref" || key == "appenderref")
          each(value, [&](Node ref) {
            used_.insert(std::string(ref.is_map() ? entry(ref, "ref").text() : ref.text()));
          });
        if (value.is_map() || value.is_list()) collect(value, depth + 1);
      }
    });
  }

  void variable(Node property, bool is_spring) {
    const std::string name(entry(property, "name").text());
    if (name.empty() || variables_.size() >= max_entries) return;
    if (is_spring) {
      const Node otherwise = entry(property, "defaultvalue");
      const ValueId source = values_.literal(property_name(entry(property, "source").text()));
      variables_[name] = otherwise ? values_.setting("config", source, values_.literal(otherwise.text()))
                                   : values_.setting("config", source);
      return;
    }
    Node value = entry(property, "value");
    if (!value) value = entry(property, "#text");
    if (value.is_scalar()) texts_.emplace(name, value.text());
  }

  std::optional<ValueId> known(std::string_view name) {
    // Log4j in a Spring program: ${spring:logstash.host}
    if (name.starts_with("spring:"))
      return values_.setting("config", values_.literal(property_name(name.substr(7))));
    if (auto at = variables_.find(name); at != variables_.end()) return at->second;
    const auto at = texts_.find(name);
    if (at == texts_.end() || depth_ > 4) return std::nullopt;
    ++depth_;
    const ValueId value = value_of(values_, at->second, spelling_);
    --depth_;
    return value;
  }

  // Logback: <appender name="…" class="…">; Log4j: any element below <Appenders>, or type: … .
  void appenders(Node node, bool is_inside, int depth) {
    if (depth > max_depth || ++work_ > max_work) return;
    each(node, [&](Node one) {
      for (std::uint32_t i = 0; one.is_map() && i + 1 < one.size() && i < max_entries; i += 2) {
        const std::string key = lower(one.child(i).text());
        Node value = one.child(i + 1);
        if (key == "appender" || (is_inside && !key.starts_with('@')))
          each(value, [&](Node appender) {
            if (appender.is_map() && used_.contains(std::string(entry(appender, "name").text())))
              address(appender);
          });
        else if (value.is_map() || value.is_list()) appenders(value, key == "appenders", depth + 1);
      }
    });
  }

  // An appender's address: whole, or host and port apart; those of Log4j 1 stand in <param>.
  void address(Node appender) {
    static constexpr std::array<std::string_view, 3> whole = {"destination", "destinations", "url"};
    static constexpr std::array<std::string_view, 8> hosts = {
        "remotehost", "host", "sysloghost", "graylogserver", "graylog", "server", "smtphost", "graylogurl"};
    std::map<std::string, Node> said;
    auto take = [&](std::string key, Node value) {
      if (key.starts_with('@')) key.erase(0, 1);
      if (value.is_scalar() || value.is_list()) said.emplace(std::move(key), value);
    };
    for (std::uint32_t i = 0; i + 1 < appender.size() && i < max_entries; i += 2) {
      Node value = appender.child(i + 1);
      const std::string key = lower(appender.child(i).text());
      take(key, value);
      if (key == "param")
        each(value, [&](Node param) { take(lower(entry(param, "name").text()), entry(param, "value")); });
      // What sends stands in an element of its own: <http><url>…
      else if (value.is_map() && key != "encoder" && key != "layout")
        for (std::uint32_t k = 0; k + 1 < value.size() && k < max_entries; k += 2)
          if (lower(value.child(k).text()) == "url") take("url", value.child(k + 1));
    }
    for (std::string_view key : whole)
      if (auto at = said.find(std::string(key)); at != said.end())
        each(at->second, [&](Node text) {
          for (const std::string& part : parts_of(text.text(), ", ")) add(part, text.span());
        });
    Node port = said.contains("port") ? said["port"] : Node{};
    for (std::string_view key : hosts) {
      const auto at = said.find(std::string(key));
      if (at == said.end() || !at->second.is_scalar()) continue;
      std::string text(at->second.text());
      // GELF: "tcp:graylog".
      for (std::string_view transport : {"tcp:", "udp:"})
        if (text.starts_with(transport) && !text.starts_with(std::string(transport) + "//"))
          text.erase(0, transport.size());
      if (port.is_scalar() && !port.text().empty()) text += ":" + std::string(port.text());
      add(text, at->second.span());
    }
  }

  void add(std::string_view text, Span span) {
    Address address = address_of(text);
    if (is_no_host(address.host) || address.scheme.starts_with("jdbc") || address.host.starts_with("jdbc:"))
      return;
    Call call;
    call.protocol = protocol_of(address.scheme, "tcp");
    call.is_implicit = true;
    call.span = span;
    call.to = url_of(values_, address.scheme.empty() ? std::string_view("tcp") : address.scheme,
                     value_of(values_, address.host, spelling_), address.path);
    calls_.add(std::move(call));
  }

  Values& values_;
  Calls calls_;
  Spelling spelling_;
  std::map<std::string, ValueId, std::less<>> variables_;
  std::map<std::string, std::string, std::less<>> texts_;
  std::set<std::string> used_;
  int depth_ = 0, work_ = 0;
};

// The element around everything; nothing for other documents.
Node configuration_of(std::string_view path, const Document& document) {
  const std::string name = lower(path.substr(path.rfind('/') + 1));
  if (document.roots().empty() || (!name.starts_with("logback") && !name.starts_with("log4j"))) return {};
  const Node root{&document, document.roots().front()};
  for (std::string_view key : {"configuration", "included", "log4j:configuration"})
    if (Node found = entry(root, key); found.is_map()) return found;
  return {};
}

class Logging final : public Interpreter {
 public:
  std::string_view name() const override { return "logging"; }
  bool accepts(std::string_view path, const Document& document) const override {
    return static_cast<bool>(configuration_of(path, document));
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document) return;
    if (Node root = configuration_of(project.files().path(file), *document))
      Reading(file, values, out).run(root);
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> logging() { return std::make_unique<Logging>(); }
}  // namespace templates
}  // namespace demarc
