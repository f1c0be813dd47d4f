// Reads Avro schemas: records that messages hold, known by the class that is made of them or by their topic.
// https://avro.apache.org/docs/1.12.0/specification/
#include "analyzer/observations/record_types.h"
#include "parsers/contracts/references/message_schema.h"
#include "parsers/parsers.h"

namespace demarc {
namespace {

using contracts::Place;

constexpr std::uint32_t max_records = 256;  // of one file

class Avro final : public Interpreter {
 public:
  std::string_view name() const override { return "avro"; }

  bool accepts(std::string_view path, const Document&) const override { return path.ends_with(".avsc"); }

  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Place root = contracts::root_of(project, file);
    // Several types in one file are a list.
    if (root.kind() == NodeKind::list) {
      for (std::uint32_t i = 0; i < std::min(root.size(), max_records); ++i)
        add(project, file, root.child(i), {}, values, out);
      return;
    }
    // As registries name them: "orders-value" is what the messages of the topic "orders" hold.
    std::string_view path = project.files().path(file);
    path.remove_prefix(path.rfind('/') + 1);
    path.remove_suffix(std::string_view(".avsc").size());
    const bool is_value = path.ends_with("-value");
    add(project, file, root, is_value ? path.substr(0, path.size() - 6) : std::string_view{}, values, out);
  }

 private:
  static void add(const Project& project, FileId file, Place record, std::string_view topic, Values& values,
                  Declarations& out) {
    const std::string_view type = record.find("type").text();
    if (type != "record" && type != "error") return;
    const Place name = record.find("name");
    std::string full(name.text());
    if (const std::string space(record.find("namespace").text());
        !space.empty() && full.find('.') == std::string::npos)
      full = space + "." + full;
    const std::vector<Property> fields = contracts::fields_of_schema(project, record, values);
    if (full.empty() || fields.empty()) return;
    out.events.push_back({file, full, std::string(of_class), name.span(), fields});
    if (!topic.empty())
      out.events.push_back({file, std::string(topic), std::string(of_topic), name.span(), fields});
  }
};

}  // namespace

namespace contracts {
std::unique_ptr<Interpreter> avro() { return std::make_unique<Avro>(); }
}  // namespace contracts
}  // namespace demarc
