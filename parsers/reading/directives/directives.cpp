// Takes the configuration of web servers, proxies and log shippers: a document of directives, each a map of
// `words` and `block`, where the text is of a known language.
#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/base/letters.h"
#include "parsers/reading/bounded_document.h"
#include "parsers/reading/directives/directive_text.h"

namespace demarc {
namespace {

using directives::Directive;

constexpr std::size_t max_bytes = 2u << 20;

// True when a line begins, apart from blanks, with one of these words and something else than a letter
// follows.
bool has_line(std::string_view text, std::initializer_list<std::string_view> words, bool at_margin = false) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    while (!at_margin && !line.empty() && (line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    for (std::string_view word : words)
      if (line.starts_with(word) &&
          (line.size() == word.size() || (!std::isalnum(static_cast<unsigned char>(line[word.size()])) &&
                                          line[word.size()] != '_' && line[word.size()] != '-')))
        return true;
  }
  return false;
}

bool is_template_ending(std::string_view name) {
  for (std::string_view ending : {".template", ".tmpl", ".tpl", ".j2", ".erb", ".ctmpl", ".in", ".dev",
                                  ".prod", ".production", ".development", ".local", ".docker"})
    if (name.ends_with(ending)) return true;
  return false;
}

// "nginx.conf.j2" → "nginx.conf".
std::string_view without_template(std::string_view name) {
  return is_template_ending(name) ? name.substr(0, name.rfind('.')) : name;
}

bool is_foreign(std::string_view name) {
  for (std::string_view ending :
       {".yaml", ".yml", ".json", ".md",   ".sh",  ".js",      ".ts",         ".py",  ".rb",  ".go",
        ".java", ".xml", ".html", ".toml", ".txt", ".service", ".dockerfile", ".log", ".pid", ".lua",
        ".env",  ".tf",  ".cs",   ".php",  ".rst", ".adoc",    ".properties", ".svg", ".png", ".sql"})
    if (name.ends_with(ending)) return true;
  return name.find("dockerfile") != std::string_view::npos;
}

bool names_server(std::string_view name) {
  for (std::string_view word : {"nginx", "haproxy", "httpd", "logstash"})
    if (name.find(word) != std::string_view::npos) return true;
  return false;
}

bool is_candidate(std::string_view path, std::string_view head) {
  const std::string name = lower(file_name(path));
  if (name == "application.conf" || name == "reference.conf") return false;
  // An ending that other formats have too: what stands first tells.
  if (name.ends_with(".template") && !without_template(name).ends_with(".conf") &&
      (head.empty() ||
       head.find_first_not_of(" \t\r\n\xef\xbb\xbf{") != head.find_first_not_of(" \t\r\n\xef\xbb\xbf") ||
       head.find("AWSTemplateFormatVersion") != std::string_view::npos ||
       head.find("Resources:") != std::string_view::npos))
    return false;
  if (name == ".htaccess" || name == "_redirects" || name.starts_with("caddyfile") ||
      name.ends_with(".caddyfile"))
    return true;
  const std::string_view plain = without_template(name);
  // In a program's resources these are settings, unless the name is that of a server.
  const bool is_resource =
      path.starts_with("src/main/resources/") || path.find("/src/main/resources/") != std::string_view::npos;
  if (is_resource && name.ends_with(".conf") && !names_server(name)) return false;
  if (plain.ends_with(".conf") || plain.ends_with(".vhost") || plain.ends_with(".nginx") ||
      plain.ends_with("haproxy.cfg"))
    return true;
  if (is_foreign(plain)) return false;
  if (names_server(name)) return true;
  if (plain.ends_with(".cfg") && lower(path).find("haproxy") != std::string::npos) return true;
  if (plain.find('.') == std::string_view::npos || is_template_ending(name))
    for (std::string_view folder :
         {"sites-available/", "sites-enabled/", "conf.d/", "nginx/", "vhosts/", "haproxy/"})
      if (path.find(folder) != std::string_view::npos) return true;
  return false;
}

// What language it is, by its own words; "" when none is known.
std::string_view language_of(std::string_view path, std::string_view text) {
  const std::string name = lower(file_name(path));
  if (name == ".htaccess") return "httpd";
  if (name == "_redirects") return "redirects";
  if (name.starts_with("caddyfile") || name.ends_with(".caddyfile")) return "caddy";
  if (text.substr(0, 256).find("<?xml") != std::string_view::npos) return "";
  if (has_line(text, {"frontend", "backend", "listen"}, true) &&
      has_line(text, {"server", "default_backend", "bind", "server-template"}) &&
      text.find(';') == std::string_view::npos)
    return "haproxy";
  if (has_line(text, {"frontend", "backend", "listen"}, true) && has_line(text, {"default_backend", "bind"}))
    return "haproxy";
  if (has_line(text, {"<source>", "<match"}) && text.find("type") != std::string_view::npos) return "fluentd";
  if (has_line(text, {"<VirtualHost", "ProxyPass", "ProxyPassMatch", "RewriteRule", "<Location", "<Proxy",
                      "BalancerMember", "LoadModule", "<LocationMatch", "<IfModule"}))
    return "httpd";
  if (text.find("=>") != std::string_view::npos && has_line(text, {"output", "input", "filter"}) &&
      text.find('{') != std::string_view::npos)
    return "logstash";
  if (text.find(';') != std::string_view::npos &&
      has_line(text, {"server", "upstream", "location", "proxy_pass", "grpc_pass", "fastcgi_pass",
                      "uwsgi_pass", "http", "stream", "set", "map"}))
    return "nginx";
  return "";
}

class Writing {
 public:
  explicit Writing(BoundedDocument& made) : made_(made) {}

  NodeIndex list(const std::vector<Directive>& all, std::uint32_t begin, std::uint32_t end) {
    std::vector<NodeIndex> children;
    for (const Directive& one : all) {
      if (made_.is_full()) break;
      children.push_back(directive(one));
    }
    return made_.list(children, "", begin, end);
  }
  NodeIndex text(std::string_view what, std::uint32_t begin, std::uint32_t end) {
    return made_.scalar(NodeKind::string, what, "", true, begin, end);
  }

 private:
  NodeIndex directive(const Directive& one) {
    std::vector<NodeIndex> words;
    for (const directives::Word& word : one.words) words.push_back(text(word.text, word.begin, word.end));
    std::vector<NodeIndex> entries = {text("words", one.begin, one.begin),
                                      made_.list(words, "", one.begin, one.words.back().end)};
    if (one.has_block) {
      entries.push_back(text("block", one.begin, one.begin));
      entries.push_back(list(one.block, one.begin, one.end));
    }
    return made_.map(entries, "", one.begin, one.end);
  }
  BoundedDocument& made_;
};

class DirectivesReader final : public Reader {
 public:
  std::string_view name() const override { return "directives"; }
  bool accepts(std::string_view path, std::string_view head) const override {
    return is_candidate(path, head);
  }

  void read(const Source& source, Observations& out) const override {
    if (source.text.size() > max_bytes) {
      out.notes.push_back({{source.file, 0, 0}, "larger than 2 MB: not read as a server's configuration"});
      return;
    }
    const std::string_view language = language_of(source.path, source.text);
    if (language.empty()) return;
    const std::vector<Directive> all = language == "nginx"      ? directives::read_nginx(source.text)
                                       : language == "haproxy"  ? directives::read_haproxy(source.text)
                                       : language == "caddy"    ? directives::read_caddy(source.text)
                                       : language == "logstash" ? directives::read_logstash(source.text)
                                                                : directives::read_httpd(source.text);
    if (all.empty()) return;
    BoundedDocument made(source.file, out.notes);
    Writing writing(made);
    const auto size = static_cast<std::uint32_t>(source.text.size());
    const std::vector<NodeIndex> root = {writing.text("language", 0, 0), writing.text(language, 0, 0),
                                         writing.text("directives", 0, 0), writing.list(all, 0, size)};
    made.add_root(made.map(root, "directives", 0, size));
    out.document = made.take();
  }
};

}  // namespace

namespace documents {
std::unique_ptr<Reader> directives() { return std::make_unique<DirectivesReader>(); }
}  // namespace documents
}  // namespace demarc
