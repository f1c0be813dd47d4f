// The standard's spelling of each enumerator.
#pragma once

#include "integrations/sarif/sarif.h"

namespace sarif {

const char* word_of(ArtifactRole);
const char* word_of(BaselineState);
const char* word_of(ColumnKind);
const char* word_of(Importance);
const char* word_of(Kind);
const char* word_of(Level);
const char* word_of(SuppressionKind);
const char* word_of(SuppressionStatus);

}  // namespace sarif
