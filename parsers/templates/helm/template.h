// A template's text as a tree of texts, actions and blocks.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/id.h"

namespace demarc::helm {

struct Piece;
using Body = std::vector<Piece>;

enum class PieceKind : std::uint8_t { text, action, branch, range, with, block };

struct Piece {
  PieceKind kind = PieceKind::text;
  std::string text;  // a text; an action's pipeline; the condition or what is ranged over; a block's pipeline
  std::string name;  // of a block
  std::uint32_t begin = 0;  // in the file
  Body body, otherwise;
};

struct Template {
  FileId file;
  Body body;
  std::map<std::string, Body> named;  // define and block
  bool is_broken = false;             // blocks that never end, or end where none began
};

// Trim marks applied, comments gone. Nested at most 60 deep.
Template parse_template(FileId file, std::string_view text);

}  // namespace demarc::helm
