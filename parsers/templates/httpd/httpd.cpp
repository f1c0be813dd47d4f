// Reads what an Apache httpd configuration hands on to other programs: ProxyPass and its kin.
#include <algorithm>
#include <cctype>
#include <map>

#include "parsers/parsers.h"
#include "parsers/templates/proxies/calls.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc {
namespace {

using namespace proxies;

bool is_called(std::string_view name, std::string_view wanted) {
  return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  });
}

struct Balancer {
  std::vector<std::pair<std::string, Span>> members;
};

// Names that any httpd file of the tree defines; two files that differ leave both.
class DefinitionsOfTree {
 public:
  explicit DefinitionsOfTree(const Project& project) {
    for (std::uint32_t i = 1; i <= project.files().size(); ++i)
      if (Node all = directives_of(project.document(FileId{i}), "httpd")) collect(all, FileId{i});
  }
  const Balancer* balancer(std::string_view name) const {
    auto at = balancers_.find(name);
    return at == balancers_.end() ? nullptr : &at->second;
  }
  // In the file itself, else in the only file that defines it.
  std::optional<std::string> defined(FileId file, std::string_view name) const {
    auto at = defined_.find(name);
    if (at == defined_.end()) return std::nullopt;
    if (auto own = at->second.find(file); own != at->second.end()) return own->second;
    if (at->second.size() == 1) return at->second.begin()->second;
    return std::nullopt;
  }

 private:
  void collect(Node list, FileId file) {
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      Directive one{list.child(i)};
      if (is_called(one.name(), "Define") && one.words() > 2) {
        defined_[std::string(one.word(1))].try_emplace(file, one.word(2));
      } else if (is_called(one.name(), "Proxy") && one.word(1).starts_with("balancer://")) {
        Balancer& made = balancers_[std::string(address_of(one.word(1)).host)];
        for (std::uint32_t k = 0; k < one.size() && made.members.size() < 64; ++k)
          if (Directive member = one.child(k); is_called(member.name(), "BalancerMember"))
            made.members.emplace_back(member.word(1), member.span());
      } else if (is_called(one.name(), "BalancerMember") && one.words() > 2 &&
                 one.word(1).starts_with("balancer://")) {
        balancers_[address_of(one.word(1)).host].members.emplace_back(one.word(2), one.span());
      } else if (one.has_block()) {
        collect(one.node.find("block"), file);
      }
    }
  }
  std::map<std::string, Balancer, std::less<>> balancers_;
  std::map<std::string, std::map<FileId, std::string>, std::less<>> defined_;
};

class Reading {
 public:
  Reading(const Project& project, FileId file, Values& values, Declarations& out)
      : tree_(project.index<DefinitionsOfTree>()),
        file_(file),
        values_(values),
        calls_(file, "httpd", Program::proxy, values, out) {}

  void statements(Node list, const std::string& location) {
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      Directive one{list.child(i)};
      const std::string_view name = one.name();
      Node block = one.node.find("block");
      if (is_called(name, "Location") || is_called(name, "LocationMatch")) {
        const bool is_pattern = is_called(name, "LocationMatch") || one.word(1) == "~";
        const std::string path = defined(one.word(one.word(1) == "~" ? 2 : 1));
        statements(block, is_pattern ? start_of(path) : path);
      } else if (is_called(name, "Proxy") || is_called(name, "Directory") || is_called(name, "Macro")) {
        if (!is_called(name, "Proxy")) statements(block, location);
      } else if (one.has_block()) {
        statements(block, location);
      } else if (is_called(name, "ProxyPass") || is_called(name, "ProxyPassMatch")) {
        pass(one, location, is_called(name, "ProxyPassMatch"));
      } else if (is_called(name, "RewriteRule") && one.words() > 3 && has_flag(one.word(3), "P")) {
        to(one, defined(one.word(2)), start_of(defined(one.word(1))));
      } else if (is_called(name, "SetHandler") && one.word(1).starts_with("proxy:")) {
        to(one, defined(one.word(1).substr(6)), location);
      } else if (is_called(name, "FastCgiExternalServer")) {
        for (std::uint32_t k = 2; k + 1 < one.words(); ++k)
          if (one.word(k) == "-host") to(one, "fcgi://" + defined(one.word(k + 1)), location);
      }
    }
  }

 private:
  // "^/api/(.*)$" → "/api/".
  static std::string start_of(std::string_view pattern) {
    if (pattern.starts_with('^')) pattern.remove_prefix(1);
    std::string made(pattern.substr(0, pattern.find_first_of("([{|*+?$.\\")));
    if (!made.starts_with('/')) made.insert(0, "/");
    return made;
  }

  // "[P,L]", "[NC,proxy]".
  static bool has_flag(std::string_view flags, std::string_view wanted) {
    while (flags.starts_with('[')) flags.remove_prefix(1);
    while (flags.ends_with(']')) flags.remove_suffix(1);
    for (const std::string& flag : parts_of(flags))
      if (is_called(flag, wanted) || is_called(flag, "proxy")) return true;
    return false;
  }

  // ${NAME} that the tree defines replaced, also inside of what was put in.
  std::string defined(std::string_view text) {
    looked_up_ = 0;
    return defined(text, 0);
  }
  std::string defined(std::string_view text, int depth) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t open = std::min(text.find("${", at), text.size());
      made += text.substr(at, open - at);
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) {
        made += text.substr(open);
        break;
      }
      const std::string_view name = text.substr(open + 2, close - open - 2);
      auto known = depth < 6 && ++looked_up_ < 500 ? tree_.defined(file_, name) : std::nullopt;
      made += known ? defined(*known, depth + 1) : std::string(text.substr(open, close + 1 - open));
      at = close + 1;
      if (made.size() > 4'096) break;
    }
    return made;
  }

  // `ProxyPass /path target …`; inside of a <Location> without the path.
  void pass(Directive one, const std::string& location, bool is_pattern) {
    std::uint32_t first = 1;
    // `ProxyPass "/a" "!"`: an exception.
    const bool has_path = one.words() > 2 && (location.empty() || one.word(1).starts_with('/') ||
                                              one.word(1).starts_with('^') || one.word(1).starts_with("${"));
    std::string path = location;
    if (has_path) path = defined(one.word(first++));
    if (one.words() <= first) return;
    const std::string target = defined(one.word(first));
    if (target == "!") return;
    to(one, target, is_pattern ? start_of(path) : path);
  }

  void to(Directive one, const std::string& target, const std::string& location) {
    // "unix:/run/app.sock|http://localhost/": the socket counts.
    if (target.starts_with("unix:") || target.find("://") == std::string::npos) return;
    Address address = address_of(target);
    address.path = address.path.substr(0, address.path.find_first_of("$%"));
    Call call;
    call.location = location;
    call.span = one.span();
    if (address.scheme == "balancer") {
      const Balancer* balancer = tree_.balancer(address.host);
      if (!balancer) return;
      for (const auto& [member, span] : balancer->members) {
        Address at = address_of(defined(member));
        Call next = call;
        next.chain.emplace_back(span, "member of balancer " + address.host);
        at.path += address.path;
        hand_on(std::move(next), at);
      }
      return;
    }
    hand_on(std::move(call), address);
  }

  void hand_on(Call call, const Address& address) {
    if (is_no_host(address.host)) return;
    // What the request itself says: %{HTTP_HOST}, $1.
    if (address.host.find('%') != std::string::npos) return;
    std::string host = address.host;
    if (const std::size_t hole = host.find('$');
        hole != std::string::npos && host.compare(hole, 2, "${") != 0)
      return;
    call.protocol = protocol_of(address.scheme);
    Spelling spelling;
    call.to = url_of(values_, address.scheme, value_of(values_, host, spelling), address.path);
    calls_.add(std::move(call));
  }

  const DefinitionsOfTree& tree_;
  FileId file_;
  int looked_up_ = 0;  // names, for one text
  Values& values_;
  Calls calls_;
};

class Httpd final : public Interpreter {
 public:
  std::string_view name() const override { return "httpd"; }
  bool accepts(std::string_view, const Document& document) const override {
    return static_cast<bool>(directives_of(&document, "httpd"));
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Reading(project, file, values, out).statements(directives_of(project.document(file), "httpd"), "");
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> httpd() { return std::make_unique<Httpd>(); }
}  // namespace templates
}  // namespace demarc
