// Event types that an OpenAPI document describes for an event bus, by the keys of EventBridge's schema
// registry.
#pragma once
#include "analyzer/reader.h"

namespace demarc::contracts {

// Adds an event for each schema in components.schemas (or definitions) that names its detail type or source
// (x-amazon-events-detail-type, x-amazon-events-source, also in their misspelt forms); one that names only
// its source is called like its schema. What its property `detail` holds are its fields. With `fixed` all
// places are that one (a document that stands inside a template).
void declare_events(const Project& project, FileId contract, const Document& document, NodeIndex root,
                    Values& values, Declarations& out, Span fixed = {});

// The same for a document that is a text of a template, JSON only. Gives whether any event was found.
bool declare_events_text(const Project& project, FileId contract, std::string_view text, Values& values,
                         Declarations& out, Span place);

}  // namespace demarc::contracts
