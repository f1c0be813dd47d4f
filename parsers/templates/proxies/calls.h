// What a file of configuration makes its program ask others for: calls, written down as wirings of the file.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyzer/observations/declarations.h"
#include "parsers/templates/proxies/addresses.h"

namespace demarc::proxies {

// What kind of program the file configures.
enum class Program {
  proxy,    // hands requests on: a program of its own even where no container runs it
  monitor,  // collects, scrapes, ships: its edges are implicit
  code,     // part of code that its folder holds: addresses of this machine are other programs'
};

struct Call {
  ValueId to;  // a URL, a host, or a reference to a workload
  std::string protocol = "http";
  std::string location;   // what of the program's own paths leads there; may be empty
  bool is_prefix = true;  // any path below is handed on: no single operation is meant
  bool is_implicit = false;
  std::string method = {};  // "GET"; "" for any
  ValueId from;             // 0: who mounts, copies or holds the file
  Span span;
  std::vector<std::pair<Span, std::string>> chain = {};
};

class Calls {
 public:
  static constexpr std::size_t max_calls = 2'000;  // of one file

  // `format` is who recognised it: "nginx".
  Calls(FileId file, std::string_view format, Program program, Values& values, Declarations& out)
      : file_(file), format_(format), program_(program), values_(values), out_(out) {}
  // Adds the call unless it is there already.
  void add(Call call);
  Values& values() { return values_; }

 private:
  FileId file_;
  std::string format_;
  Program program_;
  Values& values_;
  Declarations& out_;
  std::size_t made_ = 0;
  std::set<std::tuple<ValueId, ValueId, std::string, std::string, Span>> known_;
};

// The protocol that a scheme means: "https" → "http", "grpcs" → "grpc", "ws" → "websocket", "h2c" → "grpc";
// `otherwise` for one that says nothing.
std::string protocol_of(std::string_view scheme, std::string_view otherwise = "http");

}  // namespace demarc::proxies
