// Positions and holes of embedded sources.
#include "analyzer/observations/embedded.h"

#include <algorithm>

namespace demarc {

std::uint32_t host_position(const EmbeddedSource& source, std::uint32_t position) {
  auto after = std::upper_bound(source.anchors.begin(), source.anchors.end(), position,
                                [](std::uint32_t p, const auto& anchor) { return p < anchor.first; });
  if (after == source.anchors.begin()) return source.host.begin;
  const auto& [own, host] = *(after - 1);
  // What the host does not spell stands where the next part begins.
  const std::uint32_t limit = after == source.anchors.end() ? source.host.end : after->second;
  return std::clamp(host + (position - own), source.host.begin,
                    std::max(source.host.begin, std::min(limit, source.host.end)));
}

void move_to_host(code::CodeFile& code, const EmbeddedSource& source) {
  auto move = [&](auto& things) {
    for (auto& thing : things) {
      thing.begin = host_position(source, thing.begin);
      thing.end = std::max(thing.begin, host_position(source, thing.end));
    }
  };
  move(code.exprs);
  move(code.parameters);
  move(code.functions);
  move(code.classes);
  move(code.blocks);
  move(code.imports);
  move(code.exports);
}

ValueId fill_holes(const EmbeddedSource& source, ValueId value, Values& values) {
  if (source.holes.empty()) return value;
  return values.rewrite(value, [&](ValueId one) {
    if (!values.is_literal(one)) return one;
    const std::string text(values.text(one));
    std::vector<ValueId> parts;
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t next = std::string::npos;
      const Property* hole = nullptr;
      for (const Property& h : source.holes)
        if (const std::size_t found = text.find(h.name, at); found < next) {
          next = found;
          hole = &h;
        }
      if (!hole) break;
      parts.push_back(values.literal(std::string_view(text).substr(at, next - at)));
      parts.push_back(hole->value);
      at = next + hole->name.size();
    }
    if (parts.empty()) return one;
    parts.push_back(values.literal(std::string_view(text).substr(at)));
    return values.concat(parts);
  });
}

}  // namespace demarc
