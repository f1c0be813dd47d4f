// MyBatis mapper files: the statements of a mapper, with what they include, and the tables they touch.
// https://mybatis.org/mybatis-3/sqlmap-xml.html
#include <map>
#include <set>
#include <string>

#include "parsers/parsers.h"

namespace demarc {
namespace {

constexpr int max_depth = 40;
constexpr std::size_t max_statement = 256u << 10;

class Mapper {
 public:
  Mapper(const Document& d, FileId file, Values& values, Declarations& out)
      : d_(d), file_(file), values_(values), out_(out), reader_(make_sql_reader()) {}

  void read(NodeIndex mapper) {
    interface_ = d_.text_of(mapper, "@namespace");
    each(mapper, "sql", [&](NodeIndex n) { fragments_.emplace(d_.text_of(n, "@id"), n); });
    for (std::string_view word : {"select", "insert", "update", "delete"})
      each(mapper, word, [&](NodeIndex n) { statement(n); });
  }

 private:
  template <class Use>
  void each(NodeIndex map, std::string_view key, Use use) {
    const NodeIndex found = d_.find(map, key);
    if (found == no_node) return;
    if (d_[found].kind != NodeKind::list) return use(found);
    for (std::uint32_t i = 0; i < d_[found].count; ++i) use(d_.child(d_[found], i));
  }

  // All texts in and below an element, its own first: a document does not say what stood between them. Behind
  // a WHERE the others bring their own FROM and JOIN along, and their commas no tables.
  void collect(NodeIndex n, int depth, std::string& text) {
    if (depth > max_depth || text.size() > max_statement) return;
    const DocumentNode& node = d_[n];
    if (node.kind == NodeKind::map) {
      text += d_.text_of(n, "#text");
      text += ' ';
      for (std::uint32_t i = 0; i + 1 < node.count; i += 2) {
        const std::string_view key = d_.text(d_.child(node, i));
        const NodeIndex inner = d_.child(node, i + 1);
        if (key.starts_with('@') || key == "#text" || key == "selectKey") continue;
        text += " WHERE ";
        if (key == "include") each(n, "include", [&](NodeIndex one) { include(one, depth, text); });
        else collect(inner, depth + 1, text);
      }
    } else if (node.kind == NodeKind::list) {
      for (std::uint32_t i = 0; i < node.count; ++i) {
        text += " WHERE ";
        collect(d_.child(node, i), depth + 1, text);
      }
    } else {
      text += d_.text(n);
      text += ' ';
    }
  }

  // <include refid="base"/>, <include refid="other.Mapper.base"/>: of this mapper.
  void include(NodeIndex n, int depth, std::string& text) {
    std::string_view id = d_.text_of(n, "@refid");
    id.remove_prefix(id.rfind('.') + 1);
    if (auto at = fragments_.find(id); at != fragments_.end()) {
      text += " WHERE ";
      collect(at->second, depth + 4, text);
    }
  }

  void statement(NodeIndex n) {
    std::string text;
    collect(n, 0, text);
    const SqlReading reading = reader_->read(text);
    std::set<SqlName> tables;
    for (const SqlUse& use : reading.uses) tables.insert(use.table);
    for (const SqlUse& use : reading.uses) {
      if (use.table.name.empty()) continue;  // ${table}: nobody knows here
      Wiring made;
      made.unit = file_;
      made.kind = use.mode == SqlMode::query ? WiringKind::reads : WiringKind::writes;
      made.to = values_.literal(use.table.schema == "public" || use.table.schema == "dbo" ? use.table.name
                                                                                          : use.table.text());
      made.span = d_.span(n);
      auto property = [&](std::string name, std::string_view value) {
        made.properties.push_back({std::move(name), values_.literal(value), made.span});
      };
      property("store", "sql");
      property("by", "mybatis");
      property("mode", to_string(use.mode));
      if (tables.size() > 1) property("statement", "1");
      // The method of an interface that runs it.
      property("interface", interface_);
      property("method", d_.text_of(n, "@id"));
      out_.wirings.push_back(std::move(made));
    }
  }

  const Document& d_;
  FileId file_;
  Values& values_;
  Declarations& out_;
  std::string_view interface_;
  std::unique_ptr<SqlReader> reader_;
  std::map<std::string_view, NodeIndex> fragments_;
};

class MyBatis final : public Interpreter {
 public:
  std::string_view name() const override { return "mybatis"; }
  bool accepts(std::string_view, const Document& d) const override {
    if (d.roots().empty()) return false;
    const NodeIndex mapper = d.find(d.roots()[0], "mapper");
    return mapper != no_node && d.find(mapper, "@namespace") != no_node;
  }
  void interpret(const Project& project, FileId file, Values& values, Declarations& out) const override {
    const Document& d = *project.document(file);
    Mapper(d, file, values, out).read(d.find(d.roots()[0], "mapper"));
  }
};

}  // namespace

namespace templates {
std::unique_ptr<Interpreter> mybatis() { return std::make_unique<MyBatis>(); }
}  // namespace templates
}  // namespace demarc
