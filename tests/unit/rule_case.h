// A case for rules, written as in their examples: a model, a line `---`, facts; with the lines that findings
// must point to marked by `# rule/id`.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/architecture/architecture.h"
#include "analyzer/base/document.h"
#include "analyzer/base/files.h"
#include "analyzer/model/context_map.h"
#include "analyzer/model/read.h"
#include "rules/engine.h"

namespace demarc {

class RuleCase {
 public:
  // A relation or entity without a place gets one: its line in `text`, in a file "example". Aborts the test
  // when facts or model are no such thing.
  explicit RuleCase(std::string_view text);
  // The same, with the model from another document ("x.json") and none of demarc.yaml.
  static RuleCase imported(std::string_view path, std::string_view model, std::string_view facts);

  const model::Model& model() const { return model_; }
  const model::ContextMap& map() const { return *map_; }
  std::vector<Finding> findings(std::string_view rule = {}) const;
  rules::Outcome outcome() const;
  std::vector<InlineException> inline_exceptions;
  // Takes in a CODEOWNERS file of the tree, and a catalog file.
  void code_owners(std::string_view text) { model_.path_owners.read_codeowners("CODEOWNERS", text); }
  void catalog(std::string_view path, std::string_view text);
  // "error data/shared-table: table orders is written by …", one a finding.
  std::vector<std::string> lines(std::string_view rule = {}) const;
  // Numbers of lines that are marked with `# rule`, and those that findings of the rule point to.
  std::set<std::uint32_t> marked(std::string_view rule) const;
  std::set<std::uint32_t> pointed(std::string_view rule) const;
  // What could not be read.
  const std::string& failure() const { return failure_; }

 private:
  RuleCase() = default;
  void read(std::string_view model_path, std::string_view model_text, std::string_view facts_text,
            std::uint32_t first_line);
  std::string text_, failure_;
  std::unique_ptr<Document> document_;
  model::Model model_;
  std::unique_ptr<Architecture> architecture_;
  std::unique_ptr<model::ContextMap> map_;
  std::string model_text_;
};

// The parsed document of a YAML or JSON text. `failure` takes what the reader noted.
std::unique_ptr<Document> parse_document(std::string_view path, std::string_view text, std::string& failure,
                                         FileId file = FileId{1});

}  // namespace demarc
