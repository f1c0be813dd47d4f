// JSON references: "other.yaml#/components/schemas/Order".
#include <string>

#include "parsers/contracts/references/references.h"

namespace demarc::contracts {
namespace {

constexpr int max_hops = 8;

std::string unescaped(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1')) {
      out += step[++i] == '0' ? '~' : '/';
    } else {
      out += step[i];
    }
  }
  return out;
}

Place pointed(Place root, std::string_view pointer, std::string_view* name) {
  while (!pointer.empty() && root) {
    if (pointer[0] != '/') return {};
    pointer.remove_prefix(1);
    std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    if (step.empty()) continue;
    if (name) *name = step;
    if (root.kind() == NodeKind::list) {
      std::uint32_t index = 0;
      for (char c : step) {
        if (c < '0' || c > '9' || index > root.size()) return {};
        index = index * 10 + static_cast<std::uint32_t>(c - '0');
      }
      root = index < root.size() ? root.child(index) : Place{};
    } else {
      root = root.find(unescaped(step));
    }
  }
  return root;
}

}  // namespace

std::string_view Place::text() const {
  if (!*this || is_map() || kind() == NodeKind::list) return {};
  return document->text(node);
}

Place root_of(const Project& project, FileId file) {
  const Document* document = file ? project.document(file) : nullptr;
  if (document == nullptr || document->roots().empty()) return {};
  return {document, document->roots().front()};
}

Place followed(const Project& project, Place place, std::string_view* name) {
  for (int hop = 0; hop < max_hops; ++hop) {
    std::string_view reference = place.is_map() ? place.find("$ref").text() : std::string_view();
    if (reference.empty()) return place;
    std::size_t hash = reference.find('#');
    std::string_view file = reference.substr(0, hash);
    std::string_view pointer =
        hash == std::string_view::npos ? std::string_view() : reference.substr(hash + 1);
    if (file.find("://") != std::string_view::npos) return {};
    FileId in = place.document->file();
    if (!file.empty()) {
      auto path = join_path(folder_of(project.files().path(in)), file);
      in = path ? project.files().find(*path) : FileId{};
    }
    // A document that stands inside another file has references of its own.
    const Document& own = *place.document;
    const Place root =
        file.empty() && !own.roots().empty() ? Place{&own, own.roots().front()} : root_of(project, in);
    place = pointed(root, pointer, name);
  }
  return {};
}

}  // namespace demarc::contracts
