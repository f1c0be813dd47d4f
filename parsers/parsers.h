// Everything that stands in the folders of parsers/, made by the build from their listing.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "analyzer/base/embedded.h"
#include "analyzer/reader.h"
#include "analyzer/sql.h"

namespace demarc::languages {
std::vector<std::unique_ptr<Reader>> all();  // parsers/languages/<name>/<name>.cpp
}
namespace demarc::documents {
std::vector<std::unique_ptr<Reader>> all();  // parsers/reading/<name>/<name>.cpp: YAML, JSON, TOML
}
namespace demarc::templates {
std::vector<std::unique_ptr<Interpreter>> all();  // parsers/templates/<name>/<name>.cpp
}
namespace demarc::contracts {
std::vector<std::unique_ptr<Interpreter>> all();  // parsers/contracts/<name>/<name>.cpp
}
namespace demarc {
std::unique_ptr<SqlReader> make_sql_reader();  // parsers/reading/sql/
}
namespace demarc::frameworks {
std::span<const EmbeddedFile> files();  // parsers/frameworks/<name>/<name>.yaml
}
namespace demarc::images {
std::span<const EmbeddedFile> files();  // parsers/templates/docker/images.yaml
}
