// Environment files, Dockerfiles and texts with variables: what their scanners make of odd spellings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/reading/dockerfile/instructions.h"
#include "parsers/reading/dotenv/dotenv_text.h"
#include "parsers/templates/docker/command_line.h"
#include "parsers/templates/docker/open_text.h"
#include "parsers/templates/docker/workload.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
using testing::ElementsAre;
using testing::Pair;

TEST(Dotenv, ReadsQuotesCommentsAndNamesAlone) {
  std::vector<std::string> seen;
  for (const DotenvLine& line :
       read_dotenv("\xef\xbb\xbf# first\r\nexport A = one # two\nB=\"x\\n\\\"y\\\"\"\n"
                   "C='$A #'\nD\nE=a#b\nnot a setting\nF=\"over\ntwo lines\"\nG=\"open\n=x\nH: yaml\n"))
    seen.push_back(line.name + "|" + (line.has_value ? line.value : "?") +
                   (line.is_verbatim ? "|verbatim" : ""));
  EXPECT_THAT(seen, ElementsAre("A|one", "B|x\n\"y\"", "C|$A #|verbatim", "D|?", "E|a#b", "F|over\ntwo lines",
                                "G|\"open", "H|yaml"));
}

TEST(Dotenv, IsADocumentOfTexts) {
  test::Tree tree = test::Tree::in_memory({{".env", "A=1\nB\n"}, {"env.js", "A=1"}});
  const Document* document = tree.document(tree.files().find(".env"));
  ASSERT_NE(document, nullptr);
  EXPECT_EQ(document->text_of(document->roots().front(), "A"), "1");
  EXPECT_EQ((*document)[document->find(document->roots().front(), "B")].kind, NodeKind::null);
  EXPECT_EQ(tree.document(tree.files().find("env.js")), nullptr);
}

TEST(Dockerfile, AnUnfinishedHeredocIsNone) {
  const auto all = read_dockerfile("RUN echo $((1 <<TWO))\nENV A=1\nRUN <<-END\n\tENV B=2\n\tEND\nENV C=3");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1].name, "ENV");
  EXPECT_THAT(all[2].heredocs, ElementsAre("ENV B=2\n"));
  EXPECT_EQ(all[3].text, "C=3");
}

TEST(Dockerfile, ManyUnfinishedHeredocsCostLittle) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "RUN a <<A <<B <<C <<D <<E <<F\n";
  EXPECT_EQ(read_dockerfile(text).size(), 5'000u);
}

TEST(Dockerfile, NamesOfFiles) {
  for (std::string_view name :
       {"Dockerfile", "dockerfile.dev", "Containerfile", "api.Dockerfile", "Dockerfile-prod"})
    EXPECT_TRUE(is_dockerfile_name(name)) << name;
  for (std::string_view name : {"Dockerfile.dockerignore", "Dockerfiles", "dockerfile.go.md", "mydockerfile"})
    EXPECT_FALSE(is_dockerfile_name(name)) << name;
}

TEST(Interpolation, DefaultsNestAndHolesStay) {
  const containers::Lookup lookup = [](std::string_view name) -> std::optional<std::string> {
    if (name == "EMPTY") return "";
    if (name == "SET") return "s";
    return std::nullopt;
  };
  auto text = [&](std::string_view t) { return containers::interpolate(t, lookup, {}); };
  EXPECT_EQ(text("${A:-${B-${SET}}} ${EMPTY:-x}${EMPTY-x} ${SET:+y}${A:+z} $$SET ${unclosed"),
            "s x y $SET ${unclosed");
  EXPECT_EQ(text("${A}"), containers::hole("shell", "A"));
  EXPECT_EQ(text("${EMPTY:?must be}"), containers::hole("shell", "EMPTY"));
  Values values;
  EXPECT_EQ(values.write(containers::value_of(values, text("http://$A/x"))),
            "(\"http://\" + $shell:A + \"/x\")");
}

TEST(Images, RepositoriesWithoutTags) {
  EXPECT_EQ(containers::image_repository("registry:5000/org/name:tag@sha256:00"), "registry:5000/org/name");
  EXPECT_EQ(containers::image_repository("registry:5000/name"), "registry:5000/name");
  EXPECT_EQ(containers::image_repository(containers::hole("shell", "R") +
                                         "/name:" + containers::hole("shell", "T")),
            "name");
}

TEST(CommandLines, PropertiesBelongToTheProgram) {
  using containers::framework_properties;
  EXPECT_THAT(framework_properties({"sh", "-c", "wait x && java -Da.b=1 -jar app.jar --c.d=2 --plain"}),
              ElementsAre(Pair("a.b", "1"), Pair("c.d", "2")));
  EXPECT_THAT(framework_properties({"mvn", "spring-boot:run", "-Dspring-boot.run.profiles=dev"}),
              ElementsAre(Pair("spring.profiles.active", "dev")));
  EXPECT_TRUE(framework_properties({"mongod", "--bind_ip=all", "--port", "1"}).empty());
}

TEST(CommandLines, BuildsNameTheirTargets) {
  auto paths = [](std::string_view text) {
    std::vector<std::string> all;
    for (const auto& one : containers::build_targets(text)) all.push_back(one.folder + ":" + one.path);
    return all;
  };
  EXPECT_THAT(paths("cd svc && CGO_ENABLED=0 go build -o /bin/x -tags a ./cmd/x"),
              ElementsAre("svc:./cmd/x"));
  EXPECT_THAT(paths("dotnet publish -c Release src/A/A.csproj -o /out"), ElementsAre(":src/A/A.csproj"));
  EXPECT_THAT(paths("./gradlew :shop:order:build -x test"), ElementsAre(":shop/order"));
  EXPECT_THAT(paths("mvn -pl a,:b,!c package"), ElementsAre(":a", ":b"));
  EXPECT_TRUE(paths("apt-get update && npm ci").empty());
}

}  // namespace
}  // namespace demarc
