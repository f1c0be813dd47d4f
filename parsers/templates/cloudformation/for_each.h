// Fn::ForEach of the language extensions: repeated entries of a map, written out before anything is
// evaluated.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parsers/templates/cloudformation/node.h"

namespace demarc::cloudformation {

// The elements of a parameter that is a list, by its default; empty where it has none.
using ListOfParameter = std::function<std::vector<std::string>(std::string_view name)>;
using Complaint = std::function<void(Span where, std::string what)>;

// `root` as a document of its own in which every "Fn::ForEach::Name": [identifier, collection, {key: value}]
// of a map, nested ones too, is the entries it makes: ${identifier} in texts, &{identifier} without what is
// no letter or digit, and Ref of the identifier are the element. Places are those of the one entry that is
// written. Nothing when there is none; a collection that is not known stays as it is and is complained about,
// and so is what grows beyond all bounds.
std::unique_ptr<Document> write_out_loops(Node root, const ListOfParameter& parameter,
                                          const Complaint& complain);

}  // namespace demarc::cloudformation
