// Folders of configuration that servers hand out to programs of the tree, because the user says so.
#pragma once
#include <string>
#include <vector>

namespace demarc {

class Project;

struct ConfigurationFolder {
  std::string path;        // from the root; "@name" holds what was checked out elsewhere
  std::string repository;  // repository_name() of its address; "": every server hands it out
};

// Filled by the analysis before anybody interprets: project.index<ConfigurationFolders>().
struct ConfigurationFolders {
  explicit ConfigurationFolders(const Project&) {}
  std::vector<ConfigurationFolder> all;
};

}  // namespace demarc
