// The two functions that every character of every file goes through. The library's own also serve included
// ranges, other encodings and loggers.
#include "parsers/reading/syntax_lexer.h"

#include "lexer.h"

// The library's own; the same function for every parser, so that threads may write it at once.
static void (*library_advance)(TSLexer*, bool);

static void advance(TSLexer* lexer, bool skip) {
  Lexer* self = (Lexer*)lexer;
  const uint32_t next = self->current_position.bytes + 1 - self->chunk_start;
  const uint32_t here = (uint32_t)self->data.lookahead;
  if (self->lookahead_size != 1 || here >= 128 || !self->chunk || next >= self->chunk_size ||
      (unsigned char)self->chunk[next] >= 128 || self->current_included_range_index != 0) {
    __atomic_load_n(&library_advance, __ATOMIC_RELAXED)(lexer, skip);
    return;
  }
  ++self->current_position.bytes;
  if (here == '\n') {
    ++self->current_position.extent.row;
    self->current_position.extent.column = 0;
    self->column_data = (ColumnData){.value = 0, .valid = true};
  } else {
    ++self->current_position.extent.column;
    if (self->column_data.valid) ++self->column_data.value;
  }
  if (skip) self->token_start_position = self->current_position;
  self->data.lookahead = (unsigned char)self->chunk[next];
}

static void mark_end(TSLexer* lexer) {
  Lexer* self = (Lexer*)lexer;
  self->token_end_position = self->current_position;
}

void demarc_syntax_hasten(TSParser* parser) {
  // A parser begins with its lexer.
  Lexer* lexer = (Lexer*)parser;
  if (lexer->data.advance == advance) return;
  __atomic_store_n(&library_advance, lexer->data.advance, __ATOMIC_RELAXED);
  lexer->data.advance = advance;
  lexer->data.mark_end = mark_end;
}
