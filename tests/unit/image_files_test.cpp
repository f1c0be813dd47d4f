// Imports that lead to where an image has its files.
#include <gtest/gtest.h>

#include <algorithm>

#include "parsers/parsers.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

std::string leads(const Files& files, const std::string& from, std::string_view module,
                  std::string_view name = {}) {
  const test::Tree tree = test::Tree::in_memory(files);
  const auto readers = languages::all();
  const auto reader =
      std::find_if(readers.begin(), readers.end(), [&](const auto& one) { return one->accepts(from, ""); });
  bool took = false;
  const Module found = (*reader)->resolve(tree, tree.files().find(from), module, name, &took);
  return found.file ? std::string(tree.files().path(found.file)) : "library " + found.library;
}

const Files agent{
    {"src/agent/Dockerfile",
     "FROM python:3.14\nWORKDIR /app\nCOPY src/agent/requirements.txt .\nCOPY src/agent/src src\n"
     "COPY src/shared/tools.py src/agents\nCOPY --chown=me src/agent/run.py .\n"},
    {"src/agent/requirements.txt", ""},
    {"src/agent/run.py", ""},
    {"src/agent/src/agents/agents.py", ""},
    {"src/shared/tools.py", ""},
    {"src/other/app.py", ""}};

TEST(ImageFiles, AFileOfAnotherFolderIsFoundWhereItIsCopied) {
  EXPECT_EQ(leads(agent, "src/agent/src/agents/agents.py", "src.agents.tools"), "src/shared/tools.py");
  EXPECT_EQ(leads(agent, "src/agent/run.py", "src.agents", "tools"), "src/shared/tools.py");
  EXPECT_EQ(leads(agent, "src/agent/src/agents/agents.py", ".tools"), "src/shared/tools.py");
  EXPECT_EQ(leads(agent, "src/agent/run.py", "src.agents.agents"), "src/agent/src/agents/agents.py");
  // Not below another folder, and not by whoever is not in that image.
  EXPECT_EQ(leads(agent, "src/agent/run.py", "tools"), "library tools");
  EXPECT_EQ(leads(agent, "src/other/app.py", "agents.tools"), "library agents.tools");
}

TEST(ImageFiles, PatternsStagesAndListsOfSources) {
  const Files files{{"web/Dockerfile",
                     "FROM node AS protos\nWORKDIR /gen\nCOPY [\"contracts/js\", \"./js\"]\nFROM node\n"
                     "WORKDIR /srv\nCOPY web/*.js ./\nCOPY --from=protos /gen/js ./generated/\n"
                     "COPY kit/a.js kit/b.js lib/\nCOPY $WHERE /x\n"},
                    {"web/index.js", ""},
                    {"contracts/js/orders.js", ""},
                    {"kit/a.js", ""},
                    {"kit/b.js", ""}};
  EXPECT_EQ(leads(files, "web/index.js", "./generated/orders"), "contracts/js/orders.js");
  EXPECT_EQ(leads(files, "web/index.js", "./lib/b"), "kit/b.js");
  EXPECT_EQ(leads(files, "contracts/js/orders.js", "../lib/a.js"), "kit/a.js");
  EXPECT_EQ(leads(files, "kit/a.js", "../generated/bills"), "library ");
}

TEST(ImageFiles, HostileDockerfilesAreBounded) {
  std::string text = "FROM a\nCOPY a b\n";
  for (int i = 0; i < 5000; ++i)
    text += "FROM x AS s" + std::to_string(i) + "\nCOPY --from=s" + std::to_string(i - 1) +
            " / /\nCOPY ../../../../.. ../..\n";
  EXPECT_EQ(leads({{"Dockerfile", text}, {"a/m.py", ""}, {"x.py", ""}}, "x.py", "no.such"),
            "library no.such");
}

}  // namespace
}  // namespace demarc
