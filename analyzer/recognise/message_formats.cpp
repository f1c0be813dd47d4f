// Reads the section `messages:` of packs.
#include "analyzer/recognise/message_formats.h"

namespace demarc {
namespace {

std::vector<std::string> texts(const Document& d, NodeIndex n) {
  std::vector<std::string> all;
  if (n == no_node) return all;
  if (d[n].kind != NodeKind::list) return {std::string(d.text(n))};
  for (std::uint32_t i = 0; i < d[n].count; ++i) all.emplace_back(d.text(d.child(d[n], i)));
  return all;
}

}  // namespace

void MessageFormats::read(const Document& d, NodeIndex node, std::vector<Error>& errors) {
  const auto wrong = [&](NodeIndex at, std::string message) {
    errors.push_back(
        {d.span(at), std::move(message),
         "`messages` knows decodes, validates, names, hides, plain, payload, polled, contents and "
         "envelopes"});
  };
  if (d[node].kind != NodeKind::map) return wrong(node, "`messages` is a map");
  const std::pair<std::string_view, std::set<std::string, std::less<>>*> lists[] = {
      {"decodes", &decodes}, {"validates", &validates}, {"names", &names},   {"hides", &hides},
      {"plain", &plain},     {"payload", &payload},     {"polled", &polled},
  };
  for (std::uint32_t i = 0; i + 1 < d[node].count; i += 2) {
    const NodeIndex key = d.child(d[node], i), value = d.child(d[node], i + 1);
    const std::string_view word = d.text(key);
    bool is_list = false;
    for (const auto& [name, into] : lists)
      if (name == word) {
        for (std::string& text : texts(d, value)) into->insert(std::move(text));
        is_list = true;
      }
    if (is_list) continue;
    if ((word != "contents" && word != "envelopes") || d[value].kind != NodeKind::map) {
      wrong(key, "`" + std::string(word) + "` is no key of `messages`, or has the wrong shape");
      continue;
    }
    for (std::uint32_t k = 0; k + 1 < d[value].count; k += 2) {
      const NodeIndex name = d.child(d[value], k), said = d.child(d[value], k + 1);
      if (word == "contents") {
        contents[std::string(d.text(name))] = d.text(said);
        continue;
      }
      if (d[said].kind != NodeKind::map) {
        wrong(said, "an envelope is a map of `handed`, `nested` and `beside`");
        continue;
      }
      envelopes.push_back({std::string(d.text(name)), std::string(d.text_of(said, "handed")),
                           std::string(d.text_of(said, "nested")), texts(d, d.find(said, "beside"))});
    }
  }
}

}  // namespace demarc
