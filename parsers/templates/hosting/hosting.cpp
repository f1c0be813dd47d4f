// Reads rewrites of static hosting (Firebase, Netlify, Vercel) and the proxies of development servers, by
// which a front end reaches its back ends.
#include <algorithm>
#include <array>
#include <cctype>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/hosting/proxy_script.h"
#include "parsers/templates/proxies/calls.h"
#include "parsers/templates/proxies/directive.h"

namespace demarc {
namespace {

using namespace proxies;

constexpr std::uint32_t max_entries = 2'000;
constexpr std::uint64_t max_script = 512u << 10;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// "/api/**", "/api/:path*", "/api/(.*)" → "/api/".
std::string start_of(std::string_view pattern) {
  if (pattern.starts_with('^')) pattern.remove_prefix(1);
  return std::string(pattern.substr(0, pattern.find_first_of("*:({[$?")));
}

class Reading {
 public:
  Reading(FileId file, std::string_view format, Values& values, Declarations& out)
      : values_(values), calls_(file, format, Program::code, values, out) {}

  void to(std::string_view target, std::string_view location, Span span) {
    if (target.find("://") == std::string_view::npos && !target.starts_with("//")) return;
    if (target.starts_with("//")) target.remove_prefix(2);
    const Address address = address_of(target);
    if (is_no_host(address.host)) return;
    Spelling spelling;
    spelling.bare = true;
    add(url_of(values_, address.scheme, value_of(values_, address.host, spelling), start_of(address.path)),
        location, span, protocol_of(address.scheme));
  }
  void add(ValueId to, std::string_view location, Span span, std::string protocol = "http") {
    Call call;
    call.protocol = std::move(protocol);
    call.location = start_of(location);
    call.span = span;
    call.to = to;
    calls_.add(std::move(call));
  }

  void firebase(Node root) {
    Node hosting = root.find("hosting");
    auto site = [&](Node one) {
      Node rewrites = one.find("rewrites");
      for (std::uint32_t i = 0; rewrites.is_list() && i < rewrites.size() && i < max_entries; ++i) {
        Node rewrite = rewrites.child(i);
        const std::string_view source = rewrite.find("source").text();
        // A container or a function of the same project, by its name.
        for (Node target : {rewrite.find("run", "serviceId"), rewrite.find("function", "functionId"),
                            rewrite.find("function")})
          if (target.is_scalar() && !target.text().empty())
            add(values_.literal("http://" + std::string(target.text())), source, target.span());
      }
    };
    if (hosting.is_list())
      for (std::uint32_t i = 0; i < hosting.size() && i < 64; ++i) site(hosting.child(i));
    else site(hosting);
  }

  void netlify(Node root) {
    Node redirects = root.find("redirects");
    for (std::uint32_t i = 0; redirects.is_list() && i < redirects.size() && i < max_entries; ++i) {
      Node one = redirects.child(i);
      // Without 200 the browser is sent there.
      if (one.find("status").text() == "200")
        to(one.find("to").text(), one.find("from").text(), one.find("to").span());
    }
  }

  // `/api/*  https://host/:splat  200` a line; conditions and headers stand behind.
  void redirects(Node lines) {
    for (std::uint32_t i = 0; i < lines.size() && i < max_entries; ++i) {
      Directive one{lines.child(i)};
      std::uint32_t at = 1;
      while (at < one.words() && one.word(at).find('=') != std::string_view::npos &&
             one.word(at).find("://") == std::string_view::npos)
        ++at;
      if (one.word(at + 1).starts_with("200")) to(one.word(at), one.name(), one.span());
    }
  }

  void vercel(Node root) {
    Node rewrites = root.find("rewrites");
    for (Node list :
         {rewrites, rewrites.find("beforeFiles"), rewrites.find("afterFiles"), rewrites.find("fallback")})
      for (std::uint32_t i = 0; list.is_list() && i < list.size() && i < max_entries; ++i)
        to(list.child(i).find("destination").text(), list.child(i).find("source").text(),
           list.child(i).find("destination").span());
    Node routes = root.find("routes");
    for (std::uint32_t i = 0; routes.is_list() && i < routes.size() && i < max_entries; ++i) {
      const std::string_view status = routes.child(i).find("status").text();
      if (!status.starts_with('3'))
        to(routes.child(i).find("dest").text(), routes.child(i).find("src").text(),
           routes.child(i).find("dest").span());
    }
  }

  // "proxy": "http://…" or {"/api": {"target": "…"}}; the same map alone in proxy.conf.json.
  void targets(Node node, std::string_view location) {
    if (node.is_scalar()) return to(node.text(), location, node.span());
    if (node.is_list()) {
      for (std::uint32_t i = 0; i < node.size() && i < max_entries; ++i) {
        Node context = node.child(i).find("context");
        const std::string_view path =
            context.is_list() && context.size() > 0 ? context.child(0).text() : context.text();
        target(node.child(i).find("target"), path);
      }
      return;
    }
    for (std::uint32_t i = 0; i + 1 < node.size() && i < max_entries; i += 2) {
      Node one = node.child(i + 1);
      target(one.is_map() ? one.find("target") : one, node.child(i).text());
    }
  }

  void script(const Project& project, FileId file) {
    const std::string text = project.files().read(file, max_script).value_or("");
    for (const hosting::ScriptTarget& one : hosting::read_proxy_script(text)) {
      const Span span{file, one.begin, one.end};
      if (!one.setting.empty()) {
        const ValueId otherwise = one.url.empty() ? ValueId{} : values_.literal(one.url);
        add(values_.setting("env", values_.literal(one.setting), otherwise), one.location, span);
      } else {
        to(one.url, one.location, span);
      }
    }
  }

 private:
  void target(Node node, std::string_view path) {
    if (node.is_scalar()) {
      to(node.text(), path, node.span());
    } else if (node.is_map()) {  // {"protocol": "http:", "host": "localhost", "port": 80}
      std::string url = "http://" + std::string(node.find("host").text());
      if (Node port = node.find("port"); !port.text().empty()) url += ":" + std::string(port.text());
      to(url, path, node.span());
    }
  }
  Values& values_;
  Calls calls_;
};

bool is_proxy_map(std::string_view path, Node root) {
  const std::string_view name = name_of(path);
  if (!name.starts_with("proxy") || !name.ends_with(".json")) return false;
  if (root.is_list()) return root.size() > 0 && root.child(0).find("target");
  for (std::uint32_t i = 1; root.is_map() && i < root.size(); i += 2)
    if (root.child(i).find("target")) return true;
  return false;
}

// Scripts of development servers that stand in the folder of a package.
constexpr std::array scripts = {
    "src/setupProxy.js", "src/setupProxy.ts",     "setupProxy.js",     "vite.config.js", "vite.config.ts",
    "vite.config.mjs",   "vite.config.mts",       "vue.config.js",     "vue.config.ts",  "webpack.config.js",
    "webpack.dev.js",    "webpack.dev.config.js", "config/index.js",   "proxy.conf.js",  "proxy.conf.mjs",
    "src/proxy.conf.js", "rsbuild.config.ts",     "webpack.config.ts", "quasar.conf.js", "quasar.config.js"};

class Hosting final : public Interpreter {
 public:
  std::string_view name() const override { return "hosting"; }
  bool accepts(std::string_view path, const Document& document) const override {
    if (document.roots().empty()) return false;
    Node root{&document, document.roots().front()};
    const std::string_view name = name_of(path);
    return directives_of(&document, "redirects") || name == "package.json" || name == "firebase.json" ||
           name == "netlify.toml" || name == "vercel.json" || name == "now.json" || is_proxy_map(path, root);
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document* document = project.document(file);
    if (!document || document->roots().empty()) return;
    Node root{document, document->roots().front()};
    const std::string path(project.files().path(file));
    const std::string_view name = name_of(path);
    if (Node lines = directives_of(document, "redirects"))
      return Reading(file, "netlify", values, out).redirects(lines);
    if (name == "firebase.json") return Reading(file, "firebase", values, out).firebase(root);
    if (name == "netlify.toml") return Reading(file, "netlify", values, out).netlify(root);
    if (name == "vercel.json" || name == "now.json") return Reading(file, "vercel", values, out).vercel(root);
    if (name != "package.json") return Reading(file, "development proxy", values, out).targets(root, "");
    if (Node proxy = root.find("proxy")) Reading(file, "development proxy", values, out).targets(proxy, "/");
    for (std::string_view script : scripts) {
      auto found = join_path(folder_of(path), script);
      FileId other = found ? project.files().find(*found) : FileId{};
      if (other && project.files()[other].file_class == FileClass::source)
        Reading(other, "development proxy", values, out).script(project, other);
    }
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> hosting() { return std::make_unique<Hosting>(); }
}  // namespace templates
}  // namespace demarc
