// Reads what an nginx configuration hands on to other programs: proxy_pass and its kin.
#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/templates/nginx/definitions.h"
#include "parsers/templates/proxies/calls.h"

namespace demarc {
namespace {

using namespace proxies;
using nginx::DefinitionsOfTree;
using nginx::Upstream;

constexpr int max_variable_depth = 6;
constexpr int max_variables = 500;  // that are looked up for one statement

// What stands around a statement.
struct Place {
  std::string location;  // as matched; "" outside of locations
  enum { prefix, exact, pattern } how = prefix;
  std::string rewritten;  // what `rewrite … break` makes of the path; "" when there is none
  bool is_stream = false;
};

class Reading {
 public:
  Reading(const Project& project, FileId file, Values& values, Declarations& out)
      : tree_(project.index<DefinitionsOfTree>()),
        file_(file),
        values_(values),
        calls_(file, "nginx", Program::proxy, values, out) {}

  void statements(Node list, const Place& place) {
    Place here = place;
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      Directive one{list.child(i)};
      if (one.name() == "rewrite" && one.words() > 2) rewrite(one, here);
    }
    for (std::uint32_t i = 0; i < list.size(); ++i) statement(Directive{list.child(i)}, here);
  }

 private:
  void statement(Directive one, const Place& place) {
    const std::string_view name = one.name();
    Node block = one.node.find("block");
    if (name == "upstream" || name == "map" || name == "types") return;
    if (name == "location") return statements(block, location(one, place));
    if (name == "stream" && one.has_block()) {
      Place inside = place;
      inside.is_stream = true;
      return statements(block, inside);
    }
    if (name == "otel_exporter") {
      if (Directive endpoint = one.find("endpoint")) {
        Call call;
        call.to = url_of(values_, "grpc", value(endpoint.word(1)), "");
        call.protocol = "grpc";
        call.is_implicit = true;
        call.span = endpoint.span();
        calls_.add(std::move(call));
      }
      return;
    }
    if (one.has_block()) return statements(block, place);
    if (one.words() < 2) return;
    if (name == "proxy_pass") pass(one, place.is_stream ? "tcp" : "http", place);
    else if (name == "grpc_pass") pass(one, "grpc", place);
    else if (name == "fastcgi_pass") pass(one, "fastcgi", place);
    else if (name == "uwsgi_pass") pass(one, "uwsgi", place);
    else if (name == "scgi_pass") pass(one, "scgi", place);
    else if (name == "memcached_pass" || name == "redis_pass") pass(one, "tcp", place);
  }

  // `location = /a`, `location ~* \.php$`, `location ^~ /a`, `location /a`, `location @name`, and the
  // modifier written onto the path: `location ~^/a`.
  static Place location(Directive one, const Place& around) {
    Place made = around;
    made.rewritten.clear();
    std::string_view modifier = one.words() > 2 ? one.word(1) : std::string_view();
    std::string_view path = one.word(one.words() > 2 ? 2 : 1);
    if (modifier.empty())
      for (std::string_view sign : {"~*", "^~", "~", "="})
        if (path.starts_with(sign) && path.size() > sign.size()) {
          modifier = path.substr(0, sign.size());
          path.remove_prefix(sign.size());
          break;
        }
    made.how = modifier == "=" ? Place::exact : modifier.starts_with('~') ? Place::pattern : Place::prefix;
    made.location = path;
    if (path.starts_with('@')) {
      made.location.clear();
      made.how = Place::prefix;
    }
    if (made.how == Place::pattern) made.location = plain_start(path);
    return made;
  }

  // "^/api/v1/(.*)$" → "/api/v1/": what every path begins with.
  static std::string plain_start(std::string_view pattern) {
    if (!pattern.starts_with('^')) return {};
    std::string made;
    for (std::size_t i = 1; i < pattern.size(); ++i) {
      if (pattern[i] == '\\' && i + 1 < pattern.size()) {
        made += pattern[++i];
        continue;
      }
      if (std::string_view("()[]{}|*+?$.^").find(pattern[i]) != std::string_view::npos) {
        if (pattern[i] == '?' || pattern[i] == '*') {
          if (!made.empty()) made.pop_back();
        } else if (pattern[i] == '.' && i + 1 < pattern.size() && pattern[i + 1] != '*' &&
                   pattern[i + 1] != '+') {
          made += '.';
          continue;
        }
        break;
      }
      made += pattern[i];
    }
    return made.starts_with('/') ? made : std::string();
  }

  // `rewrite ^/api/(.*)$ /$1 break;`: what is handed on has this path.
  static void rewrite(Directive one, Place& place) {
    const std::string_view target = one.word(2);
    const std::string_view flag = one.word(3);
    if (!target.starts_with('/') || flag == "redirect" || flag == "permanent") return;
    place.rewritten = target.substr(0, target.find('$'));
  }

  ValueId value(std::string_view text, int depth = 0) {
    Spelling spelling;
    spelling.bare = true;
    spelling.lower_is_own = true;
    spelling.known = [this, depth](std::string_view name) -> std::optional<ValueId> {
      const bool may_look = depth < max_variable_depth && ++looked_up_ < max_variables;
      const std::vector<nginx::Setting>* all = may_look ? tree_.variable(file_, name) : nullptr;
      if (!all) return std::nullopt;
      std::vector<ValueId> alternatives;
      for (const nginx::Setting& one : *all) {
        if (one.text.empty()) continue;
        if (set_by_.empty()) set_by_.emplace_back(one.span, "$" + std::string(name) + " is set here");
        alternatives.push_back(value(one.text, depth + 1));
      }
      return alternatives.empty() ? ValueId{} : values_.either(alternatives);
    };
    return value_of(values_, text, spelling);
  }

  void pass(Directive one, std::string_view protocol, const Place& place) {
    set_by_.clear();
    looked_up_ = 0;
    const std::string_view written = one.word(1);
    // A variable may hold the whole URL or its host: only then the URL is put together first.
    const ValueId whole = value(written);
    for (ValueId alternative : values_.alternatives(whole)) {
      const std::string text = as_text(alternative);
      Address address = address_of(text);
      if (address.scheme.empty() && text.find("://") == std::string::npos && protocol != "http") {
        address.host = text.substr(0, text.find('/'));
        address.path.clear();
      }
      if (address.host.starts_with("unix:") || text.starts_with("unix:")) continue;
      to_host(one, protocol, place, address, alternative);
    }
  }

  // Settings become ${NAME} again, so that scheme, host and path can be told apart.
  std::string as_text(ValueId value) const {
    const Value& v = values_[value];
    switch (v.kind) {
      case ValueKind::literal: return std::string(values_.text(value));
      case ValueKind::concat: {
        std::string all;
        for (ValueId part : values_.children(value)) all += as_text(part);
        return all;
      }
      case ValueKind::setting:
        return v.count > 0 && values_.is_literal(values_.child(value, 0))
                   ? "${" + std::string(values_.text(values_.child(value, 0))) + "}"
                   : "{?}";
      default: return "{?}";
    }
  }

  void to_host(Directive one, std::string_view protocol, const Place& place, const Address& address,
               ValueId whole) {
    const std::string name = address.host.substr(0, address.host.find(':'));
    if (is_no_host(address.host)) return;
    Call call;
    call.protocol = protocol == "http" ? protocol_of(address.scheme) : std::string(protocol);
    call.location = place.location;
    call.span = one.span();
    call.chain = set_by_;
    const bool has_path_of_own = !address.path.empty();
    call.is_prefix = place.how != Place::exact || address.path.find("{?}") != std::string::npos;
    std::string path = !has_path_of_own ? (place.rewritten.empty() ? place.location : place.rewritten)
                                        : address.path.substr(0, address.path.find("{?}"));
    if (!place.rewritten.empty()) call.is_prefix = true;
    if (path.find("${") != std::string::npos) path = path.substr(0, path.find("${"));
    if (protocol != "http") path.clear();
    const std::string_view scheme = protocol == "http" ? std::string_view(address.scheme) : protocol;
    if (const Upstream* upstream = tree_.upstream(file_, name)) {
      for (const auto& [server, span] : upstream->servers) {
        if (is_no_host(server)) continue;
        Call next = call;
        next.to = url_of(values_, scheme, value(server), path);
        next.chain.emplace_back(span, "server of upstream " + name);
        calls_.add(std::move(next));
      }
      if (!upstream->servers.empty()) return;
    }
    // `proxy_pass $URL`: the whole address is a setting.
    const bool is_one_setting =
        address.scheme.empty() && protocol == "http" && address.host.starts_with("${");
    if (is_one_setting && values_[whole].kind == ValueKind::setting) {
      call.to = whole;
    } else if (address.host.find("{?}") != std::string::npos) {
      const ValueId parts[] = {values_.literal("http://"), ValueId{}};
      call.to = values_.concat(parts);
    } else {
      call.to = url_of(values_, scheme, value(address.host), path);
    }
    calls_.add(std::move(call));
  }

  const DefinitionsOfTree& tree_;
  FileId file_;
  Values& values_;
  Calls calls_;
  int looked_up_ = 0;
  std::vector<std::pair<Span, std::string>> set_by_;  // where the variables of this statement are set
};

class Nginx final : public Interpreter {
 public:
  std::string_view name() const override { return "nginx"; }
  bool accepts(std::string_view, const Document& document) const override {
    return static_cast<bool>(directives_of(&document, "nginx"));
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Reading(project, file, values, out).statements(directives_of(project.document(file), "nginx"), {});
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> nginx() { return std::make_unique<Nginx>(); }
}  // namespace templates
}  // namespace demarc
