// Event schemas of a registry: what a team announces on its bus.
#include "parsers/contracts/openapi/events.h"
#include "parsers/templates/cloudformation/resource_types.h"

namespace demarc::cloudformation {

void read_event_schema(Template& t, const Declared& d, Resource& made) {
  Node content = t.get(d, "Content"), name = t.get(d, "SchemaName");
  t.add(made.properties, "registry", t.get(d, "RegistryName"));
  if (content && contracts::declare_events_text(t.evaluator().project(), t.evaluator().unit(),
                                                t.values().display(t.evaluate(content)), t.values(), t.out(),
                                                content.span()))
    return;
  // Registries call schemas source@DetailType.
  if (!name) return;
  const std::string whole = t.values().display(t.evaluate(name));
  std::size_t at = whole.rfind('@');
  if (at == std::string::npos) return;
  t.out().events.push_back({t.evaluator().unit(), whole.substr(at + 1), whole.substr(0, at), name.span()});
}

}  // namespace demarc::cloudformation
