// Reads what a Caddyfile hands on to other programs: reverse_proxy and php_fastcgi, proxy of the first
// version.
#include <map>

#include "parsers/parsers.h"
#include "parsers/templates/proxies/calls.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc {
namespace {

using namespace proxies;

constexpr int max_imports = 8;
constexpr int max_statements = 50'000;  // with those of snippets, each time they are imported

class Reading {
 public:
  Reading(FileId file, Node all, Values& values, Declarations& out)
      : all_(all), values_(values), calls_(file, "caddy", Program::proxy, values, out) {}

  void run() {
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      Directive one{all_.child(i)};
      if (one.name().starts_with('(') && one.name().ends_with(')'))
        snippets_.emplace(one.name().substr(1, one.name().size() - 2), one.node.find("block"));
      for (std::string_view own :
           {"reverse_proxy", "handle", "handle_path", "route", "php_fastcgi", "file_server"})
        is_flat_ |= one.name() == own;
    }
    // A file with one site may leave out the braces: its first line is the address.
    if (is_flat_) {
      collect_matchers(all_);
      return statements(all_, "", 0);
    }
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      Directive site{all_.child(i)};
      if (site.name().starts_with('(') || !site.has_block()) continue;
      matchers_.clear();
      collect_matchers(site.node.find("block"));
      statements(site.node.find("block"), "", 0);
    }
  }

 private:
  void collect_matchers(Node block) {
    for (std::uint32_t i = 0; i < block.size(); ++i) {
      Directive one{block.child(i)};
      if (!one.name().starts_with('@')) continue;
      std::string& path = matchers_[std::string(one.name())];
      if (one.word(1) == "path") path = one.word(2);
      if (Directive inside = one.find("path")) path = inside.word(1);
    }
  }

  static std::string location_of(std::string_view matcher) {
    std::string made(matcher);
    while (made.ends_with('*')) made.pop_back();
    return made;
  }

  void statements(Node block, const std::string& around, int imports) {
    for (std::uint32_t i = 0; i < block.size() && ++statements_ < max_statements; ++i) {
      Directive one{block.child(i)};
      const std::string_view name = one.name();
      if (name == "import") {
        auto at = snippets_.find(one.word(1));
        if (at != snippets_.end() && imports < max_imports) statements(at->second, around, imports + 1);
      } else if (name == "handle" || name == "handle_path" || name == "route" || name == "redir") {
        std::string inside = around;
        if (one.words() > 1) inside = matched(one.word(1));
        if (name != "redir") statements(one.node.find("block"), inside, imports);
      } else if (name == "reverse_proxy" || name == "php_fastcgi") {
        pass(one, name == "php_fastcgi" ? "fastcgi" : "http", around);
      } else if (name == "proxy" && one.words() > 2) {
        // The first version: `proxy /api host:port host:port`.
        for (std::uint32_t k = 2; k < one.words(); ++k)
          to(one.word(k), "http", location_of(one.word(1)), one);
      } else if (one.has_block() && !name.starts_with('@') && name != "handle_errors" && name != "log" &&
                 name != "header" && name != "tls") {
        statements(one.node.find("block"), around, imports);
      }
    }
  }

  std::string matched(std::string_view matcher) const {
    if (!matcher.starts_with('@')) return location_of(matcher);
    auto at = matchers_.find(matcher);
    return at == matchers_.end() ? std::string() : location_of(at->second);
  }

  void pass(Directive one, std::string_view protocol, const std::string& around) {
    std::uint32_t first = 1;
    std::string location = around;
    const std::string_view matcher = one.word(1);
    if (matcher.starts_with('/') || matcher.starts_with('@') || matcher == "*") {
      location = matched(matcher);
      first = 2;
    }
    std::string spoken(protocol);
    if (Directive transport = one.find("transport"))
      if (transport.word(1) == "fastcgi") spoken = "fastcgi";
    for (std::uint32_t k = first; k < one.words(); ++k) to(one.word(k), spoken, location, one);
    for (std::uint32_t k = 0; k < one.size(); ++k)
      if (Directive more = one.child(k); more.name() == "to")
        for (std::uint32_t w = 1; w < more.words(); ++w) to(more.word(w), spoken, location, more);
  }

  void to(std::string_view target, const std::string& protocol, const std::string& location, Directive at) {
    if (target.starts_with("unix/") || target.starts_with("unix:")) return;
    const Address address = address_of(target);
    // ":9000" is this machine's own; a range of ports is of one host.
    if (is_no_host(address.host)) return;
    Call call;
    call.protocol = protocol == "http" ? protocol_of(address.scheme) : protocol;
    call.location = location;
    call.span = at.span();
    Spelling spelling;
    spelling.braces = false;
    spelling.placeholder = true;
    const ValueId host = value_of(values_, address.host, spelling);
    // A placeholder alone may be a whole URL.
    const bool is_whole = values_[host].kind == ValueKind::setting && address.scheme.empty();
    call.to = is_whole ? host : url_of(values_, protocol == "http" ? address.scheme : protocol, host, "");
    calls_.add(std::move(call));
  }

  Node all_;
  Values& values_;
  Calls calls_;
  bool is_flat_ = false;
  int statements_ = 0;
  std::map<std::string, Node, std::less<>> snippets_;
  std::map<std::string, std::string, std::less<>> matchers_;
};

class Caddy final : public Interpreter {
 public:
  std::string_view name() const override { return "caddy"; }
  bool accepts(std::string_view, const Document& document) const override {
    return static_cast<bool>(directives_of(&document, "caddy"));
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Reading(file, directives_of(project.document(file), "caddy"), values, out).run();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> caddy() { return std::make_unique<Caddy>(); }
}  // namespace templates
}  // namespace demarc
