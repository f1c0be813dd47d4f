// Turns resolvers into wirings; what a request asks comes from request.cpp.
#include "parsers/templates/appsync/resolvers.h"

#include <algorithm>

#include "parsers/templates/appsync/request.h"
#include "parsers/templates/aws/service_actions.h"

namespace demarc::appsync {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::string method_of(std::string_view type) {
  return type == "Query" || type == "Mutation" || type == "Subscription" ? upper(type) : std::string();
}

class Declaring {
 public:
  Declaring(const Api& api, const Field& field, Values& values, Declarations& out)
      : api_(api), field_(field), values_(values), out_(out) {}

  void run() {
    const bool is_direct = field_.steps.size() == 1 && field_.steps[0].source.kind == SourceKind::lambda;
    Wiring& route =
        add(WiringKind::routes, is_direct ? field_.steps[0].source.target : api_.value, field_.span);
    const std::string method = method_of(field_.type);
    if (!method.empty()) say(route, "method", method);
    say(route, "path", method.empty() ? field_.type + "." + field_.name : field_.name);
    say(route, "operation", field_.type + "." + field_.name);
    if (is_direct && is_elsewhere(field_.steps[0].source.target)) {
      // The function belongs to somebody else: answering the field is asking them.
      take(field_.steps[0]);
    } else if (!is_direct) {
      for (const Step& step : field_.steps) take(step);
    }
  }

 private:
  // True for what is no resource of the template that has the API.
  bool is_elsewhere(ValueId target) const {
    if (values_[target].kind != ValueKind::reference) return true;
    std::string_view own = values_.text(api_.value), other = values_.text(target);
    return own.substr(0, own.rfind('#')) != other.substr(0, other.rfind('#'));
  }
  Wiring& add(WiringKind kind, ValueId to, Span span) {
    Wiring wiring;
    wiring.unit = api_.unit;
    wiring.kind = kind;
    wiring.from = api_.value;
    wiring.to = to;
    wiring.span = span;
    wiring.conditional = api_.conditional;
    out_.wirings.push_back(std::move(wiring));
    return out_.wirings.back();
  }
  void say(Wiring& wiring, std::string_view word, std::string_view text) {
    wiring.properties.push_back({std::string(word), values_.literal(text), wiring.span});
  }
  void say_field(Wiring& wiring) { say(wiring, "field", field_.type + "." + field_.name); }
  Wiring& act(WiringKind kind, ValueId to, const Step& step) {
    Wiring& wiring = add(kind, to, field_.span);
    if (step.source.span.file) wiring.chain.push_back({step.source.span, "the data source"});
    if (step.request_at.file) wiring.chain.push_back({step.request_at, "the request mapping"});
    return wiring;
  }

  void take(const Step& step) {
    const Request request = read_request(step.request);
    switch (step.source.kind) {
      case SourceKind::none: break;
      case SourceKind::unknown:
        out_.notes.push_back({field_.span, "the data source of " + field_.type + "." + field_.name +
                                               " is of a kind that is not understood"});
        break;
      case SourceKind::lambda: {
        Wiring& wiring = act(WiringKind::calls, step.source.target, step);
        say(wiring, "protocol", "lambda");
        say_field(wiring);
        break;
      }
      case SourceKind::dynamodb: table(step, request); break;
      case SourceKind::http: http(step, request); break;
      case SourceKind::eventbridge: events(step, request); break;
      case SourceKind::sql: sql(step, request); break;
      case SourceKind::search: search(step, request); break;
    }
  }

  WiringKind guessed() const { return field_.type == "Mutation" ? WiringKind::writes : WiringKind::reads; }
  void guess(const Step& step, std::string_view store) {
    Wiring& wiring = act(guessed(), step.source.target, step);
    say(wiring, "store", store);
    say(wiring, "guessed", "by the field's type");
    say_field(wiring);
  }

  void table(const Step& step, const Request& request) {
    std::vector<ValueId> targets;
    for (const std::string& name : request.tables) targets.push_back(values_.literal(name));
    if (targets.empty()) targets.push_back(step.source.target);
    bool is_known = false;
    for (const std::string& operation : request.operations) {
      WiringKind kind = WiringKind::reads;
      if (!aws::dynamodb_mode(operation, kind)) {
        // An item of a transaction that only checks a condition.
        if (operation != "ConditionCheck") continue;
        kind = WiringKind::reads;
      }
      is_known = true;
      for (ValueId target : targets) {
        Wiring& wiring = act(kind, target, step);
        say(wiring, "store", "dynamodb");
        say(wiring, "operation", operation);
        say_field(wiring);
      }
    }
    if (!is_known) guess(step, "dynamodb");
  }

  void http(const Step& step, const Request& request) {
    for (const std::string& path : request.paths.empty() ? std::vector<std::string>{""} : request.paths) {
      Wiring& wiring = act(WiringKind::calls, step.source.target, step);
      say(wiring, "protocol", "http");
      std::vector<ValueId> methods;
      for (const std::string& method : request.methods) methods.push_back(values_.literal(upper(method)));
      if (!methods.empty()) wiring.properties.push_back({"method", values_.either(methods), wiring.span});
      if (!path.empty()) say(wiring, "path", path);
      say_field(wiring);
    }
  }

  void events(const Step& step, const Request& request) {
    Wiring& wiring = act(WiringKind::publishes, step.source.target, step);
    for (auto [word, list] :
         {std::pair<std::string_view, const std::vector<std::string>*>{"detail-type", &request.detail_types},
          {"source", &request.sources}}) {
      std::vector<ValueId> texts;
      for (const std::string& text : *list) texts.push_back(text.empty() ? ValueId{} : values_.literal(text));
      wiring.properties.push_back({std::string(word), values_.either(texts), wiring.span});
    }
    say_field(wiring);
  }

  void sql(const Step& step, const Request& request) {
    bool is_known = false;
    for (const std::string& statement : request.statements) {
      std::string_view text = statement;
      while (text.starts_with(' ') || text.starts_with('\n')) text.remove_prefix(1);
      const std::string verb = upper(text.substr(0, text.find_first_of(" \n\t")));
      const bool reads = verb == "SELECT" || verb == "WITH",
                 writes = verb == "INSERT" || verb == "UPDATE" || verb == "DELETE" || verb == "REPLACE";
      if (!reads && !writes) continue;
      is_known = true;
      Wiring& wiring = act(reads ? WiringKind::reads : WiringKind::writes, step.source.target, step);
      say(wiring, "store", "sql");
      say(wiring, "statement", text.substr(0, 200));
      say_field(wiring);
    }
    if (!is_known) guess(step, "sql");
  }

  void search(const Step& step, const Request& request) {
    const std::vector<std::string>& verbs = request.operations.empty() ? request.methods : request.operations;
    if (verbs.empty()) return guess(step, "opensearch");
    for (const std::string& verb : verbs) {
      const bool is_search = std::any_of(request.paths.begin(), request.paths.end(),
                                         [](const std::string& path) { return path.ends_with("_search"); });
      const bool reads = upper(verb) == "GET" || upper(verb) == "HEAD" || is_search;
      Wiring& wiring = act(reads ? WiringKind::reads : WiringKind::writes, step.source.target, step);
      say(wiring, "store", "opensearch");
      say(wiring, "operation", verb);
      say_field(wiring);
    }
  }

  const Api& api_;
  const Field& field_;
  Values& values_;
  Declarations& out_;
};

}  // namespace

SourceKind source_kind(std::string_view type) {
  static constexpr std::pair<std::string_view, SourceKind> kinds[] = {
      {"NONE", SourceKind::none},
      {"AMAZON_DYNAMODB", SourceKind::dynamodb},
      {"AWS_LAMBDA", SourceKind::lambda},
      {"HTTP", SourceKind::http},
      {"AMAZON_EVENTBRIDGE", SourceKind::eventbridge},
      {"RELATIONAL_DATABASE", SourceKind::sql},
      {"AMAZON_OPENSEARCH_SERVICE", SourceKind::search},
      {"AMAZON_ELASTICSEARCH", SourceKind::search}};
  for (auto [name, kind] : kinds)
    if (name == type) return kind;
  return SourceKind::unknown;
}

void declare_field(const Api& api, const Field& field, Values& values, Declarations& out) {
  Declaring(api, field, values, out).run();
}

}  // namespace demarc::appsync
