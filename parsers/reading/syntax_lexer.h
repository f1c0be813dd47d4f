// A faster way through plain text for the parser library's lexer, in C because it knows the library's own
// structures.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

struct TSParser;

// From now on `parser` steps over a character of ASCII that is followed by another one without asking what
// else it could be; everything else goes the library's way, and trees are the same. For parsers of UTF-8
// without included ranges and without a logger.
void demarc_syntax_hasten(struct TSParser* parser);

#ifdef __cplusplus
}
#endif
