// Streams a log: the frame by hand, what stands in it object by object.
#include "integrations/sarif/write.h"

#include <ostream>
#include <sstream>

#include "integrations/sarif/object_builder.h"

namespace sarif {
namespace {

// Prints nested objects and lists whose parts come one after the other.
class Printer {
 public:
  Printer(std::ostream& out, int indent) : out_(out), indent_(indent) {}

  void open(char bracket) {
    out_ << bracket;
    ++depth_;
    first_ = true;
  }

  void close(char bracket) {
    --depth_;
    if (!first_) new_line();
    out_ << bracket;
    first_ = false;
  }

  void key(std::string_view name) {
    element();
    out_ << '"' << name << (indent_ < 0 ? "\":" : "\": ");
  }

  void element() {
    if (!first_) out_ << ',';
    new_line();
    first_ = false;
  }

  void value(const Json& json) {
    const std::string text = text_of(json, indent_);
    std::string_view rest = text;
    // A line end in a string is escaped, so every one that is here is between two tokens.
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      out_ << rest.substr(0, end);
      new_line();
      rest.remove_prefix(end + 1);
    }
    out_ << rest;
  }

  /// A member, unless it is absent.
  void member(std::string_view name, const Json& json) {
    if (is_absent(json)) return;
    key(name);
    value(json);
  }

  template <class T>
  void part(std::string_view name, const std::optional<T>& object) {
    if (object) member(name, json_of(*object));
  }

  void text(std::string_view name, const std::string& text) {
    if (!text.empty()) member(name, text);
  }

  /// A list whose places count, so that every element is written.
  template <class T>
  void list(std::string_view name, const std::vector<T>& elements) {
    key(name);
    open('[');
    for (const T& each : elements) {
      element();
      value(json_of(each));
    }
    close(']');
  }

  template <class T>
  void list_if_any(std::string_view name, const std::vector<T>& elements) {
    if (!elements.empty()) list(name, elements);
  }

 private:
  void new_line() {
    if (indent_ < 0) return;
    out_ << '\n';
    for (int i = 0; i < depth_ * indent_; ++i) out_ << ' ';
  }

  std::ostream& out_;
  int indent_;
  int depth_ = 0;
  bool first_ = true;
};

void write_run(const Run& run, Printer& out) {
  out.open('{');
  out.member("tool", json_of(run.tool));
  out.list_if_any("invocations", run.invocations);
  out.text("language", run.language);
  out.member("versionControlProvenance", json_list(run.version_control_provenance, Repeats::dropped));
  out.member("originalUriBaseIds", json_map(run.original_uri_base_ids));
  out.list_if_any("artifacts", run.artifacts);
  out.list_if_any("logicalLocations", run.logical_locations);
  if (run.scanned) out.list("results", run.results);
  out.part("automationDetails", run.automation_details);
  out.text("baselineGuid", run.baseline_guid);
  out.text("defaultEncoding", run.default_encoding);
  out.text("defaultSourceLanguage", run.default_source_language);
  if (run.column_kind) out.member("columnKind", word_of(*run.column_kind));
  out.list_if_any("taxonomies", run.taxonomies);
  out.member("properties", json_of(run.properties));
  out.close('}');
}

}  // namespace

void write(const Log& log, std::ostream& stream, int indent) {
  Printer out(stream, indent);
  out.open('{');
  out.member("$schema", std::string(schema_uri));
  out.member("version", "2.1.0");
  out.key("runs");
  out.open('[');
  for (const Run& run : log.runs) {
    out.element();
    write_run(run, out);
  }
  out.close(']');
  out.member("properties", json_of(log.properties));
  out.close('}');
  stream << '\n';
}

std::string write(const Log& log, int indent) {
  std::ostringstream out;
  write(log, out, indent);
  return std::move(out).str();
}

std::string link(std::string_view words, std::int64_t location) {
  std::string text = "[";
  for (char c : words) {
    if (c == '[' || c == ']' || c == '\\') text += '\\';
    text += c;
  }
  return text + "](" + std::to_string(location) + ")";
}

}  // namespace sarif
