// Configuration from elsewhere: addresses of repositories, what of a checkout is taken, and who is handed it.
#include "analyzer/discover/checkouts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "analyzer/base/repository.h"
#include "analyzer/observations/declarations_text.h"
#include "tests/unit/tree.h"

namespace demarc {
namespace {
namespace fs = std::filesystem;

TEST(Repository, SpellingsOfOneAddressAreEqual) {
  for (const char* address :
       {"https://code.example/shop/settings", "https://code.example/shop/settings.git",
        "https://me:secret@Code.Example/shop/settings/", "git@code.example:shop/settings.git",
        "ssh://git@code.example:22/shop/settings", "code.example/shop/settings"})
    EXPECT_EQ(repository_name(address), "code.example/shop/settings") << address;
  EXPECT_NE(repository_name("https://code.example/shop/other"), "code.example/shop/settings");
  EXPECT_EQ(repository_name(""), "");
}

class CheckoutsOnDisk : public testing::Test {
 protected:
  CheckoutsOnDisk() {
    char name[] = "/tmp/demarc-checkout-XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~CheckoutsOnDisk() override { fs::remove_all(folder_); }
  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << text;
  }
  fs::path folder_;
};

TEST_F(CheckoutsOnDisk, TakesConfigurationAloneAndFollowsNoLink) {
  write("settings/orders.yml", "a: 1\n");
  write("settings/deep/orders.properties", "a=1\n");
  write("settings/run.sh", "echo no\n");
  write("settings/Main.java", "class Main {}\n");
  write("outside.yml", "secret: 1\n");
  fs::create_symlink(folder_ / "outside.yml", folder_ / "settings/linked.yml");
  Files files;
  files.add({"orders/application.yml", 1}, "a: 1\n");
  Checkouts checkouts;
  checkouts.add_checkout(files, "https://code.example/shop/settings.git", (folder_ / "settings").string());
  std::vector<std::string> paths;
  for (std::uint32_t i = 1; i <= files.size(); ++i) paths.emplace_back(files.path(FileId{i}));
  EXPECT_EQ(paths, (std::vector<std::string>{"orders/application.yml", "@settings/deep/orders.properties",
                                             "@settings/orders.yml"}));
  EXPECT_EQ(files.read(files.find("@settings/orders.yml")), "a: 1\n");
  EXPECT_TRUE(checkouts.holds("@settings/orders.yml"));
  EXPECT_FALSE(checkouts.holds("orders/application.yml"));
  ASSERT_EQ(checkouts.folders().size(), 1u);
  EXPECT_EQ(checkouts.folders()[0].repository, "code.example/shop/settings");
}

TEST_F(CheckoutsOnDisk, KeepsNamesApartFromTheTreesOwn) {
  write("settings/orders.yml", "a: 1\n");
  Files files;
  files.add({"@settings/orders.yml", 1}, "a: 2\n");
  Checkouts checkouts;
  checkouts.add_checkout(files, "", (folder_ / "settings").string());
  EXPECT_EQ(files.read(files.find("@settings/orders.yml")), "a: 2\n");
  EXPECT_EQ(files.read(files.find("@settings-2/orders.yml")), "a: 1\n");
  EXPECT_FALSE(checkouts.holds("@settings/orders.yml"));
}

// The provisions of space config that a checkout's file makes.
std::string handed_out(const std::string& uri, const std::string& repository) {
  const test::Tree tree = test::Tree::in_memory(
      {{"@settings/orders.yml", "shop.url: http://stock\n"},
       {"keeper/pom.xml",
        "<project><artifactId>keeper</artifactId><dependencies><dependency><groupId>org.springframework.cloud"
        "</groupId><artifactId>spring-cloud-config-server</artifactId></dependency></dependencies></"
        "project>"},
       {"keeper/src/main/resources/application.yml", "spring.cloud.config.server.git.uri: " + uri + "\n"},
       {"orders/pom.xml", "<project><artifactId>orders</artifactId></project>"},
       {"orders/src/main/resources/application.yml",
        "spring.application.name: orders\nspring.config.import: \"configserver:\"\n"}});
  tree.index<ConfigurationFolders>().all.push_back({"@settings", repository});
  Values values;
  const std::string said = write(tree.declare(values, "spring"), values, tree.files());
  return said.find("shop.url") == std::string::npos ? "nobody" : "somebody";
}

TEST(Checkouts, AreHandedOutByTheServerThatNamesTheirRepository) {
  EXPECT_EQ(handed_out("https://code.example/shop/settings.git", "code.example/shop/settings"), "somebody");
  EXPECT_EQ(handed_out("git@code.example:shop/settings", "code.example/shop/settings"), "somebody");
  EXPECT_EQ(handed_out("https://code.example/shop/other", "code.example/shop/settings"), "nobody");
  EXPECT_EQ(handed_out("${CONFIG_URI}", ""), "somebody");
}

}  // namespace
}  // namespace demarc
