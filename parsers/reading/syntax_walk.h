// Copies a parsed tree into a flat array, in C because it reads the parser library's own structures.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct TSTree;
struct TSLanguage;

// One node, in the order of a walk from the top: its first child, if any, is the next one of the array.
typedef struct DemarcSyntaxNode {
  uint32_t begin, end;  // bytes
  uint32_t next;        // index of the first node that is not below this one
  uint8_t kind;         // of the caller's table
  uint8_t field;        // of the caller's table: the part it plays in its parent; 0 for none
  uint8_t missing;      // the parser made it up to go on
  uint8_t reserved;
} DemarcSyntaxNode;

// Which nodes to keep, and under which numbers.
typedef struct DemarcSyntaxTable {
  const struct TSLanguage* language;
  const uint8_t* kinds;   // by symbol; the two special ones below are no kinds of the caller's
  const uint8_t* fields;  // by field id
} DemarcSyntaxTable;

enum {
  demarc_syntax_error = 253,    // text that fits nowhere; what could be read is below it
  demarc_syntax_through = 254,  // this node is left out and its children take its place
  demarc_syntax_dropped = 255   // this node and everything below it is left out
};

// A growing array; `grow` makes room for at least one node more or returns false, which ends the walk.
typedef struct DemarcSyntaxArray {
  DemarcSyntaxNode* nodes;
  uint32_t count, room;
  bool (*grow)(struct DemarcSyntaxArray*);
  void* owner;
} DemarcSyntaxArray;

// Appends all nodes of `tree`. False when there was no memory. Needs no stack in proportion to the depth.
bool demarc_syntax_walk(const struct TSTree* tree, const DemarcSyntaxTable* table, DemarcSyntaxArray* out);

#ifdef __cplusplus
}
#endif
