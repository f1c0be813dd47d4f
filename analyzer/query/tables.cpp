// The tables of the architecture: their columns, each with its sentence, and the page that describes them.
#include <fmt/format.h>

#include "analyzer/query/query.h"

namespace demarc::query {
namespace {

constexpr Column contexts[] = {
    {"name", "TEXT", "Its name."},
    {"kind", "TEXT", "context, kernel, or service where no context is declared."},
    {"role", "TEXT", "core, supporting or generic; empty where it is not said."},
    {"team", "TEXT", "Who owns it."},
    {"closed", "INTEGER", "1 when it has begun to declare what it uses or publishes."},
    {"path", "TEXT", "Where the model declares it."},
};
constexpr Column entities[] = {
    {"id", "INTEGER", "Number within this run."},
    {"kind", "TEXT", "service, function, operation, table, channel, bus, entity, setting, contract, unit …"},
    {"name", "TEXT", "As `demarc facts` prints it."},
    {"short", "TEXT", "The name without store, transport or space."},
    {"context", "TEXT", "The context that owns it or whose code it lies in; empty for nobody."},
    {"owned_by", "TEXT", "The step of the order of ownership that decided."},
    {"certainty", "TEXT", "certain, likely or guessed."},
    {"open", "TEXT", "Why its name is not known; empty when it is."},
    {"path", "TEXT", "Its primary place."},
    {"line", "INTEGER", "The line there."},
};
constexpr Column relations[] = {
    {"id", "INTEGER", "Number within this run; as `relation` in a rule's query it gives the evidence."},
    {"kind", "TEXT",
     "calls, publishes, consumes, reads, writes, declares, exposes, handles, imports, grants …"},
    {"source_id", "INTEGER", "The entity that does it."},
    {"target_id", "INTEGER", "The entity that it is done to."},
    {"source", "TEXT", "Name of the one."},
    {"target", "TEXT", "Name of the other."},
    {"context", "TEXT", "The context that does it."},
    {"owner", "TEXT", "The context that owns the target."},
    {"function", "TEXT", "The function in which it is done."},
    {"recognised_by", "TEXT", "The pack or reader that saw it."},
    {"certainty", "TEXT", "certain, likely or guessed."},
    {"open", "TEXT", "Why an end of it is not known; empty when both are."},
    {"path", "TEXT", "The site."},
    {"line", "INTEGER", "The line there."},
};
constexpr Column attributes[] = {
    {"entity_id", "INTEGER", "The entity it describes; empty for those of relations."},
    {"relation_id", "INTEGER", "The relation it describes; empty for those of entities."},
    {"word", "TEXT", "The attribute, as docs/facts.md lists them."},
    {"text", "TEXT", "Its value."},
};
constexpr Column evidence[] = {
    {"relation_id", "INTEGER", "The relation it proves."},
    {"step", "INTEGER", "0 for the site, then link by link."},
    {"path", "TEXT", "The file."},
    {"line", "INTEGER", "The line."},
    {"what", "TEXT", "What it shows there."},
};
constexpr Column edges[] = {
    {"user", "TEXT", "The context that depends."},
    {"owner", "TEXT", "The context it depends on."},
    {"class", "TEXT", "call, event, import, data or schema."},
    {"verb", "TEXT", "calls, reads, writes, subscribes to, sends to, imports, uses."},
    {"object", "TEXT", "What is used."},
    {"verdict", "TEXT", "allowed, open (the user declares nothing), forbidden, or undeclared."},
    {"places", "INTEGER", "Sites in the code."},
    {"certainty", "TEXT", "That of the best place."},
    {"relation_id", "INTEGER", "The first of its relations."},
    {"path", "TEXT", "The first place."},
    {"line", "INTEGER", "The line there."},
};

constexpr Column fields[] = {
    {"relation_id", "INTEGER", "The relation that says so."},
    {"channel", "TEXT", "The channel whose messages carry the field."},
    {"field", "TEXT", "Its name, with those above it; [] stands behind a list: items[].sku."},
    {"side", "TEXT", "writes or reads; promises or expects for a contract."},
    {"source", "TEXT", "The service or contract."},
    {"context", "TEXT", "The context that does it."},
    {"function", "TEXT", "The function in which it is done."},
    {"type", "TEXT", "text, number, flag, list or object; empty where nothing says so."},
    {"optional", "INTEGER", "1 when it is not always written, or can be done without."},
    {"certainty", "TEXT", "certain, likely or guessed."},
    {"path", "TEXT", "The site."},
    {"line", "INTEGER", "The line there."},
};

constexpr std::string_view of_kind_service = "SELECT * FROM entities WHERE kind = 'service'";
constexpr std::string_view of_kind_operation = "SELECT * FROM entities WHERE kind = 'operation'";
constexpr std::string_view of_kind_table = "SELECT * FROM entities WHERE kind = 'table'";
constexpr std::string_view of_kind_channel = "SELECT * FROM entities WHERE kind = 'channel'";
constexpr std::string_view calls = "SELECT * FROM relations WHERE kind = 'calls'";
constexpr std::string_view accesses = "SELECT * FROM relations WHERE kind IN ('reads', 'writes')";
constexpr std::string_view messages = "SELECT * FROM relations WHERE kind IN ('publishes', 'consumes')";

constexpr Table all[] = {
    {"contexts", "Declared contexts and kernels; services where none is declared.", contexts, {}},
    {"entities", "Everything that was recovered.", entities, {}},
    {"relations", "Who does what to whom, a row a site.", relations, {}},
    {"attributes", "What else is known of entities and relations.", attributes, {}},
    {"evidence", "The chain of lines behind each relation.", evidence, {}},
    {"edges", "Dependencies from context to context, with what the model says about them.", edges, {}},
    {"fields", "Fields of messages: who writes and who reads them.", fields, {}},
    {"services", "Entities that are services.", entities, of_kind_service},
    {"operations", "Entities that are operations.", entities, of_kind_operation},
    {"tables", "Entities that are units of stored data.", entities, of_kind_table},
    {"channels", "Entities that are events, topics and queues.", entities, of_kind_channel},
    {"calls", "Relations that call.", relations, calls},
    {"accesses", "Relations that read or write data.", relations, accesses},
    {"messages", "Relations that publish or consume.", relations, messages},
};

}  // namespace

std::span<const Table> tables() { return all; }

std::string documentation() {
  std::string out =
      "# Queries\n\n`demarc query \"SELECT …\"` asks the linked architecture in SQL (the dialect of SQLite), "
      "and "
      "prints a table, `--format json` or `--format csv`. The tables live in memory; a query can read and "
      "nothing else, and it ends when it takes too long or too much memory.\n\n"
      "    demarc query \"SELECT context, count(*) FROM accesses GROUP BY context\"\n"
      "    demarc query \"SELECT user, owner, object FROM edges WHERE verdict <> 'allowed'\" --format csv\n\n"
      "## Rules of one's own\n\nA query in `demarc.yaml` is a rule: each row that it gives is a finding.\n\n"
      "```yaml\nrules:\n  our/no-batch-calls:\n    query: >\n      SELECT context AS \"from\", owner AS "
      "\"to\", "
      "target AS object, id AS relation\n      FROM calls WHERE source LIKE '%-batch'\n"
      "    message: \"{from} calls {object} from a batch job.\"\n    help: Read a copy that events feed.\n"
      "    severity: error\n```\n\n"
      "The name holds a group and is none of Demarc's own. `{column}` in the message is filled from the row. "
      "Some columns have a meaning: `from`, `to` and `object` are the identity of the finding (without "
      "`object` the message is), `relation` is the number of a relation whose chain of evidence is shown, "
      "and "
      "`path` with `line` is a place of one's own. `severity`, `ignore` and inline exceptions work as for "
      "every rule; a warning is the default. A query that is wrong, takes too long or gives too many rows is "
      "a "
      "finding of model/invalid, never a silent nothing.\n\n## Tables\n";
  for (const Table& table : all) {
    if (!table.view.empty()) {
      out += fmt::format("\n### {}\n\n{} `{}`\n", table.name, table.sentence, table.view);
      continue;
    }
    out += fmt::format("\n### {}\n\n{}\n\n| column | type | |\n|---|---|---|\n", table.name, table.sentence);
    for (const Column& column : table.columns)
      out += fmt::format("| `{}` | {} | {} |\n", column.name, column.type, column.sentence);
  }
  return out;
}

}  // namespace demarc::query
