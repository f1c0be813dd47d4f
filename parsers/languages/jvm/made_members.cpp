// Members that a compiler adds: constructors and accessors of records, data classes and Lombok's annotations.
#include <algorithm>

#include "parsers/languages/jvm/builder.h"

namespace demarc::languages::jvm {

std::string accessor(std::string_view prefix, std::string_view field) {
  std::string made(prefix);
  made += field;
  if (made.size() > prefix.size() && made[prefix.size()] >= 'a' && made[prefix.size()] <= 'z')
    made[prefix.size()] = static_cast<char>(made[prefix.size()] - 'a' + 'A');
  return made;
}

void Builder::make_constructor(NodeIndex n, const std::vector<MadeField>& fields) {
  const FunctionId made = open_function(n, id("<init>"));
  f_.functions[made.index].is_constructor = true;
  std::vector<code::Parameter> parameters;
  for (const MadeField& field : fields) {
    code::Parameter p;
    p.name = field.name;
    p.type = field.type;
    p.default_value = field.value;
    p.annotations = field.annotations;
    p.kind = field.kind;
    p.begin = t_[field.node].begin;
    p.end = t_[field.node].end;
    parameters.push_back(p);
  }
  f_.functions[made.index].parameters = keep_parameters(parameters);
  const Context outer = in_;
  const std::size_t names = locals_.size();
  enter(made, n, {});
  for (const MadeField& field : fields)
    assign(over(ExprKind::member, field.node, leaf(ExprKind::self, field.node), field.name),
           leaf(ExprKind::name, field.node, field.name));
  locals_.resize(names);
  in_ = outer;
}

void Builder::make_accessor(NodeIndex n, StringId method, const MadeField& field) {
  const FunctionId made = open_function(n, method);
  f_.functions[made.index].return_type = field.type;
  f_.functions[made.index].is_static = field.is_static;
  declare(n, method, ExprKind::function, made.index, n);
  const Context outer = in_;
  enter(made, n, {});
  returns(over(ExprKind::member, n, leaf(ExprKind::self, n), field.name));
  in_ = outer;
}

void Builder::make_getters(NodeIndex, const std::vector<MadeField>& fields,
                           std::span<const StringId> written) {
  for (const MadeField& field : fields) {
    const std::string_view prefix = field.is_boolean ? "is" : "get";
    const StringId method = id(accessor(prefix, f_.strings.text(field.name)));
    if (std::find(written.begin(), written.end(), method) == written.end())
      make_accessor(field.node, method, field);
  }
}

}  // namespace demarc::languages::jvm
