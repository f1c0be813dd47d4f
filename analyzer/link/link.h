// Joins what no single file can say: effects of code with the templates that deploy the code and name its
// resources.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analyzer/architecture/architecture.h"
#include "analyzer/observations/declarations.h"
#include "analyzer/reader.h"
#include "analyzer/recognise/effects.h"

namespace demarc {

struct Linked {
  Facts facts;
  std::vector<Coverage::Open> open;                           // sites that stayed open, sorted by place
  std::map<std::string, Coverage::Sites, std::less<>> sites;  // by "calls", "data", "events"
};

// `values` is the run's own store and grows. The result depends on the contents alone, never on the order in
// which effects and declarations came.
Linked link(const Files& files, const Project& project, Values& values, const Declarations& declared,
            const Effects& effects);

}  // namespace demarc
