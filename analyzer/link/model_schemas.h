// What schemas beside the code say about models: their tables, and where the database lies.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "analyzer/link/run.h"

namespace demarc::linking {

class ModelSchemas {
 public:
  explicit ModelSchemas(const Run& run);
  struct Said {
    ValueId value;             // the value itself where it is no such setting
    Trail trail;               // the line of the schema
    bool is_no_model = false;  // asked for something that no schema knows: it is no model at all
  };
  // `value`, a setting of the space "prisma" asked for in `asker`, as the nearest schema has it. A member
  // stands for its name, which is a model only if a schema knows it.
  Said said(Run& run, ValueId value, FileId asker) const;

 private:
  std::map<std::string, std::vector<const Provision*>, std::less<>> by_name_;
};

}  // namespace demarc::linking
