// Code that stands in another file: its positions are moved to where it stands there.
#pragma once
#include "analyzer/observations/code.h"
#include "analyzer/observations/declarations.h"

namespace demarc {

// The byte of the host where byte `position` of the source's text stands; never outside `source.host`.
std::uint32_t host_position(const EmbeddedSource& source, std::uint32_t position);
// Moves every place of `code`, which was read from the source's text, into the host.
void move_to_host(code::CodeFile& code, const EmbeddedSource& source);
// `value` with the source's holes in the texts where code spells them.
ValueId fill_holes(const EmbeddedSource& source, ValueId value, Values& values);

}  // namespace demarc
