// language/foreign-term: a context names things with a word that only another context defines.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/names.h"

namespace demarc::rules::language {
namespace {

constexpr RuleOption options[] = {
    {"scopes", "types tables events", "Names that are judged: types, tables, events, routes.",
     "types|routes|events|tables"},
    {"references", "id ids key keys ref reference number code sku uuid",
     "Words that make a name a mere reference to the other's thing."},
};

struct Definition {
  PartyId party = nobody;
  const model::Term* term = nullptr;
  std::vector<std::string> words;
};

// Terms that exactly one context defines: what two define, each means in its own way.
std::vector<Definition> definitions(const Ground& ground) {
  std::map<std::string, std::vector<Definition>> by_name;
  for (std::size_t i = 0; i < ground.map.parties().size(); ++i) {
    const model::Context* context = ground.map.parties()[i].context;
    if (!context) continue;
    for (const model::Term& term : context->language)
      by_name[model::folded_name(term.name)].push_back(
          {static_cast<PartyId>(i), &term, model::words_in(term.name)});
  }
  std::vector<Definition> out;
  for (auto& [name, all] : by_name)
    if (all.size() == 1) out.push_back(std::move(all[0]));
  return out;
}

class Search {
 public:
  Search(const Ground& ground, std::vector<Finding>& out) : ground_(ground), out_(out) {
    for (std::string& word : ground.list("scopes")) scopes_.insert(std::move(word));
    for (std::string& word : ground.list("references")) references_.insert(std::move(word));
  }

  void run() {
    const std::vector<Definition> terms = definitions(ground_);
    if (terms.empty()) return;
    for (const Name& name : names_of(ground_)) {
      const model::Context* user = ground_.map.party(name.party).context;
      if (!user || !scopes_.contains(name.scope)) continue;
      for (const Definition& definition : terms)
        if (definition.party != name.party && is_foreign(name, *user, definition))
          add(name, *user, definition);
    }
  }

 private:
  bool is_foreign(const Name& name, const model::Context& user, const Definition& definition) const {
    if (!holds(name.words, definition.words)) return false;
    // OrderId: the other's identity is what one may keep of it.
    if (std::any_of(name.words.begin(), name.words.end(),
                    [&](const std::string& word) { return references_.contains(word); }))
      return false;
    // A longer word of its own may hold the other's: "purchase order" beside "order".
    for (const model::Term& own : user.language) {
      const std::vector<std::string> words = model::words_in(own.name);
      if (words.size() > definition.words.size() && holds(words, definition.words) &&
          holds(name.words, words))
        return false;
    }
    const std::string& owner = ground_.map.name(definition.party);
    // A conformist speaks the other's language, partners and kernels share one.
    if (const model::Use* use = user.use_of(owner); use && use->pattern == model::Pattern::conformist)
      return false;
    return std::none_of(ground_.model().partners.begin(), ground_.model().partners.end(),
                        [&](const model::Relationship& pair) { return pair.holds(user.name, owner); });
  }

  void add(const Name& name, const model::Context& user, const Definition& definition) {
    Finding finding;
    finding.severity = ground_.severity();
    finding.from = user.name;
    finding.to = ground_.map.name(definition.party);
    finding.object = fmt::format("{} {}", definition.term->name, name.object);
    finding.owner = user.team.text;
    finding.message = fmt::format("{} belongs to the language of {}; {} uses it for {}.",
                                  definition.term->name, finding.to, user.name, name.text);
    finding.help = fmt::format(
        "Use a word of {}, translate in a layer, or say what {} means here: `contexts.{}.language.{}`.",
        user.name, definition.term->name, user.name, definition.term->name);
    finding.label = fmt::format("\"{}\"", definition.term->name);
    ground_.place(finding, name.places);
    ground_.declare(finding, definition.term->at,
                    fmt::format("{} defines {}", finding.to, definition.term->name));
    out_.push_back(std::move(finding));
  }

  const Ground& ground_;
  std::vector<Finding>& out_;
  std::set<std::string, std::less<>> scopes_, references_;
};

void check(const Ground& ground, std::vector<Finding>& out) { Search(ground, out).run(); }

constexpr Mutation mutations[] = {
    {Example::bad, "code: services/ordering/**",
     "code: services/ordering/**, language: { Parcel: What a customer wants sent together. }",
     "The context has the term too."},
    {Example::bad, "dynamodb:parcels", "dynamodb:orders", "Its own words are used."},
    {Example::bad, "dynamodb:parcels", "dynamodb:parcel_ids", "It is a mere reference."},
    {Example::good, ", language: { Parcel: What a customer wants sent together. }", "",
     "The term is the other's alone."},
};

}  // namespace

extern const Rule foreign_term;
const Rule foreign_term{
    .id = "language/foreign-term",
    .since = "0.1",
    .severity = Severity::note,
    .basis = Basis::model,
    .what =
        "A context names a type, table or event with a term that only another context defines, outside of "
        "its "
        "anticorruption layer.",
    .why =
        "The other's word brings the other's model: sooner or later both are held to mean the same, and "
        "neither "
        "can change it.",
    .fix = "Use a word of one's own, translate in a layer, or define the term here too.",
    .options = options,
    .help_uri = "https://martinfowler.com/bliki/BoundedContext.html",
    .bad = R"(contexts:
  ordering: { code: services/ordering/** }
  shipping: { code: services/shipping/**, language: { Parcel: What leaves the warehouse in one piece. } }
---
service ordering root=services/ordering
service shipping root=services/shipping
ordering writes dynamodb:parcels   # language/foreign-term
unit services/ordering/template.yaml
services/ordering/template.yaml declares dynamodb:parcels   # language/foreign-term
)",
    .good = R"(contexts:
  ordering: { code: services/ordering/**, language: { Parcel: What a customer wants sent together. } }
  shipping: { code: services/shipping/**, language: { Parcel: What leaves the warehouse in one piece. } }
---
service ordering root=services/ordering
service shipping root=services/shipping
ordering writes dynamodb:parcels
unit services/ordering/template.yaml
services/ordering/template.yaml declares dynamodb:parcels
)",
    .mutations = mutations,
    .check = check,
};

}  // namespace demarc::rules::language
