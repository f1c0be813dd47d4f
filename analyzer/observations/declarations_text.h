// The written form of declarations: one a line, in the order in which they were declared.
#pragma once
#include <string>
#include <string_view>

#include "analyzer/base/files.h"
#include "analyzer/observations/declarations.h"

namespace demarc {

std::string_view to_string(ResourceKind);
std::string_view to_string(WiringKind);

// Places are written `@ path:line` (a place without a file is left out), values as Values::write does:
//   unit t.yaml format=cloudformation tag.team="a"
//   resource t.yaml#Orders table AWS::DynamoDB::Table store=dynamodb name="orders" @ t.yaml:4
//   wiring consumes $ref:t.yaml#Fn -> $ref:t.yaml#Queue source="shop" @ t.yaml:9
//   provision ssm "/orders/table" = $ref:t.yaml#Orders @ t.yaml:14
//   binding t.yaml#Stage = "dev" default @ t.yaml:2
//   operation api.yaml GET /orders id=listOrders @ api.yaml:7
//   event api.yaml OrderCreated source=shop @ api.yaml:7
//   note t.yaml:3 what is wrong
std::string write(const Declarations& declarations, const Values& values, const Files& files);

}  // namespace demarc
