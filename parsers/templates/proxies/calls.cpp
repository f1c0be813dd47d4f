// Writes calls of configuration down as wirings.
#include "parsers/templates/proxies/calls.h"

namespace demarc::proxies {

void Calls::add(Call call) {
  if (made_ >= max_calls || !call.to) return;
  if (!known_.emplace(call.from, call.to, call.protocol, call.location, call.span).second) return;
  ++made_;
  Wiring made;
  made.unit = file_;
  made.kind = WiringKind::calls;
  made.from = call.from;
  made.to = call.to;
  made.span = call.span;
  made.chain = std::move(call.chain);
  auto say = [&](std::string_view name, std::string_view text) {
    made.properties.push_back({std::string(name), values_.literal(text), call.span});
  };
  say("protocol", call.protocol);
  if (!call.location.empty()) say("location", call.location);
  if (!call.method.empty() && !call.is_prefix) say("method", call.method);
  if (call.is_prefix) say("prefix", "yes");
  if (call.is_implicit || program_ == Program::monitor) say("implicit", "yes");
  say("by", format_);
  say("program", program_ == Program::proxy ? "proxy" : program_ == Program::monitor ? "monitor" : "code");
  out_.wirings.push_back(std::move(made));
}

std::string protocol_of(std::string_view scheme, std::string_view otherwise) {
  if (scheme == "http" || scheme == "https") return "http";
  if (scheme == "grpc" || scheme == "grpcs" || scheme == "h2c") return "grpc";
  if (scheme == "ws" || scheme == "wss") return "websocket";
  if (scheme == "fcgi" || scheme == "fastcgi") return "fastcgi";
  if (scheme == "uwsgi" || scheme == "scgi" || scheme == "ajp" || scheme == "tcp" || scheme == "udp")
    return std::string(scheme);
  return std::string(otherwise);
}

}  // namespace demarc::proxies
