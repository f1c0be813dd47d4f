// JavaScript and TypeScript modules that only hold data, as documents: `module.exports = {…}`, or a function
// that returns such an object or loads one file.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "analyzer/reader.h"
#include "parsers/templates/cloudformation/node.h"

namespace demarc::serverless {

// Keeps the documents it makes. Nothing is executed: what is computed becomes null, except for what the
// framework's own variables can say: process.env.X becomes ${env:X}, a file that is read or required becomes
// ${file(…)}.
class CodeDocuments {
 public:
  explicit CodeDocuments(const Project& project) : project_(project) {}
  // What the module exports as `name`, or as a whole for ""; nothing when it exports no such thing.
  cloudformation::Node exported(FileId file, std::string_view name);

 private:
  const Project& project_;
  std::map<std::pair<std::uint32_t, std::string>, std::unique_ptr<Document>> made_;
};

}  // namespace demarc::serverless
