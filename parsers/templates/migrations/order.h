// Where a migration stands among the others, by the habits of the tools that run them.
#pragma once
#include <string>
#include <string_view>

namespace demarc::migrations {

struct Place {
  std::string order;    // texts in this order run one after the other
  std::string_view by;  // "flyway", "prisma", "migration", "schema"
};

// V1_2__x.sql, 001_x.up.sql, 20210101_init/migration.sql, schema.sql …
Place place_of(std::string_view path);
// True for what undoes another: x.down.sql, U1__x.sql, down/x.sql, rollback files.
bool takes_back(std::string_view path);
// A table's name without the schema that stands for "no schema": public, dbo, and placeholders.
std::string plain(std::string_view name);

}  // namespace demarc::migrations
