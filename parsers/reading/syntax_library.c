// The parser library as one unit, with three of its ways made shorter for what we do with it. The trees are
// those of the library alone: tests/syntax compares them.

// A tree stays with the thread that parses its file, so its references need not be counted atomically, which
// costs more than the rest of a step.
#include "atomic.h"
#define atomic_inc(count) (++*(count))
#define atomic_dec(count) (--*(count))

// Most states keep their table as lists of symbols, and a list is looked through from its beginning. Few
// pairs of a state and a symbol make up most of a text; the thread's last ones are kept.
#define ts_language_lookup library_language_lookup
#include "language.h"
#undef ts_language_lookup

enum { kept_lookups_bits = 12 };
static _Thread_local struct {
  const TSLanguage* language;
  uint64_t pairs[1 << kept_lookups_bits];  // state, symbol, a set bit, the value: 16 bits each
} kept_lookups;

static inline uint16_t ts_language_lookup(const TSLanguage* language, TSStateId state, TSSymbol symbol) {
  if (state < language->large_state_count) return library_language_lookup(language, state, symbol);
  if (kept_lookups.language != language) {
    memset(&kept_lookups, 0, sizeof kept_lookups);
    kept_lookups.language = language;
  }
  const uint32_t pair = (uint32_t)state << 16 | symbol;
  const uint64_t key = (uint64_t)pair << 32 | 1u << 16;
  uint64_t* kept = &kept_lookups.pairs[(pair * 0x9E3779B1u) >> (32 - kept_lookups_bits)];
  if ((*kept ^ key) > UINT16_MAX) *kept = key | library_language_lookup(language, state, symbol);
  return (uint16_t)*kept;
}

#include "alloc.c"
#include "get_changed_ranges.c"
#include "language.c"
#include "lexer.c"
#include "node.c"
#include "parser.c"
#include "query.c"
#define ts_stack_pop_count library_stack_pop_count
#include "stack.c"
#undef ts_stack_pop_count
#include "subtree.c"
#include "tree.c"
#include "tree_cursor.c"
#include "wasm_store.c"

// Takes `count` entries off the stack. Where the entries are a plain chain, as they are unless readings of an
// ambiguous text were joined, there is only one way down, and its length is known before anything is copied.
StackSliceArray ts_stack_pop_count(Stack* self, StackVersion version, uint32_t count) {
  const StackNode* const top = array_get(&self->heads, version)->node;
  StackNode* bottom = array_get(&self->heads, version)->node;
  uint32_t size = 0;
  for (uint32_t left = count; left != 0; ++size) {
    const Subtree tree = bottom->links[0].subtree;
    if (bottom->link_count != 1 || !tree.ptr) return library_stack_pop_count(self, version, count);
    if (!ts_subtree_extra(tree)) --left;
    bottom = bottom->links[0].node;
  }

  // A parent is later put behind its children, in the same memory.
  const uint32_t room = (uint32_t)(ts_subtree_alloc_size(size) / sizeof(Subtree));
  SubtreeArray trees = {.contents = ts_malloc(room * sizeof(Subtree)), .size = size, .capacity = room};
  const StackNode* node = top;
  for (uint32_t at = size; at != 0; node = node->links[0].node) {
    const Subtree tree = node->links[0].subtree;
    ts_subtree_retain(tree);
    trees.contents[--at] = tree;
  }
  array_clear(&self->slices);
  ts_stack__add_slice(self, version, bottom, &trees);
  return self->slices;
}
