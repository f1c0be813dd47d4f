// Base addresses of clients that a function configures, and what is asked below them.
#include <algorithm>
#include <functional>

#include "analyzer/recognise/fold.h"

namespace demarc {
using namespace code;

namespace {

bool is_among(std::string_view names, std::string_view one) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('|'), names.size());
    if (names.substr(0, end) == one) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

std::string_view name_of_call(const CodeFile& c, ExprId call) {
  if (c[call].count == 0) return {};
  const ExprId what = c.child(call, 0);
  return c[what].kind == ExprKind::name || c[what].kind == ExprKind::member ? c.text(what)
                                                                            : std::string_view{};
}

}  // namespace

// { defaultRequest { url("http://stock/") } }, or { host = "stock"; port = 80 } inside: the address, with a
// "/" at its end; 0 where nothing is said.
ValueId Fold::address_inside(ValueId function, std::string_view calls) {
  if (values_[function].kind != ValueKind::function) return {};
  const FunctionRef f = program_.function(values_[function].aux);
  const CodeFile& c = *program_.file(f.file)->code;
  const auto stands_in = [&](ExprId e, const Function& fn) {
    return c[e].begin >= fn.begin && c[e].end <= fn.end;
  };
  ValueId whole{}, host{}, port{}, protocol{};
  const auto read = [&](const Function& inside) {
    for (const Call& call : c.calls) {
      const std::string_view name = name_of_call(c, call.expr);
      if ((name != "url" && name != "takeFrom") || c[call.expr].count < 2) continue;
      const ExprId given = c.child(call.expr, 1);
      if (stands_in(call.expr, inside) && c[given].kind != ExprKind::function && !whole)
        whole = value(f.file, given, call.block);
    }
    for (const Assignment& a : c.assignments) {
      if (!a.value || !stands_in(a.target, inside)) continue;
      const std::string_view name = c.text(a.target);
      ValueId* const said = name == "host"       ? &host
                            : name == "port"     ? &port
                            : name == "protocol" ? &protocol
                                                 : nullptr;
      if (said) *said = value(f.file, a.value, a.block);
    }
  };
  for (const Call& call : c.calls) {
    if (!stands_in(call.expr, program_[f]) || !is_among(calls, name_of_call(c, call.expr))) continue;
    for (std::uint32_t i = 1; i < c[call.expr].count; ++i)
      if (const ExprId given = c.child(call.expr, i); c[given].kind == ExprKind::function)
        read(c.functions[c[given].first]);
  }
  if (!whole && host) {
    const bool is_safe =
        values_[protocol].kind == ValueKind::path && values_.text(protocol).ends_with("HTTPS");
    std::vector<ValueId> parts{values_.literal(is_safe ? "https://" : "http://"), host};
    if (port) {
      parts.push_back(values_.literal(":"));
      parts.push_back(port);
    }
    whole = sum(parts);
  }
  if (!whole) return {};
  const bool is_open = values_.is_literal(whole) && values_.text(whole).ends_with('/');
  const ValueId closed[] = {whole, values_.literal("/")};
  return is_open ? whole : sum(closed);
}

// An address without a machine of its own stands below the base.
ValueId Fold::put_below(ValueId base, ValueId address) {
  const Value a = values_[address];
  const ValueId first = a.kind == ValueKind::concat ? values_.child(address, 0) : address;
  if (!values_.is_literal(first)) return address;
  std::string text(values_.text(first));
  if (text.find("://") != std::string::npos || text.starts_with("//")) return address;
  if (text.starts_with('/')) text.erase(0, 1);
  std::vector<ValueId> parts{base, values_.literal(text)};
  if (a.kind == ValueKind::concat)
    for (std::uint32_t i = 1; i < a.count; ++i) parts.push_back(values_.child(address, i));
  return sum(parts);
}

}  // namespace demarc
