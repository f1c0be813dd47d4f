// Reads JSON schemas: properties, what is required, lists, and schemas that are put together of others.
#include "parsers/contracts/references/message_schema.h"

#include <map>
#include <set>
#include <string>

namespace demarc::contracts {
namespace {

constexpr int max_depth = 8;
constexpr std::size_t max_fields = 512;

struct Shape {
  std::string type;
  bool is_open = true, is_required = false;
  Span span;
  std::map<std::string, Shape> children;
};

class SchemaReader {
 public:
  explicit SchemaReader(const Project& project) : project_(project) {}

  Shape read(Place schema, int depth) {
    Shape made;
    schema = followed(project_, schema);
    if (!schema.is_map() || depth > max_depth || ++read_ > max_fields * 4) return made;
    if (is_record(schema)) return record(schema, depth);
    made.type = type_of(schema.find("type"));
    const Place properties = schema.find("properties");
    if (properties.is_map()) {
      made.type = "object";
      made.is_open = false;
      for (std::uint32_t i = 0; i + 1 < properties.size(); i += 2) {
        Shape field = read(properties.child(i + 1), depth + 1);
        field.span = properties.child(i).span();
        made.children.insert_or_assign(std::string(properties.child(i).text()), std::move(field));
      }
    }
    if (const Place items = schema.find("items"); items.is_map()) {
      Shape element = read(items, depth + 1);
      made.type = "list";
      made.is_open = element.is_open;
      made.children = std::move(element.children);
    }
    const Place all = schema.find("allOf");
    for (std::uint32_t i = 0; all.kind() == NodeKind::list && i < all.size(); ++i) {
      Shape part = read(all.child(i), depth + 1);
      if (part.children.empty()) continue;
      made.is_open = made.children.empty() ? part.is_open : made.is_open || part.is_open;
      made.type = part.type;
      for (auto& [name, field] : part.children) made.children.insert_or_assign(name, std::move(field));
    }
    for (std::string_view word : {"oneOf", "anyOf"}) {
      const Place some = schema.find(word);
      bool is_first = made.children.empty();
      for (std::uint32_t i = 0; some.kind() == NodeKind::list && i < some.size(); ++i) {
        Shape part = read(some.child(i), depth + 1);
        if (part.children.empty()) continue;
        made.is_open = is_first ? part.is_open : made.is_open || part.is_open;
        is_first = false;
        made.type = part.type;
        for (auto& [name, field] : part.children) {
          field.is_required = false;
          made.children.try_emplace(name, std::move(field));
        }
      }
    }
    const Place more = schema.find("additionalProperties");
    if (more.is_map() || more.text() == "true" || schema.find("patternProperties")) made.is_open = true;
    const Place required = schema.find("required");
    for (std::uint32_t i = 0; required.kind() == NodeKind::list && i < required.size(); ++i)
      if (auto known = made.children.find(std::string(required.child(i).text()));
          known != made.children.end())
        known->second.is_required = true;
    return made;
  }

 private:
  // ---- Avro

  static bool is_record(Place schema) {
    const std::string_view type = schema.find("type").text();
    return (type == "record" || type == "error") && schema.find("fields").kind() == NodeKind::list;
  }

  Shape record(Place schema, int depth) {
    Shape made;
    made.type = "object";
    made.is_open = false;
    if (const std::string_view name = schema.find("name").text(); !name.empty())
      records_.emplace(name, schema);
    const Place fields = schema.find("fields");
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
      const Place field = fields.child(i), name = field.find("name");
      if (name.text().empty()) continue;
      Shape one = avro_type(field.find("type"), depth + 1);
      one.span = name.span();
      one.is_required = !field.find("default");
      made.children.insert_or_assign(std::string(name.text()), std::move(one));
    }
    return made;
  }

  Shape avro_type(Place type, int depth) {
    Shape made;
    if (depth > max_depth || ++read_ > max_fields * 4) return made;
    if (type.kind() == NodeKind::list) {
      // A union: what it is beside nothing, if that is one thing.
      Place only;
      for (std::uint32_t i = 0; i < type.size(); ++i) {
        if (type.child(i).text() == "null") continue;
        if (only) return made;
        only = type.child(i);
      }
      return only ? avro_type(only, depth + 1) : made;
    }
    if (type.is_map()) {
      if (is_record(type)) return record(type, depth);
      const std::string_view word = type.find("type").text();
      if (word == "array") {
        Shape element = avro_type(type.find("items"), depth + 1);
        made.type = "list";
        made.is_open = element.is_open;
        made.children = std::move(element.children);
        return made;
      }
      if (word == "map") made.type = "object";
      else if (word == "enum" || word == "fixed") made.type = "text";
      else return avro_type(type.find("type"), depth + 1);
      return made;
    }
    const std::string_view word = type.text();
    made.type = word == "string" || word == "bytes"                                      ? "text"
                : word == "int" || word == "long" || word == "float" || word == "double" ? "number"
                : word == "boolean"                                                      ? "flag"
                                                                                         : "";
    // A record that stands further up in the file.
    const auto known = records_.find(word.substr(word.rfind('.') + 1));
    return made.type.empty() && known != records_.end() ? record(known->second, depth + 1) : made;
  }

  static std::string type_of(Place type) {
    if (type.kind() == NodeKind::list) {
      std::string only;
      for (std::uint32_t i = 0; i < type.size(); ++i) {
        if (type.child(i).text() == "null") continue;
        if (!only.empty()) return {};
        only = type_of(type.child(i));
      }
      return only;
    }
    const std::string_view word = type.text();
    return word == "string"                        ? "text"
           : word == "number" || word == "integer" ? "number"
           : word == "boolean"                     ? "flag"
           : word == "array"                       ? "list"
           : word == "object"                      ? "object"
                                                   : "";
  }

  const Project& project_;
  std::size_t read_ = 0;
  std::map<std::string_view, Place> records_;  // of Avro, by their own names
};

void flatten(const Shape& shape, const std::string& path, Values& values, std::vector<Property>& out) {
  if (out.size() >= max_fields) return;
  std::string words = shape.type;
  const auto say = [&](std::string_view word) { (words += words.empty() ? "" : " ") += word; };
  if (shape.is_required) say("required");
  if (shape.is_open) say("open");
  out.push_back({path, values.literal(words), shape.span});
  const std::string below = path + (shape.type == "list" && !path.empty() ? "[]" : "");
  for (const auto& [name, field] : shape.children) {
    if (name.empty() || name.find_first_of(". []\"\n") != std::string::npos) continue;
    flatten(field, below.empty() ? name : below + "." + name, values, out);
  }
}

}  // namespace

std::vector<Property> fields_of_schema(const Project& project, Place schema, Values& values) {
  std::vector<Property> all;
  const Place start = schema;
  Shape shape = SchemaReader(project).read(schema, 0);
  if (shape.children.empty()) return all;
  shape.span = start.span();
  flatten(shape, "", values, all);
  return all;
}

}  // namespace demarc::contracts
