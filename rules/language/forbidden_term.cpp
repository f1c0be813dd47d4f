// language/forbidden-term: a name uses a word that the context's language rules out.
#include <fmt/format.h>

#include <algorithm>

#include "rules/names.h"

namespace demarc::rules::language {
namespace {

constexpr RuleOption options[] = {
    {"scopes", "types routes events tables fields",
     "Names that are judged; fields are those of the messages that the context publishes.",
     "types|routes|events|tables|fields"},
    {"also", "", "Words that no context may use."},
};

// "Line Item" → line, item.
std::vector<std::string> words_of(std::string_view term) { return model::words_in(term); }

bool is_own_term(const model::Context& context, std::string_view word) {
  return std::any_of(context.language.begin(), context.language.end(), [&](const model::Term& t) {
    return model::folded_name(t.name) == model::folded_name(word);
  });
}

void add(const Ground& ground, const Name& name, std::string_view word, const model::Term* meant,
         Span declared, std::vector<Finding>& out) {
  const std::string_view term = meant ? std::string_view(meant->name) : std::string_view();
  const model::Context& context = *ground.map.party(name.party).context;
  Finding finding;
  finding.severity = ground.severity();
  finding.from = context.name;
  finding.object = fmt::format("{} {}", word, name.object);
  finding.owner = context.team.text;
  finding.message = term.empty() ? fmt::format("\"{}\" in {}: no context uses this word.", word, name.text)
                                 : fmt::format("\"{}\" in {}: in {} this is called {}.", word, name.text,
                                               context.name, term);
  finding.help = term.empty() ? "Say what it is in the words of the business." : fmt::format("Say {}.", term);
  if (meant && !meant->means.empty()) finding.help += fmt::format(" {} means: {}", term, meant->means);
  finding.label = fmt::format("\"{}\"", word);
  ground.place(finding, name.places);
  ground.declare(finding, declared,
                 term.empty() ? "ruled out everywhere" : fmt::format("{} is not called {}", term, word));
  out.push_back(std::move(finding));
}

void check(const Ground& ground, std::vector<Finding>& out) {
  std::vector<std::string> scopes = ground.list("scopes"), also = ground.list("also");
  for (const Name& name : names_of(ground)) {
    if (std::find(scopes.begin(), scopes.end(), name.scope) == scopes.end()) continue;
    const model::Context* context = ground.map.party(name.party).context;
    if (!context) continue;
    for (const model::Term& term : context->language) {
      std::vector<std::string> own = words_of(term.name);
      for (const model::Named& forbidden : term.forbidden) {
        if (is_own_term(*context, forbidden.text)) continue;
        std::vector<std::string> wanted = words_of(forbidden.text);
        // "Purchase Order" may hold "Purchase" where the term itself is "Purchase Order".
        if (holds(own, wanted) && holds(name.words, own)) continue;
        if (holds(name.words, wanted)) add(ground, name, forbidden.text, &term, forbidden.at, out);
      }
    }
    for (const std::string& word : also)
      if (!is_own_term(*context, word) && holds(name.words, words_of(word)))
        add(ground, name, word, nullptr, {}, out);
  }
}

constexpr Mutation mutations[] = {
    {Example::bad, R"(dynamodb:purchases
ordering publishes eventbridge:PurchaseConfirmed)",
     R"(dynamodb:orders
ordering publishes eventbridge:OrderConfirmed)",
     "The names are mended."},
    {Example::bad, ", not: [Purchase]", "", "The word is allowed."},
    {Example::bad, "Purchase]", "Deal]", "Another word is ruled out."},
    {Example::good, "OrderConfirmed", "PurchaseConfirmed", "The event is renamed."},
};

}  // namespace

extern const Rule forbidden_term;
const Rule forbidden_term{
    .id = "language/forbidden-term",
    .since = "0.1",
    .severity = Severity::warning,
    .basis = Basis::model,
    .what = "A name in a context uses a word that its language lists under `not`.",
    .why = "Two words for one thing, or one word for two, and every conversation needs a translation.",
    .fix = "Use the term of the context.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/UbiquitousLanguage.html",
    .bad = R"(contexts:
  ordering:
    code: services/ordering/**
    language: { Order: { means: A confirmed wish to buy., not: [Purchase] } }
---
service ordering root=services/ordering
ordering writes dynamodb:purchases
ordering publishes eventbridge:PurchaseConfirmed   # language/forbidden-term
)",
    .good = R"(contexts:
  ordering:
    code: services/ordering/**
    language: { Order: { means: A confirmed wish to buy., not: [Purchase] } }
---
service ordering root=services/ordering
ordering writes dynamodb:orders
ordering publishes eventbridge:OrderConfirmed
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::language
