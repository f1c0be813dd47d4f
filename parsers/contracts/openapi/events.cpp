// Reads the event keys of schemas.
#include "parsers/contracts/openapi/events.h"

#include "parsers/contracts/references/message_schema.h"
#include "parsers/reading/json/json_text.h"

namespace demarc::contracts {
namespace {

// "x-amazon-events-detail-type" → "detailtype"; nothing for keys of other families.
std::string event_key(std::string_view key) {
  std::string plain;
  for (char c : key)
    if (c != '-' && c != '_') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (std::string_view prefix : {"xamazonevent", "xawsevent"})
    if (plain.starts_with(prefix))
      for (std::string_view word : {"source", "detailtype"}) {
        std::string_view rest = std::string_view(plain).substr(prefix.size());
        if (rest == word || (rest.starts_with('s') && rest.substr(1) == word)) return std::string(word);
      }
  return {};
}

}  // namespace

void declare_events(const Project& project, FileId contract, const Document& document, NodeIndex root,
                    Values& values, Declarations& out, Span fixed) {
  NodeIndex schemas = document.find(root, "components", "schemas");
  if (schemas == no_node) schemas = document.find(root, "definitions");
  if (schemas == no_node || document[schemas].kind != NodeKind::map) return;
  for (std::uint32_t i = 0; i + 1 < document[schemas].count; i += 2) {
    NodeIndex name = document.child(document[schemas], i), schema = document.child(document[schemas], i + 1);
    if (document[schema].kind != NodeKind::map) continue;
    ContractEvent event;
    event.contract = contract;
    event.span = fixed.file ? fixed : document.span(name);
    bool is_event = false;
    for (std::uint32_t k = 0; k + 1 < document[schema].count; k += 2) {
      const std::string key = event_key(document.text(document.child(document[schema], k)));
      NodeIndex value = document.child(document[schema], k + 1);
      if (key != "detailtype" && key != "source") continue;
      is_event = true;
      (key == "source" ? event.source : event.name) = document.text(value);
    }
    if (!is_event) continue;
    if (event.name.empty()) event.name = document.text(name);
    // The envelope is the bus's own: the payload stands under `detail`.
    for (Property& field : fields_of_schema(project, {&document, schema}, values)) {
      std::string_view path = field.name;
      if (path != "detail" && !path.starts_with("detail.")) continue;
      path.remove_prefix(std::min(path.size(), std::size_t{7}));
      event.fields.push_back({std::string(path), field.value, fixed.file ? fixed : field.span});
    }
    if (event.fields.size() == 1) event.fields.clear();  // nothing is listed
    out.events.push_back(std::move(event));
  }
}

bool declare_events_text(const Project& project, FileId contract, std::string_view text, Values& values,
                         Declarations& out, Span place) {
  Observations parsed;
  read_json_text(contract, text, parsed);
  if (!parsed.document || parsed.document->roots().empty()) return false;
  const std::size_t before = out.events.size();
  declare_events(project, contract, *parsed.document, parsed.document->roots().front(), values, out, place);
  return out.events.size() > before;
}

}  // namespace demarc::contracts
