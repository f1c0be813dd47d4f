// How text looks on a terminal: colours where they are wanted, and nothing that the terminal would obey.
#pragma once
#include <string>
#include <string_view>

#include "analyzer/architecture/finding.h"

namespace demarc {

enum class Paint : unsigned char { error, warning, note, good, frame, strong, dim };

// Text as it is, or in colours.
struct Style {
  bool color = false;
  std::string operator()(Paint paint, std::string_view text) const;
};

Paint paint_of(Severity severity);

// `text` with everything a terminal could obey written out: control characters, and marks that change the
// direction of writing, as <U+202E>; bytes that are not UTF-8 as U+FFFD. Tabs become `tab` blanks, line ends
// one blank.
std::string printable(std::string_view text, int tab = 4);
// The number of terminal columns of printable text, a code point each (wide ones two, combining ones none).
std::size_t columns(std::string_view text);

// "1 file", "2 files".
std::string counted(std::uint64_t n, std::string_view one, std::string_view many = {});

}  // namespace demarc
