// Turns expressions that are data into document nodes.
#include "parsers/templates/serverless/code_document.h"

#include <algorithm>

namespace demarc::serverless {
namespace {

using namespace code;

constexpr int max_depth = 60;
constexpr std::uint32_t max_nodes = 50'000;

class Making {
 public:
  Making(const CodeFile& file, Document& out) : file_(file), out_(out) {}

  // no_node when nothing is exported under the name.
  NodeIndex exported(std::string_view name) {
    ExprId whole{};
    std::vector<NodeIndex> all;
    for (const Export& one : file_.exports) {
      std::string_view as = file_.strings.text(one.name);
      if (as == "=" || (as == "default" && !whole)) {
        whole = one.value;
      } else if (!name.empty() && as == name && one.value) {
        return node(one.value);
      } else if (name.empty() && one.value && as != "default") {
        all.push_back(out_.scalar(NodeKind::string, as, "", true, one.begin, one.end));
        all.push_back(node(one.value));
      }
    }
    if (!whole) return all.empty() ? no_node : out_.collection(NodeKind::map, all, "", 0, 0);
    NodeIndex made = node(whole);
    return name.empty() ? made : out_.find(made, name);
  }

 private:
  const Expr& at(ExprId e) const { return file_[e]; }
  NodeIndex unknown(ExprId e) { return out_.scalar(NodeKind::null, "", "", false, at(e).begin, at(e).end); }
  NodeIndex text(ExprId e, std::string_view text) {
    return out_.scalar(NodeKind::string, text, "", true, at(e).begin, at(e).end);
  }

  NodeIndex node(ExprId e) {
    if (!e || depth_ >= max_depth || ++made_ > max_nodes)
      return out_.scalar(NodeKind::null, "", "", false, 0, 0);
    ++depth_;
    NodeIndex made = make(e);
    --depth_;
    return made;
  }

  NodeIndex make(ExprId e) {
    const Expr& x = at(e);
    switch (x.kind) {
      case ExprKind::string: return text(e, file_.text(e));
      case ExprKind::number: return out_.scalar(NodeKind::number, file_.text(e), "", false, x.begin, x.end);
      case ExprKind::constant: {
        const bool is_null = file_.text(e) == "null";
        return out_.scalar(is_null ? NodeKind::null : NodeKind::boolean, is_null ? "" : file_.text(e), "",
                           false, x.begin, x.end);
      }
      case ExprKind::list: return list(e);
      case ExprKind::object: return object(e);
      case ExprKind::assign: return x.count ? node(file_.child(e, 0)) : unknown(e);
      case ExprKind::function: return returned(e);
      case ExprKind::call: return called(e);
      case ExprKind::name: return named(e);
      case ExprKind::member: return member(e);
      case ExprKind::concat: return joined(e, "");
      case ExprKind::either: return either(e);
      default: return unknown(e);
    }
  }

  NodeIndex list(ExprId e) {
    const Expr x = at(e);
    std::vector<NodeIndex> children;
    for (std::uint32_t i = 0; i < x.count; ++i) {
      ExprId c = file_.child(e, i);
      if (at(c).kind != ExprKind::spread) {
        children.push_back(node(c));
        continue;
      }
      NodeIndex more = node(file_.child(c, 0));
      if (out_[more].kind == NodeKind::list)
        for (std::uint32_t k = 0; k < out_[more].count; ++k) children.push_back(out_.child(out_[more], k));
    }
    return out_.collection(NodeKind::list, children, "", x.begin, x.end);
  }

  NodeIndex object(ExprId e) {
    const Expr x = at(e);
    std::vector<NodeIndex> children;
    for (std::uint32_t i = 0; i < x.count; ++i) {
      ExprId c = file_.child(e, i);
      const Expr entry = at(c);
      if (entry.kind == ExprKind::spread_map || entry.kind == ExprKind::spread) {
        NodeIndex more = node(file_.child(c, 0));
        if (out_[more].kind == NodeKind::map)
          for (std::uint32_t k = 0; k < out_[more].count; ++k) children.push_back(out_.child(out_[more], k));
      } else if (entry.kind == ExprKind::entry && entry.count > 0) {
        std::string key(file_.text(c));
        if (key.empty() && entry.count > 1) key = out_.text(node(file_.child(c, 0)));
        children.push_back(out_.scalar(NodeKind::string, key, "", true, entry.begin, entry.end));
        children.push_back(node(file_.child(c, entry.count - 1)));
      } else if (entry.kind == ExprKind::function && entry.first < file_.functions.size()) {
        const Function& f = file_.functions[entry.first];
        children.push_back(
            out_.scalar(NodeKind::string, file_.strings.text(f.name), "", true, entry.begin, entry.end));
        children.push_back(node(c));
      }
    }
    return out_.collection(NodeKind::map, children, "", x.begin, x.end);
  }

  // What a function gives: its first result that can be read.
  NodeIndex returned(ExprId e) {
    const std::uint32_t function = at(e).first;
    for (const Return& one : file_.returns) {
      if (one.block.index >= file_.blocks.size() || file_.blocks[one.block.index].function.index != function)
        continue;
      NodeIndex made = node(one.value);
      if (out_[made].kind != NodeKind::null) return made;
    }
    return unknown(e);
  }

  // A name's value: what the module assigns to it, or the file that it imports.
  NodeIndex named(ExprId e) {
    std::string_view name = file_.text(e);
    ExprId value{};
    for (const Assignment& one : file_.assignments)
      if (one.value && at(one.target).kind == ExprKind::name && file_.text(one.target) == name &&
          (one.kind == AssignmentKind::assign || one.kind == AssignmentKind::declare))
        value = one.value;
    if (value && value != e) return node(value);
    for (const Import& one : file_.imports) {
      if (file_.strings.text(one.local) != name) continue;
      std::string_view module = file_.strings.text(one.module), part = file_.strings.text(one.name);
      if (!module.starts_with(".")) break;
      std::string variable = "${file(" + std::string(module) + ")";
      if (!part.empty() && part != "default" && part != "*") variable += ":" + std::string(part);
      return text(e, variable + "}");
    }
    return unknown(e);
  }

  NodeIndex member(ExprId e) {
    if (at(e).count == 0) return unknown(e);
    ExprId object = file_.child(e, 0);
    const bool is_env = at(object).kind == ExprKind::member && file_.text(object) == "env" &&
                        at(object).count && file_.text(file_.child(object, 0)) == "process";
    if (is_env) return text(e, "${env:" + std::string(file_.text(e)) + "}");
    NodeIndex made = node(object);
    NodeIndex found = out_.find(made, file_.text(e));
    if (found != no_node) return found;
    // A member of a file's content is an address in it.
    std::string_view whole = out_[made].kind == NodeKind::string ? out_.text(made) : std::string_view();
    if (whole.starts_with("${file(") && whole.ends_with("}")) {
      std::string address(whole.substr(0, whole.size() - 1));
      address += (address.ends_with(")") ? ":" : ".") + std::string(file_.text(e)) + "}";
      return text(e, address);
    }
    return unknown(e);
  }

  NodeIndex called(ExprId e) {
    const Expr x = at(e);
    if (x.count == 0) return unknown(e);
    ExprId callee = file_.child(e, 0);
    std::string_view name = file_.text(callee);
    ExprId first = x.count > 1 ? file_.child(e, 1) : ExprId{};
    for (std::string_view same : {"stringify", "parse", "load", "safeLoad", "dump", "freeze", "toString"})
      if (name == same && at(callee).kind == ExprKind::member)
        return first ? node(first) : node(file_.child(callee, 0));
    if (name == "readFileSync" || name == "require") {
      NodeIndex path = first ? node(first) : no_node;
      if (path == no_node || out_[path].kind != NodeKind::string) return unknown(e);
      return text(e, "${file(" + std::string(out_.text(path)) + ")}");
    }
    if ((name == "join" || name == "resolve") && at(callee).kind == ExprKind::member) return joined(e, "/");
    // A call of a function of this module.
    NodeIndex made = at(callee).kind == ExprKind::name ? node(callee) : no_node;
    return made == no_node ? unknown(e) : made;
  }

  // Texts one after another; the folder of the module itself is left out of paths.
  NodeIndex joined(ExprId e, std::string_view between) {
    const Expr x = at(e);
    std::string all;
    for (std::uint32_t i = between.empty() ? 0 : 1; i < x.count; ++i) {
      ExprId c = file_.child(e, i);
      if (at(c).kind == ExprKind::name && file_.text(c) == "__dirname") continue;
      NodeIndex part = node(c);
      const NodeKind kind = out_[part].kind;
      if (!all.empty()) all += between;
      if (kind == NodeKind::null || kind == NodeKind::list || kind == NodeKind::map) all += "${unknown:}";
      else all += out_.text(part);
    }
    return text(e, all);
  }

  // `process.env.STAGE || 'dev'` is a variable with a default.
  NodeIndex either(ExprId e) {
    if (at(e).count == 0) return unknown(e);
    NodeIndex first = node(file_.child(e, 0));
    if (at(e).count < 2 || out_[first].kind != NodeKind::string) return first;
    std::string_view variable = out_.text(first);
    NodeIndex second = node(file_.child(e, 1));
    if (!variable.starts_with("${env:") || !variable.ends_with("}") || out_[second].kind != NodeKind::string)
      return first;
    std::string_view fallback = out_.text(second);
    std::string whole(variable.substr(0, variable.size() - 1));
    if (fallback.starts_with("${") && fallback.ends_with("}"))
      whole += ", " + std::string(fallback.substr(2, fallback.size() - 3));
    else whole += ", '" + std::string(fallback) + "'";
    return text(e, whole + "}");
  }

  const CodeFile& file_;
  Document& out_;
  int depth_ = 0;
  std::uint32_t made_ = 0;
};

}  // namespace

cloudformation::Node CodeDocuments::exported(FileId file, std::string_view name) {
  auto [known, is_new] = made_.try_emplace({file.index, std::string(name)});
  if (is_new) {
    known->second = std::make_unique<Document>(file);
    if (const CodeFile* code = project_.code(file)) {
      NodeIndex root = Making(*code, *known->second).exported(name);
      if (root != no_node) known->second->add_root(root);
    }
  }
  const Document& document = *known->second;
  return document.roots().empty() ? cloudformation::Node{}
                                  : cloudformation::Node{&document, document.roots().front()};
}

}  // namespace demarc::serverless
