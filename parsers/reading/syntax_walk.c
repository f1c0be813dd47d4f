// The walk: every subtree is looked at once, positions are added up on the way, hidden nodes are passed
// through. The public cursor does the same at several times the cost, since it can be asked anything
// anywhere.
#include "parsers/reading/syntax_walk.h"

#include <stdlib.h>

#include "language.h"
#include "subtree.h"
#include "tree.h"

// A node whose children are being looked at.
typedef struct Frame {
  Subtree tree;
  uint32_t child, structural;  // next child, and its number without extras
  uint32_t position;           // where the next child's padding begins
  uint32_t node;               // its number in the array; no_node when it was passed through
  TSFieldId field;             // of a node that was passed through: its children inherit it
} Frame;

enum { no_node = UINT32_MAX };

static TSFieldId field_at(const TSLanguage* language, uint32_t production, uint32_t structural) {
  const TSFieldMapEntry *at, *end;
  ts_language_field_map(language, production, &at, &end);
  for (; at != end; ++at)
    if (!at->inherited && at->child_index == structural) return at->field_id;
  return 0;
}

bool demarc_syntax_walk(const TSTree* tree, const DemarcSyntaxTable* table, DemarcSyntaxArray* out) {
  const TSLanguage* language = tree->language;
  uint32_t depth = 0, room = 256;
  Frame* frames = malloc(room * sizeof(Frame));
  if (!frames) return false;
  if (out->count == out->room && !out->grow(out)) {
    free(frames);
    return false;
  }

  const Subtree root = tree->root;
  const TSSymbol top = ts_subtree_symbol(root);
  const uint32_t first = out->count++;
  const uint32_t start = ts_subtree_padding(root).bytes;
  out->nodes[first] = (DemarcSyntaxNode){
      .begin = start,
      .end = start + ts_subtree_size(root).bytes,
      .next = first + 1,
      .kind = top == ts_builtin_sym_error ? demarc_syntax_error : table->kinds[top],
  };
  // A parent's padding is its first child's.
  frames[depth++] = (Frame){.tree = root, .node = first};

  while (depth != 0) {
    Frame* frame = &frames[depth - 1];
    if (frame->child == ts_subtree_child_count(frame->tree)) {
      if (frame->node != no_node) out->nodes[frame->node].next = out->count;
      --depth;
      continue;
    }
    const Subtree child = ts_subtree_children(frame->tree)[frame->child++];
    const uint32_t begin = frame->position + ts_subtree_padding(child).bytes;
    const uint32_t end = begin + ts_subtree_size(child).bytes;
    const uint32_t before = frame->position;
    frame->position = end;

    const uint32_t production = frame->tree.ptr->production_id;
    TSSymbol symbol = ts_subtree_symbol(child);
    TSFieldId field = 0;
    bool visible = ts_subtree_visible(child);
    if (!ts_subtree_extra(child)) {
      const TSSymbol alias = ts_language_alias_at(language, production, frame->structural);
      if (alias) {
        symbol = alias;
        visible = true;
      }
      field = field_at(language, production, frame->structural);
      if (!field && frame->node == no_node) field = frame->field;
      ++frame->structural;
    }

    const uint8_t kind = !visible                         ? demarc_syntax_through
                         : symbol == ts_builtin_sym_error ? demarc_syntax_error
                                                          : table->kinds[symbol];
    if (kind == demarc_syntax_dropped) continue;
    uint32_t node = no_node;
    if (kind != demarc_syntax_through) {
      if (out->count == out->room && !out->grow(out)) break;
      node = out->count++;
      out->nodes[node] = (DemarcSyntaxNode){.begin = begin,
                                            .end = end,
                                            .next = node + 1,
                                            .kind = kind,
                                            .field = table->fields[field],
                                            .missing = ts_subtree_missing(child)};
    }
    if (ts_subtree_child_count(child) == 0) continue;
    if (depth == room) {
      Frame* more = realloc(frames, 2 * (size_t)room * sizeof(Frame));
      if (!more) break;
      frames = more;
      room *= 2;
    }
    frames[depth++] = (Frame){.tree = child, .position = before, .node = node, .field = field};
  }
  free(frames);
  return depth == 0;
}
