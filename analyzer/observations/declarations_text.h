// The written form of declarations: one a line, in the order in which they were declared.
#pragma once
#include <string>
#include <string_view>

#include "analyzer/base/files.h"
#include "analyzer/base/result.h"
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
//   dependency $ref:pom.xml#shop org.kafka:clients @ pom.xml:9
//   operation api.yaml GET /orders id=listOrders @ api.yaml:7
//   event api.yaml OrderCreated source=shop @ api.yaml:7
//   source t.yaml#Resize.py "import boto3" ${Table}=$ref:t.yaml#Table @ t.yaml:9
//   note t.yaml:3 what is wrong
// A text that holds blanks, quotes or "=" stands in quotes.
std::string write(const Declarations& declarations, const Values& values, const Files& files);

// The same lines, each with " | " and the bytes of what stands on it, so that they can be read back: the file
// of the unit, contract or target, the spans of the properties, of the place and of the chain in the order of
// the line; of a source its anchors, as text=host, behind them; file= where it changes, "-" for none.
//   resource t.yaml#Orders table AWS::DynamoDB::Table name="orders" @ t.yaml:4 | file=t.yaml 20-90
std::string write_exact(const Declarations& declarations, const Values& values, const Files& files);
// What write_exact() wrote, with values made in `values` and paths found in `files`; empty lines and lines
// that start with # are skipped. The lines' numbers behind @ and via are not looked at: the bytes count.
// Errors start with line:column; their span has file 0.
Result<Declarations> read_declarations(std::string_view text, Values& values, const Files& files);

}  // namespace demarc
