// The tables of spellings.
#include "integrations/sarif/words.h"

#include <iterator>

namespace sarif {
namespace {

// Indexed by the enumerators' values.
constexpr const char* level_names[] = {"none", "note", "warning", "error"};
constexpr const char* kind_names[] = {"notApplicable", "pass", "fail", "review", "open", "informational"};
constexpr const char* baseline_names[] = {"new", "unchanged", "updated", "absent"};
constexpr const char* suppression_names[] = {"inSource", "external"};
constexpr const char* status_names[] = {"accepted", "underReview", "rejected"};
constexpr const char* importance_names[] = {"important", "essential", "unimportant"};
constexpr const char* role_names[] = {"analysisTarget",
                                      "attachment",
                                      "responseFile",
                                      "resultFile",
                                      "standardStream",
                                      "tracedFile",
                                      "unmodified",
                                      "modified",
                                      "added",
                                      "deleted",
                                      "renamed",
                                      "uncontrolled",
                                      "driver",
                                      "extension",
                                      "translation",
                                      "taxonomy",
                                      "policy",
                                      "referencedOnCommandLine",
                                      "memoryContents",
                                      "directory",
                                      "userSpecifiedConfiguration",
                                      "toolSpecifiedConfiguration",
                                      "debugOutputFile"};
static_assert(std::size(role_names) == static_cast<std::size_t>(ArtifactRole::debug_output_file) + 1);

constexpr const char* column_names[] = {"utf16CodeUnits", "unicodeCodePoints"};

}  // namespace

const char* word_of(ArtifactRole v) { return role_names[static_cast<int>(v)]; }
const char* word_of(BaselineState v) { return baseline_names[static_cast<int>(v)]; }
const char* word_of(ColumnKind v) { return column_names[static_cast<int>(v)]; }
const char* word_of(Importance v) { return importance_names[static_cast<int>(v)]; }
const char* word_of(Kind v) { return kind_names[static_cast<int>(v)]; }
const char* word_of(Level v) { return level_names[static_cast<int>(v)]; }
const char* word_of(SuppressionKind v) { return suppression_names[static_cast<int>(v)]; }
const char* word_of(SuppressionStatus v) { return status_names[static_cast<int>(v)]; }

}  // namespace sarif
