// Reads Protocol Buffers: the procedures of the services that a .proto file defines.
#include "parsers/contracts/references/references.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {

using contracts::Place;

constexpr std::size_t max_operations = 20'000;  // of one file

class Protobuf final : public Interpreter {
 public:
  std::string_view name() const override { return "protobuf"; }

  bool accepts(std::string_view path, const Document&) const override { return path.ends_with(".proto"); }

  void interpret(const Project& project, FileId file, Values&, Declarations& out) const override {
    const Place root = contracts::root_of(project, file);
    std::string package(root.find("package").text());
    if (!package.empty()) package += '.';
    const Place services = root.find("services");
    std::size_t added = 0;
    for (std::uint32_t s = 0; s < services.size(); ++s) {
      const Place rpcs = services.child(s).find("rpcs");
      const std::string service = "/" + package + std::string(services.child(s).find("name").text()) + "/";
      for (std::uint32_t r = 0; r < rpcs.size() && added < max_operations; ++r, ++added) {
        const Place name = rpcs.child(r).find("name");
        out.operations.push_back(
            {file, "grpc", service + std::string(name.text()), std::string(name.text()), name.span()});
      }
    }
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> protobuf() { return std::make_unique<Protobuf>(); }
}  // namespace contracts
}  // namespace demarc
