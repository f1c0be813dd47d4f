// The keys of demarc.yaml and context.yaml, once: name, shape, sentence and how each is read.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/model/reading.h"

namespace demarc::model {

// A section of the file: a map with a closed set of keys. "file" is the root, "context" one entry of
// `contexts`.
struct SectionInfo {
  std::string_view name;
  std::string_view sentence;
  std::vector<KeyInfo> keys;
};
const std::vector<SectionInfo>& sections();

// Reads a whole demarc.yaml from its root node.
void read_file(Reading& reading, NodeIndex root, Model& into);
// Reads a context.yaml: one context, whose name is `name` unless the key `context` says otherwise.
void read_overlay(Reading& reading, NodeIndex root, std::string_view name, Model& into);

}  // namespace demarc::model
