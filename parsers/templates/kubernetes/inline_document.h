// Documents that stand inside of others, or are made of parts of them, with places in the outer file.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "parsers/templates/kubernetes/object.h"

namespace demarc::kubernetes {

using Made = std::vector<std::unique_ptr<Document>>;

// Where an offset of a made text lies in the file that it was made of.
using Places = std::function<Span(std::uint32_t begin, std::uint32_t end)>;
// Reads YAML; every node gets the place that `places` gives. Texts may hold holes in printable form
// (see printable_hole). nullptr for text that cannot be read.
const Document* read_yaml(std::string_view text, FileId file, const Places& places, Made& made,
                          bool* is_broken = nullptr);
// The YAML in a scalar; all of it stands where the scalar does.
const Document* read_inline(Node scalar, Made& made);
// An OpenShift template with the defaults of its parameters put in: "${NAME}", "${{NAME}}". Parameters
// without one, and whatever is no such template, stay as they are.
Node with_parameters(Node object, Made& made);
// What "<number or name>/env/-" and the like mean, as a partial object with that container.
Node container_patch(std::string_view path, Node value, Made& made);

// YAML takes no control characters: holes are written with others until a document is made of the text.
std::string printable_hole(std::string_view space, std::string_view name);
std::string with_holes(std::string_view text);

}  // namespace demarc::kubernetes
