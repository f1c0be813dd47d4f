// language/generic-name: a published name says nothing about the business.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/names.h"

namespace demarc::rules::language {
namespace {

constexpr RuleOption options[] = {
    {"words",
     "entity data info information item object process manager event record message model thing element "
     "payload resource handler service",
     "Words that say nothing by themselves."},
};

// What happened to it, or which form it has: the rest of the name must say what it is.
constexpr std::string_view verbs[] = {
    "created",   "updated", "deleted", "removed",  "changed", "modified", "added",   "saved",    "processed",
    "completed", "failed",  "create",  "update",   "delete",  "get",      "list",    "put",      "post",
    "patch",     "any",     "domain",  "business", "base",    "abstract", "generic", "default",  "my",
    "new",       "rpc",     "api",     "v1",       "v2",      "v3",       "public",  "internal", "rest"};

bool is_verb(std::string_view word) {
  return std::find(std::begin(verbs), std::end(verbs), word) != std::end(verbs);
}

std::string without_number(std::string word) {
  while (!word.empty() && word.back() >= '0' && word.back() <= '9') word.pop_back();
  return word;
}

// The words that are left when those of the context's own name and place are taken away: shop.sales.Entity… →
// entity.
std::vector<std::string> telling_words(const Ground& ground, const Name& name) {
  std::string_view text = name.text;
  std::vector<std::string> words = name.words;
  if (name.scope == "events") {
    std::size_t dot = text.rfind('.');
    words = model::words_in(dot == std::string_view::npos ? text : text.substr(dot + 1));
  }
  std::set<std::string> places;
  if (name.scope == "routes") {
    const model::Context& context = *ground.map.party(name.party).context;
    for (const std::string& word : model::words_in(context.name)) places.insert(word);
    for (const std::string& word : model::words_in(ground.model().system)) places.insert(word);
  }
  std::vector<std::string> out;
  for (const std::string& word : words)
    if (!is_verb(word) && !places.contains(word)) out.push_back(without_number(word));
  return out;
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::set<std::string> generic;
  for (std::string& word : ground.list("words")) generic.insert(std::move(word));
  for (const Name& name : names_of(ground)) {
    if (name.scope == "tables" || name.scope == "fields") continue;
    const model::Context* context = ground.map.party(name.party).context;
    if (!context) continue;
    // A word of the glossary is a real term, however plain it looks.
    std::set<std::string> terms;
    for (const model::Term& term : context->language)
      for (const std::string& word : model::words_in(term.name)) terms.insert(word);
    std::vector<std::string> words = telling_words(ground, name);
    bool is_generic = !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return generic.contains(word) && !terms.contains(word);
    });
    if (!is_generic) continue;
    Finding finding;
    finding.severity = ground.severity();
    finding.from = context->name;
    finding.object = fmt::format("{} {}", name.scope, name.object);
    finding.owner = context->team.text;
    finding.message = fmt::format("{} says nothing about the business.", name.text);
    finding.help = fmt::format("Name what it is in {}; if \"{}\" is a real term there, add it to `language`.",
                               context->name, words[0]);
    finding.label = fmt::format("\"{}\"", words[0]);
    ground.place(finding, name.places);
    out.push_back(std::move(finding));
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, "EntityCreated", "InvoiceCreated", "It says what was created."},
    {Example::bad, "code: services/ordering/**",
     "code: services/ordering/**, language: { Entity: A company with a tax number. }", "It is a term here."},
    {Example::good, "OrderPlaced", "DataProcessed", "It says nothing."},
};

}  // namespace

extern const Rule generic_name;
const Rule generic_name{
    .id = "language/generic-name",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::model,
    .what = "A published event, a route or an entity is named with words that fit everything.",
    .why = "A name that could stand anywhere tells nobody what happened or what may be asked for.",
    .fix = "Use a term of the context's language.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/UbiquitousLanguage.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
---
service ordering root=services/ordering
ordering publishes eventbridge:EntityCreated   # language/generic-name
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/** }
---
service ordering root=services/ordering
ordering publishes eventbridge:OrderPlaced
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::language
