// Reads the embedded table of images.
#include "parsers/templates/docker/images.h"

#include <algorithm>

#include "parsers/parsers.h"
#include "parsers/templates/cloudformation/node.h"
#include "parsers/templates/docker/tree_view.h"
#include "parsers/templates/docker/workload.h"

namespace demarc::containers {

using cloudformation::Node;

ImageTable::ImageTable(const Project&) {
  for (const EmbeddedFile& file : images::files()) {
    Observations seen;
    for (const auto& reader : documents::all())
      if (reader->accepts(file.path, file.text)) {
        reader->read({FileId{}, file.path, file.text}, seen);
        break;
      }
    if (!seen.document || seen.document->roots().empty()) continue;
    const Node rows{&*seen.document, seen.document->roots().front()};
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      const Node row = rows.child(i), names = row.find("images");
      const ImageRole role{std::string(row.find("role").text()), std::string(row.find("store").text()),
                           std::string(row.find("transport").text()),
                           row.find("watches").text() == "containers"};
      for (std::uint32_t k = 0; k < names.size(); ++k) rows_.emplace(names.child(k).text(), role);
    }
  }
}

const ImageRole* ImageTable::find(std::string_view image) const {
  std::string name = image_repository(image);
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const std::string tail(last_part(name));
  const std::string_view above = last_part(folder_of(name));
  if (auto pair = rows_.find(std::string(above) + "/" + tail); pair != rows_.end()) return &pair->second;
  auto at = rows_.find(tail);
  if (at == rows_.end()) {
    // Editions: "mysql-server", "postgresql-ha", "kafka-native".
    for (std::string_view ending :
         {"-server", "-alpine", "-ha", "-cluster", "-native", "-oss", "-ubi", "-community", "-enterprise"})
      if (tail.ends_with(ending)) {
        at = rows_.find(tail.substr(0, tail.size() - ending.size()));
        break;
      }
  }
  return at == rows_.end() ? nullptr : &at->second;
}

}  // namespace demarc::containers
