// Recognition: rows of framework knowledge held against all code at once, up through the project's own
// wrappers.
#pragma once
#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/packs.h"
#include "analyzer/recognise/program.h"
#include "analyzer/sql.h"

namespace demarc {

// A function whose parameter reaches a row's argument becomes a row itself: its effects are made again at
// each caller, with the caller's arguments, at most `max_lifts` callers up and `max_copies` copies of one
// site that rows know; a site that may still turn out to be nothing has `max_per_effect`.
inline constexpr int max_lifts = 5;
inline constexpr std::size_t max_per_effect = 64, max_copies = 1024;

// Effects come in the order of files and sites; equal inputs give equal results.
// Texts of SQL that rows name are read by `sql`; without it their tables stay open. What functions called
// like one of `handlers` read of the messages that they are handed is found out too.
Effects recognise(Program& program, const Packs& packs, Values& values, const SqlReader* sql = nullptr,
                  const std::vector<std::string>& handlers = {});

}  // namespace demarc
