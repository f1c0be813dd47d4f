// Finds host names in the settings and command lines of containers.
#include "parsers/templates/docker/addresses.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/image_sources.h"
#include "parsers/templates/docker/images.h"

namespace demarc::containers {
namespace {

constexpr std::size_t max_text = 16u << 10;

bool is_host_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_';
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    c = c == '-' || c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

// Who the container is to others, or whom it lets in: no address that it asks.
bool tells_of_itself(std::string_view name) {
  for (std::string_view word :
       {"ADVERTISE", "LISTEN", "ALLOW", "CORS", "VIRTUAL_HOST", "PUBLIC", "EXTERNAL", "NO_PROXY", "HOSTNAME",
        "DOMAIN", "BIND", "RETAIN", "CREATE_TOPIC", "SERVICE_NAME"})
    if (name.find(word) != std::string_view::npos) return true;
  return false;
}

bool says_address(std::string_view name) {
  for (std::string_view ending :
       {"HOST", "HOSTS", "SERVER", "SERVERS", "ADDR", "ADDRESS", "ADDRESSES", "URL", "URLS", "URI",
        "ENDPOINT", "ENDPOINTS", "CONNECT", "BROKERS", "NODES", "PEERS", "JOIN", "UPSTREAM"})
    if (name.ends_with(ending)) return true;
  return false;
}

// Words of a command, each with the flag that it belongs to.
template <class Take>
void each_argument(const std::vector<std::string>& words, std::size_t begin, std::size_t end,
                   const Take& take) {
  for (std::size_t i = begin; i < end && i < begin + 2'000; ++i) {
    // --flag=value, or a flag and its value
    const std::string_view word = words[i];
    const std::size_t equals = word.find('=');
    if (word.starts_with('-')) {
      if (equals != std::string::npos) take(word.substr(0, equals), word.substr(equals + 1));
    } else {
      take(i > begin && words[i - 1].starts_with('-') ? std::string_view(words[i - 1]) : std::string_view(),
           word);
    }
  }
}

bool is_load_generator(std::string_view word) {
  for (std::string_view tool : {"locust", "k6", "ab", "wrk", "wrk2", "hey", "vegeta", "jmeter", "artillery",
                                "siege", "bombardier", "oha", "fortio"})
    if (last_part(word) == tool) return true;
  return false;
}

}  // namespace

std::vector<Address> addresses_in(std::string_view name, std::string_view text) {
  std::vector<Address> found;
  const std::string variable = upper(name);
  if (tells_of_itself(variable)) return found;
  text = text.substr(0, max_text);
  for (std::size_t at = 0; at < text.size() && found.size() < 50;) {
    if (!is_host_character(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_host_character(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    const bool has_port =
        at + 1 < text.size() && text[at] == ':' && std::isdigit(static_cast<unsigned char>(text[at + 1]));
    const bool has_scheme = begin >= 3 && text.substr(begin - 3, 3) == "://";
    const bool has_user = begin >= 1 && text[begin - 1] == '@';
    const bool begins =
        begin == 0 || text[begin - 1] == ',' || text[begin - 1] == ';' || text[begin - 1] == ' ';
    const bool ends = at == text.size() || text[at] == ',' || text[at] == ';' || text[at] == ' ';
    const bool is_whole = begins && ends && says_address(variable);
    // A scheme, a user or a path's part stands in front of such signs itself.
    const bool is_scheme = text.substr(at, 3) == "://";
    const bool is_path = begin >= 1 && text[begin - 1] == '/' && !has_scheme;
    if (is_scheme || is_path || !(has_port || has_scheme || has_user || is_whole)) continue;
    const bool is_http = has_scheme && (text.substr(0, begin).ends_with("http://") ||
                                        text.substr(0, begin).ends_with("https://"));
    found.push_back({std::string(word), is_http ? "http" : "tcp"});
  }
  return found;
}

void declare_addresses(const Workload& workload, const Started& started,
                       const std::vector<const Workload*>& reachable, const Project& project, Values& values,
                       Declarations& out) {
  std::map<std::string_view, const Workload*> by_host;
  for (const Workload* other : reachable)
    if (other != &workload)
      for (const Told& host : other->hosts) by_host.emplace(host.text, other);
  for (const Told& host : workload.hosts) by_host.erase(host.text);
  if (by_host.empty()) return;
  std::set<const Workload*> done;
  bool is_implicit = false;
  auto take = [&](std::string_view name, std::string_view text, Span span) {
    for (const Address& one : addresses_in(name, text)) {
      auto other = by_host.find(one.host);
      if (other == by_host.end() || !done.insert(other->second).second) continue;
      Wiring made;
      made.unit = workload.unit;
      made.kind = WiringKind::calls;
      made.from = values.reference(reference_of(project, workload));
      made.to = values.reference(reference_of(project, *other->second));
      made.properties.push_back({"protocol", values.literal(one.protocol), span});
      if (is_implicit) made.properties.push_back({"implicit", values.literal("yes"), span});
      made.span = span;
      made.chain.push_back({other->second->span, "who answers there"});
      out.wirings.push_back(std::move(made));
    }
  };
  for (const std::vector<std::string>& words : {command_words(started.words), shell_words(started.script)})
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!is_load_generator(words[i])) continue;
      std::size_t end = i + 1;
      while (end < words.size() && words[end] != ";" && words[end] != "\n" && words[end] != "&&" &&
             words[end] != "|")
        ++end;
      each_argument(words, i + 1, end,
                    [&](std::string_view name, std::string_view text) { take(name, text, started.span); });
    }
  if (workload.build || workload.image.text.empty()) return;
  const ImageRole* role = project.index<ImageTable>().find(workload.image.text);
  if (!role || project.index<ImageSources>().find(workload.image.text)) return;
  // A database asks nobody: it may be given the variables of who uses it.
  const bool is_database = role->role == "database" && !role->store.empty();
  is_implicit = true;
  if (!is_database)
    for (const Variable& one : workload.environment) take(one.name, one.value, one.span);
  // Only what flags say: a script that is handed over may well just wait for somebody.
  for (const auto* words : {workload.entrypoint ? &*workload.entrypoint : nullptr,
                            workload.arguments ? &*workload.arguments : nullptr})
    if (words)
      each_argument(*words, 0, words->size(), [&](std::string_view name, std::string_view text) {
        if (!name.empty() && name != "-c") take(name, text, workload.command_span);
      });
}

}  // namespace demarc::containers
