// Reads which servers an HAProxy configuration hands requests on to.
#include <map>
#include <set>

#include "parsers/parsers.h"
#include "parsers/templates/proxies/calls.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc {
namespace {

using namespace proxies;

class Reading {
 public:
  Reading(FileId file, Node sections, Values& values, Declarations& out)
      : sections_(sections), values_(values), calls_(file, "haproxy", Program::proxy, values, out) {}

  void run() {
    for (std::uint32_t i = 0; i < sections_.size(); ++i) {
      Directive section{sections_.child(i)};
      const std::string_view kind = section.name();
      if (kind == "defaults")
        if (Directive mode = section.find("mode")) usual_mode_ = mode.word(1);
      if (kind == "frontend" || kind == "listen") read_front(section);
    }
    for (std::uint32_t i = 0; i < sections_.size(); ++i) {
      Directive section{sections_.child(i)};
      if (section.name() == "backend" || section.name() == "listen") read_back(section);
    }
  }

 private:
  // Which paths lead to which backend: `acl x path_beg /api` and `use_backend b if x`, or the condition
  // itself in braces.
  void read_front(Directive front) {
    std::map<std::string, std::string, std::less<>> paths;
    for (std::uint32_t i = 0; i < front.size(); ++i) {
      Directive one = front.child(i);
      if (one.name() != "acl" || one.words() < 4) continue;
      if (one.word(2).starts_with("path"))
        for (std::uint32_t k = 3; k < one.words(); ++k)
          if (one.word(k).starts_with('/')) {
            paths.try_emplace(std::string(one.word(1)), one.word(k));
            break;
          }
    }
    for (std::uint32_t i = 0; i < front.size(); ++i) {
      Directive one = front.child(i);
      const bool is_default = one.name() == "default_backend";
      if ((!is_default && one.name() != "use_backend") || one.words() < 2) continue;
      Use use;
      use.span = one.span();
      for (std::uint32_t k = 2; k < one.words(); ++k) {
        if (auto at = paths.find(one.word(k)); at != paths.end() && use.location.empty())
          use.location = at->second;
        if (one.word(k).starts_with('/') && use.location.empty()) use.location = one.word(k);
      }
      if (is_default) use.location = "/";
      uses_[std::string(one.word(1))].push_back(std::move(use));
    }
  }

  void read_back(Directive back) {
    std::string mode = usual_mode_;
    if (Directive own = back.find("mode")) mode = own.word(1);
    auto uses = uses_.find(back.word(1));
    for (std::uint32_t i = 0; i < back.size(); ++i) {
      Directive one = back.child(i);
      const bool is_template = one.name() == "server-template";
      if ((one.name() != "server" && !is_template) || one.words() < 3) continue;
      const std::string_view address = one.word(is_template ? 3 : 2);
      bool is_disabled = false, is_h2 = false;
      for (std::uint32_t k = 3; k < one.words(); ++k) {
        is_disabled |= one.word(k) == "disabled";
        is_h2 |= one.word(k) == "proto" && one.word(k + 1) == "h2";
      }
      if (is_disabled || is_no_host(address) || address.starts_with("unix@") || address.starts_with("abns@"))
        continue;
      std::string host(address);
      for (std::string_view family : {"ipv4@", "ipv6@", "fd@"})
        if (host.starts_with(family)) host.erase(0, family.size());
      Call call;
      call.protocol = is_h2 ? "grpc" : mode == "tcp" ? "tcp" : "http";
      call.span = one.span();
      Spelling spelling;
      spelling.bare = true;
      call.to = url_of(values_, call.protocol, value_of(values_, host, spelling), "");
      if (uses == uses_.end()) {
        calls_.add(std::move(call));
        continue;
      }
      for (const Use& use : uses->second) {
        Call next = call;
        next.location = use.location;
        next.chain.emplace_back(use.span, "uses backend " + std::string(back.word(1)));
        calls_.add(std::move(next));
      }
    }
  }

  struct Use {
    std::string location;
    Span span;
  };
  Node sections_;
  Values& values_;
  Calls calls_;
  std::string usual_mode_ = "http";
  std::map<std::string, std::vector<Use>, std::less<>> uses_;
};

class Haproxy final : public Interpreter {
 public:
  std::string_view name() const override { return "haproxy"; }
  bool accepts(std::string_view, const Document& document) const override {
    return static_cast<bool>(directives_of(&document, "haproxy"));
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    Reading(file, directives_of(project.document(file), "haproxy"), values, out).run();
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> haproxy() { return std::make_unique<Haproxy>(); }
}  // namespace templates
}  // namespace demarc
