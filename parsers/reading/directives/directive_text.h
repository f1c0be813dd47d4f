// Statements of configuration languages of servers: a name, its words, and what stands in its block.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace demarc::directives {

struct Word {
  std::string text;  // without quotes
  std::uint32_t begin = 0, end = 0;
  bool quoted = false;
};

struct Directive {
  std::vector<Word> words;  // the first is its name; never empty
  std::vector<Directive> block;
  bool has_block = false;
  std::uint32_t begin = 0, end = 0;
};

inline constexpr std::size_t max_depth = 40;           // of blocks; deeper ones are left out
inline constexpr std::size_t max_directives = 50'000;  // of one file; the rest is not read

// `name words { block } name words;` with comments from # on. Jinja's and Go's {{ }} belong to words, {% %}
// are skipped, blocks of other languages are stepped over.
std::vector<Directive> read_nginx(std::string_view text);
// `Name words` a line, `<Name words> … </Name>`. A \ at the end of a line joins the next one.
std::vector<Directive> read_httpd(std::string_view text);
// Sections that begin with one of a few words at the start of a line; the lines below are their blocks.
std::vector<Directive> read_haproxy(std::string_view text);
// A statement a line; a { at its end opens a block.
std::vector<Directive> read_caddy(std::string_view text);
// `name { key => value … }`; lists and hashes become the words of their key. Conditions are dropped, what
// stands below them belongs to the block around.
std::vector<Directive> read_logstash(std::string_view text);

}  // namespace demarc::directives
