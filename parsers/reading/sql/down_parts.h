// Parts of a migration that would take it back are no part of the schema.
#pragma once
#include <string>
#include <string_view>

namespace demarc::sql {

// The same text, as long as before, with blanks where lines stand below a `-- +goose Down`, `-- +migrate
// Down`,
// `-- migrate:down`, `# --- !Downs`, up to the next Up.
std::string without_down_parts(std::string_view text);

}  // namespace demarc::sql
