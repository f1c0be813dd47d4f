// The JSON Schema of model files, written from the tables of keys.
#include <nlohmann/json.hpp>

#include "analyzer/model/keys.h"
#include "analyzer/model/read.h"

namespace demarc::model {
namespace {

using Json = nlohmann::ordered_json;

Json texts() {
  return {{"anyOf", Json::array({Json{{"type", "string"}},
                                 Json{{"type", "array"}, {"items", Json{{"type", "string"}}}}})}};
}

Json words(std::string_view choices) {
  Json out = Json::array();
  for (std::string_view word : words_of(choices)) out.push_back(word);
  // A bare number is a number to YAML, "off" may be a boolean to older readers of it.
  if (choices == "1") out.push_back(1);
  if (choices.starts_with("off|")) out.push_back(false);
  return {{"enum", out}};
}

Json reference(std::string_view section) { return {{"$ref", "#/definitions/" + std::string(section)}}; }

Json shape(const KeyInfo& key) {
  switch (key.shape) {
    case Shape::text: return {{"type", "string"}};
    case Shape::texts:
    case Shape::path_list: return texts();
    case Shape::flag: return {{"type", "boolean"}};
    case Shape::choice: return words(key.of);
    case Shape::choices:
      return {{"anyOf", Json::array({words(key.of), Json{{"type", "array"}, {"items", words(key.of)}}})}};
    case Shape::number: return {{"type", Json::array({"string", "number"})}};
    case Shape::date: return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    case Shape::section: return reference(key.of);
    case Shape::named: return {{"type", "object"}, {"additionalProperties", reference(key.of)}};
    case Shape::named_short: {
      Json one = {{"anyOf", Json::array({reference(key.of), texts(), Json{{"type", "null"}}})}};
      if (key.of == "rule") one["anyOf"].push_back(Json{{"type", "boolean"}});
      Json object = {{"type", "object"}, {"additionalProperties", one}};
      if (key.of == "term" || key.of == "rule") return object;
      return {{"anyOf", Json::array({object, texts(), Json{{"type", "null"}}})}};
    }
    case Shape::listed:
      return {{"anyOf",
               Json::array({reference(key.of), Json{{"type", "string"}},
                            Json{{"type", "array"},
                                 {"items", Json{{"anyOf", Json::array({reference(key.of),
                                                                       Json{{"type", "string"}}})}}}}})}};
    case Shape::name_lists: return {{"type", "array"}, {"items", texts()}};
    case Shape::text_map:
      if (!key.of.empty())
        return {{"type", "object"},
                {"propertyNames", words(key.of)},
                {"additionalProperties", Json{{"type", "string"}}}};
      return {{"anyOf", Json::array({Json{{"type", "object"}, {"additionalProperties", texts()}}, texts()})}};
  }
  return Json::object();
}

Json object(const SectionInfo& section) {
  Json properties = Json::object();
  for (const KeyInfo& key : section.keys) {
    Json one = shape(key);
    one["description"] = key.sentence;
    properties[std::string(key.name)] = one;
  }
  // A rule's further keys are its own options.
  return {{"type", "object"},
          {"description", section.sentence},
          {"properties", properties},
          {"additionalProperties", section.name == "rule"}};
}

}  // namespace

std::string schema(std::string_view wanted) {
  Json root, definitions = Json::object();
  for (const SectionInfo& section : sections()) {
    Json one = object(section);
    if (section.name == wanted) root = one;
    if (section.name != "file") definitions[std::string(section.name)] = one;
  }
  if (wanted == "context")
    root["properties"]["context"] = {{"type", "string"},
                                     {"description", "Its name; otherwise the folder's."}};
  Json out = {{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"title", wanted == "file" ? "Demarc: demarc.yaml" : "Demarc: context.yaml"}};
  out.update(root);
  out["definitions"] = definitions;
  return out.dump(2) + "\n";
}

}  // namespace demarc::model
