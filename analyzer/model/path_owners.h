// Who looks after which files by other sources than the model: CODEOWNERS and the catalog files of Backstage.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/document.h"
#include "analyzer/base/glob.h"
#include "analyzer/facts/facts.h"

namespace demarc::model {

// One line of CODEOWNERS, or one component of a catalog.
struct PathOwner {
  std::string pattern;              // as written; the folder of a catalog file
  std::vector<std::string> owners;  // as written; none takes the files away from all lines above
  std::string source;               // "CODEOWNERS", "catalog-info.yaml"
  Step at;
  std::string name;          // of the component
  bool is_fallback = false;  // for all files: the same as nobody
};

class PathOwners {
 public:
  // Adds the lines of a CODEOWNERS file as its hosts read it: the last one that matches wins, in each section
  // apart. What is no such line is left out.
  void read_codeowners(std::string_view path, std::string_view text);
  // Adds the components, APIs and systems of a catalog-info.yaml; they own the folder that it stands in.
  void read_catalog(std::string_view path, const Document& document);

  bool empty() const { return lines_.empty() && components_.empty(); }
  // What CODEOWNERS says, one for each section that has a word; without fallbacks and empty lines.
  std::vector<const PathOwner*> of_code(std::string_view path) const;
  // Of the catalogs the one that stands nearest above; nullptr when there is none.
  const PathOwner* of_catalog(std::string_view path) const;

  // "@shop/billing", "group:default/billing" and "billing" are one team.
  static std::string team_of(std::string_view owner);
  // Whether the owner is a team by its looks: a person's name is held against no team.
  static bool is_team(const PathOwner& line, std::string_view owner);

 private:
  struct Line {
    PathOwner owner;
    std::size_t section = 0;
    std::string folder;  // anchored and without wildcards: this path and all below
    std::string name;    // a file's or folder's name at any depth
    std::string ending;  // "*.js" at any depth
    std::vector<Glob> globs;
    bool matches(std::string_view path) const;
  };
  void add_line(PathOwner owner, std::size_t section);

  std::vector<Line> lines_;
  std::size_t sections_ = 0;
  std::vector<PathOwner> components_;
};

}  // namespace demarc::model
