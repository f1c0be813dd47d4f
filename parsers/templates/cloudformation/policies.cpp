// Access policies: statements of roles, managed policies, functions and resources become grants.
#include <array>

#include "parsers/templates/cloudformation/resource_types.h"
#include "parsers/templates/cloudformation/sam_policies.h"

namespace demarc::cloudformation {
namespace {

void add_words(Template& t, std::string_view words, std::vector<ValueId>& out) {
  while (!words.empty()) {
    std::size_t blank = words.find(' ');
    out.push_back(t.literal(words.substr(0, blank)));
    words.remove_prefix(blank == std::string_view::npos ? words.size() : blank + 1);
  }
}

std::vector<ValueId> listed(Template& t, Node node) {
  std::vector<ValueId> all;
  for (const Item& item : t.evaluator().items(node)) {
    ValueId v = t.evaluate(item.value);
    if (t.values()[v].kind == ValueKind::list) {
      for (ValueId c : std::vector<ValueId>(t.values().children(v).begin(), t.values().children(v).end()))
        all.push_back(c);
    } else {
      all.push_back(v);
    }
  }
  return all;
}

// What each permission of a connector means for a service.
struct ConnectorActions {
  std::string_view service, permission, actions;
};
constexpr std::array connector_actions{
    ConnectorActions{"dynamodb", "Read",
                     "dynamodb:GetItem dynamodb:Query dynamodb:Scan dynamodb:BatchGetItem "
                     "dynamodb:ConditionCheckItem dynamodb:PartiQLSelect"},
    ConnectorActions{"dynamodb", "Write",
                     "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem"},
    ConnectorActions{"s3", "Read", "s3:GetObject s3:ListBucket"},
    ConnectorActions{"s3", "Write", "s3:PutObject s3:DeleteObject"},
    ConnectorActions{"sqs", "Read", "sqs:ReceiveMessage sqs:GetQueueAttributes"},
    ConnectorActions{"sqs", "Write",
                     "sqs:SendMessage sqs:DeleteMessage sqs:ChangeMessageVisibility sqs:PurgeQueue"},
    ConnectorActions{"sns", "Write", "sns:Publish"},
    ConnectorActions{"lambda", "Write", "lambda:InvokeFunction lambda:InvokeAsync"},
    ConnectorActions{"states", "Read", "states:DescribeExecution states:ListExecutions"},
    ConnectorActions{"states", "Write", "states:StartExecution states:StopExecution"},
    ConnectorActions{"events", "Write", "events:PutEvents"},
    ConnectorActions{"execute-api", "Write", "execute-api:Invoke"},
};

void connect(Template& t, ValueId source, Node destination, Node permissions, Span span, bool conditional) {
  ValueId to;
  if (Node id = destination.find("Id")) to = t.evaluator().named(id.text(), {}, id.span());
  else if (Node arn = destination.find("Arn")) to = t.evaluate(arn);
  if (!to) {
    t.evaluator().note(span, "a connector without a destination");
    return;
  }
  std::string service = t.service_of(to);
  if (service.empty()) service = service_of_type(destination.find("Type").text());
  Statement s;
  s.resources.push_back(to);
  s.span = span;
  s.conditional = conditional;
  for (const Item& permission : t.evaluator().items(permissions))
    for (const ConnectorActions& row : connector_actions)
      if (row.service == service && row.permission == permission.value.text())
        add_words(t, row.actions, s.actions);
  t.grant(source, s);
}

}  // namespace

std::vector<Statement> statements(Template& t, Node document, bool conditional) {
  std::vector<Statement> all;
  for (const Item& choice : t.evaluator().choices(document)) {
    for (const Item& item : t.evaluator().items(choice.value.find("Statement"))) {
      if (!item.value.is_map()) {
        t.evaluator().note(item.value.span(), "a statement of a policy is no map");
        continue;
      }
      if (item.value.find("Effect").text() != "Allow") continue;
      Statement s;
      s.span = item.value.span();
      s.conditional = conditional || choice.conditional || item.conditional;
      s.actions = listed(t, item.value.find("Action"));
      // All but a few is more than anybody can list.
      if (item.value.find("NotAction")) s.actions.push_back(t.literal("*"));
      s.resources = listed(t, item.value.find("Resource"));
      if (item.value.find("NotResource")) s.resources.push_back(t.literal("*"));
      if (s.actions.empty()) t.evaluator().note(s.span, "a statement of a policy without Action");
      all.push_back(std::move(s));
    }
  }
  return all;
}

void read_sam_policies(Template& t, const Declared& d, ValueId user) {
  std::vector<Item> policies = t.list(d, "Policies");
  for (const Item& item : policies) {
    Node policy = item.value;
    const bool conditional = d.conditional || item.conditional;
    if (policy.is_scalar() || policy.is_list()) {
      // The name or ARN of a managed policy; one of this template is known.
      t.attach(t.evaluate(policy), user, policy.span(), conditional);
      continue;
    }
    if (policy.find("Statement")) {
      for (const Statement& s : statements(t, policy, conditional)) t.grant(user, s);
      continue;
    }
    for (const Entry& e : t.evaluator().entries(policy)) {
      if (e.key == "Ref" || e.key.starts_with("Fn::")) {
        t.attach(t.evaluate(policy), user, policy.span(), conditional);
        continue;
      }
      const PolicyTemplate* known = find_policy_template(e.key);
      if (known == nullptr) {
        if (e.key != "Version")
          t.evaluator().note(e.key_node.span(),
                             "policy template \"" + std::string(e.key) + "\" is not known");
        continue;
      }
      Statement s;
      s.span = e.key_node.span();
      s.conditional = conditional || e.conditional;
      add_words(t, known->actions, s.actions);
      Node resource = known->parameter.empty() ? Node{} : e.value.find(known->parameter);
      if (!known->parameter.empty() && !resource)
        t.evaluator().note(e.key_node.span(), std::string(e.key) + " needs " + std::string(known->parameter));
      s.resources.push_back(resource ? t.evaluate(resource) : t.literal("*"));
      t.grant(user, s);
    }
  }
}

void read_role(Template& t, const Declared& d, Resource& made) {
  for (const Item& policy : t.list(d, "Policies"))
    for (const Statement& s :
         statements(t, policy.value.find("PolicyDocument"), d.conditional || policy.conditional))
      t.grant_role(d.self, s);
  for (const Item& arn : t.list(d, "ManagedPolicyArns")) {
    t.add(made.properties, "managed-policy", arn.value);
    t.attach(t.evaluate(arn.value), d.self, arn.value.span(), d.conditional || arn.conditional);
  }
}

void read_policy(Template& t, const Declared& d, Resource&) {
  for (const Statement& s : statements(t, t.get(d, "PolicyDocument"), d.conditional))
    for (const Item& role : t.list(d, "Roles")) t.grant_role(t.evaluate(role.value), s);
}

void read_managed_policy(Template& t, const Declared& d, Resource&) {
  for (const Statement& s : statements(t, t.get(d, "PolicyDocument"), d.conditional)) t.managed(d.self, s);
  for (const Item& role : t.list(d, "Roles"))
    t.attach(d.self, t.evaluate(role.value), role.value.span(), d.conditional);
}

// Policies that stand at the resource name who may act on it: services by their principal, or better by the
// source that a condition asks for.
void read_resource_policy(Template& t, const Declared& d, Resource&) {
  Node document = t.get(d, "PolicyDocument");
  std::vector<Node> found;
  for (const Item& choice : t.evaluator().choices(document))
    for (const Item& item : t.evaluator().items(choice.value.find("Statement"))) found.push_back(item.value);
  if (Node one = t.get(d, "Statement")) found.push_back(one);
  std::vector<ValueId> on;
  for (std::string_view key : {"Queues", "Topics"})
    for (const Item& item : t.list(d, key)) on.push_back(t.evaluate(item.value));
  if (Node bucket = t.get(d, "Bucket")) on.push_back(t.evaluate(bucket));
  if (Node bus = t.get(d, "EventBusName")) on.push_back(t.evaluate(bus));
  for (Node statement : found) {
    if (statement.find("Effect").text() != "Allow") continue;
    Statement s;
    s.span = statement.span();
    s.conditional = d.conditional;
    s.actions = listed(t, statement.find("Action"));
    s.resources = on;
    if (s.resources.empty()) s.resources = listed(t, statement.find("Resource"));
    std::vector<ValueId> who;
    for (const Entry& test : t.evaluator().entries(statement.find("Condition")))
      for (const Entry& key : t.evaluator().entries(test.value))
        if (key.key == "aws:SourceArn" || key.key == "AWS:SourceArn")
          for (ValueId v : listed(t, key.value)) who.push_back(v);
    Node principal = statement.find("Principal");
    if (who.empty() && principal.is_scalar()) who.push_back(t.evaluate(principal));
    if (who.empty())
      for (const Entry& e : t.evaluator().entries(principal))
        for (ValueId v : listed(t, e.value)) who.push_back(v);
    for (ValueId from : who) t.grant(from, s);
  }
}

void read_connector(Template& t, const Declared& d, Resource&) {
  Node source = t.get(d, "Source");
  ValueId from;
  if (Node id = source.find("Id")) from = t.evaluator().named(id.text(), {}, id.span());
  else if (Node arn = source.find("Arn")) from = t.evaluate(arn);
  if (!from) {
    t.evaluator().note(d.span, "a connector without a source");
    return;
  }
  for (const Item& destination : t.evaluator().items(t.get(d, "Destination")))
    connect(t, from, destination.value, t.get(d, "Permissions"), d.span, d.conditional);
}

void read_embedded_connectors(Template& t, const Declared& d) {
  for (const Entry& e : t.evaluator().entries(d.body.find("Connectors"))) {
    Node properties = e.value.find("Properties");
    for (const Item& destination : t.evaluator().items(properties.find("Destination")))
      connect(t, d.self, destination.value, properties.find("Permissions"), e.key_node.span(), d.conditional);
  }
}

}  // namespace demarc::cloudformation
