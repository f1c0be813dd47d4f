// The written form of effects: one a line, for tests, bug reports and people.
#pragma once
#include <string>

#include "analyzer/recognise/effects.h"
#include "analyzer/recognise/program.h"

namespace demarc {

// Every effect in its order: `app.py:12 writes table mode="put" name=$env:TABLE by boto3 in save`, then,
// where it is so, `(likely)`, `(in loop)`, `(lifted)`; behind it a line `  via app.py:3 what` for each step
// of its chain. The words are those of Effect::captures; values stand in their written form, parameters by
// their name
// (`$param:save.table`).
std::string write(const Effects& effects, Values& values, Program& program);

}  // namespace demarc
