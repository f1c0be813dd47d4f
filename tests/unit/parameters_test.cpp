// Command lines that give parameters, also broken and hostile ones.
#include <gtest/gtest.h>

#include "parsers/templates/parameters/commands.h"

namespace demarc::parameters {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(DeployCommands, QuotesAndSubstitutionsStayWhole) {
  EXPECT_EQ(read_overrides("A=1 'B=two words' C=\"x y\" D=$(echo a b) ParameterKey=E,ParameterValue=f=g"),
            (Pairs{{"A", "1"}, {"B", "two words"}, {"C", "x y"}, {"D", "$(echo a b)"}, {"E", "f=g"}}));
}

TEST(DeployCommands, SeveralOnOneLineEachWithItsTemplate) {
  auto commands = read_commands(
      "cd a/b && sam deploy -t x.yaml --parameter-overrides \"A=1 B=2\" --guided; echo A=3\n"
      "sam deploy --template-file=y.yaml --parameter-overrides=C=4");
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(commands[0].folder, "a/b");
  EXPECT_EQ(commands[0].template_path, "x.yaml");
  EXPECT_EQ(commands[0].given, (Pairs{{"A", "1"}, {"B", "2"}}));
  EXPECT_EQ(commands[1].template_path, "y.yaml");
  EXPECT_EQ(commands[1].given, (Pairs{{"C", "4"}}));
}

TEST(DeployCommands, HostileLinesEnd) {
  for (const std::string& text :
       {std::string("--parameter-overrides A="), std::string("$("), std::string("${"), std::string("\\"),
        "--parameter-overrides " + std::string(1 << 20, '('),
        "--parameter-overrides " + std::string(1 << 20, '"'), std::string("--template-file"),
        std::string("ParameterKey=A")})
    EXPECT_LE(read_commands(text).size(), 1u);
}

}  // namespace
}  // namespace demarc::parameters
