// JSON text, tolerantly, into a Document: for files, and for JSON that stands in strings of other documents.
#pragma once
#include <string_view>

#include "analyzer/reader.h"

namespace demarc {

// Reads `text` as JSON with comments, trailing commas, bare keys and 'single quotes'; several values after
// one another become several roots. Broken text gives what could be read, has_errors, and notes with their
// places. Sets out.document unless the text holds no value at all.
void read_json_text(FileId file, std::string_view text, Observations& out);

}  // namespace demarc
