// What well-known images are: the rows of images.yaml.
#pragma once
#include <string>
#include <unordered_map>

#include "analyzer/reader.h"

namespace demarc::containers {

struct ImageRole {
  std::string role, store, transport;
  bool watches_containers = false;  // asks Docker for all containers beside it, given the socket
};

// Made once for a project: project.index<ImageTable>().
class ImageTable {
 public:
  explicit ImageTable(const Project&);
  // By the last part of the image's name, without registry, tag and digest; nullptr when it is not known.
  const ImageRole* find(std::string_view image) const;
  std::size_t size() const { return rows_.size(); }

 private:
  std::unordered_map<std::string, ImageRole> rows_;
};

}  // namespace demarc::containers
