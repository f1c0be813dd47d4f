// Words of modes and changes.
#include "analyzer/sql.h"

namespace demarc {

std::string_view to_string(SqlMode mode) {
  switch (mode) {
    case SqlMode::query: return "query";
    case SqlMode::put: return "put";
    case SqlMode::update: return "update";
    case SqlMode::remove: return "delete";
    case SqlMode::ddl: return "ddl";
  }
  return {};
}

std::string_view to_string(SqlChangeKind kind) {
  switch (kind) {
    case SqlChangeKind::create: return "create";
    case SqlChangeKind::drop: return "drop";
    case SqlChangeKind::rename: return "rename";
    case SqlChangeKind::reference: return "reference";
    case SqlChangeKind::unreference: return "unreference";
    case SqlChangeKind::view: return "view";
    case SqlChangeKind::drop_view: return "drop-view";
    case SqlChangeKind::routine: return "routine";
    case SqlChangeKind::drop_routine: return "drop-routine";
    case SqlChangeKind::trigger: return "trigger";
    case SqlChangeKind::drop_trigger: return "drop-trigger";
  }
  return {};
}

}  // namespace demarc
