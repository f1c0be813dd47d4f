// Reads what a state machine does: a definition in Amazon States Language becomes calls, reads, writes,
// publishes.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "analyzer/base/document.h"
#include "analyzer/observations/declarations.h"

namespace demarc::stepfunctions {

// The value of any node where the surrounding template has functions of its own (!Sub, Fn::GetAtt).
using Evaluate = std::function<ValueId(const Document&, NodeIndex)>;

struct Machine {
  FileId unit;    // the template that creates the machine
  ValueId value;  // the machine itself, normally a reference
  // What ${Name} in strings of the definition stands for (DefinitionSubstitutions); others become
  // $config:Name.
  std::map<std::string, ValueId, std::less<>> substitutions;
  Evaluate evaluate;  // empty: strings mean themselves
  Span declared;  // where the template names the definition; joins each wiring's chain when in another file
  bool conditional = false;
};

// Adds a wiring for each Task (Lambda functions and activities by ARN, optimised and SDK integrations), item
// reader and result writer of `definition`, the map with "States", also inside Map and Parallel. Names that
// are computed when the machine runs (`"TableName.$"`, `{% … %}`) are unknown.
void read_states(const Document& document, NodeIndex definition, const Machine& machine, Values& values,
                 Declarations& out);

// The same for a definition that is a text (DefinitionString), which may have holes: `text` is its value,
// `where` its place. A value that is no text at all, or that holds no states, gives a note.
void read_states_text(ValueId text, Span where, const Machine& machine, Values& values, Declarations& out);

// True for a document's node that looks like a definition: a map with States (a map) and StartAt.
bool is_definition(const Document& document, NodeIndex node);

}  // namespace demarc::stepfunctions
