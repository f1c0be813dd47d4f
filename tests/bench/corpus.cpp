// Writes services that call, read, write and publish to each other, with the plain code between that real
// ones mostly consist of.
#include "tests/bench/corpus.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace demarc::bench {
namespace {
namespace fs = std::filesystem;

void put(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string filler_python(unsigned service, unsigned lines) {
  std::string text;
  for (unsigned i = 0; i < lines; i += 8)
    text += fmt::format(
        "\n\ndef total_{0}_{1}(lines, rate):\n"
        "    \"\"\"The sum of all lines with the rate put on.\"\"\"\n"
        "    amount = 0\n"
        "    for line in lines:\n"
        "        if line.get(\"quantity\", 0) > {1}:\n"
        "            amount += line[\"quantity\"] * line[\"price\"] * (1 + rate / 100)\n"
        "    return round(amount, 2)\n",
        service, i);
  return text;
}

std::string filler_typescript(unsigned service, unsigned lines) {
  std::string text;
  for (unsigned i = 0; i < lines; i += 7)
    text += fmt::format(
        "\nexport function total{0}x{1}(lines: {{ quantity: number; price: number }}[], rate: number): "
        "number {{\n"
        "  return lines\n"
        "    .filter((line) => line.quantity > {1})\n"
        "    .map((line) => line.quantity * line.price * (1 + rate / 100))\n"
        "    .reduce((sum, amount) => sum + amount, 0);\n"
        "}}\n",
        service, i);
  return text;
}

std::string handler(unsigned service, unsigned other) {
  return fmt::format(
             "import json\nimport os\n\nimport boto3\nimport requests\n\n"
             "table = boto3.resource(\"dynamodb\").Table(os.environ[\"TABLE_NAME\"])\n"
             "events = boto3.client(\"events\")\n\n\n"
             "def handler(event, context):\n"
             "    body = json.loads(event[\"body\"])\n"
             "    table.put_item(Item=body)\n"
             "    answer = requests.get(f\"{{os.environ['OTHER_URL']}}/things/{{body['id']}}\", timeout=3)\n"
             "    events.put_events(Entries=[{{\"Source\": \"bench.s{0}\", \"DetailType\": "
             "\"Thing{0}Changed\", \"Detail\": json.dumps(body)}}])\n"
             "    return {{\"statusCode\": 200, \"body\": answer.text, \"from\": {1}}}\n",
             service, other) +
         filler_python(service, 240);
}

std::string template_of(unsigned service, unsigned other) {
  return fmt::format(
      "AWSTemplateFormatVersion: \"2010-09-09\"\nTransform: AWS::Serverless-2016-10-31\n"
      "Resources:\n"
      "  Things:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: things-{0}\n"
      "  Keep:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src/\n      Handler: "
      "keep.handler\n"
      "      Runtime: python3.11\n      Environment:\n        Variables:\n          TABLE_NAME: !Ref Things\n"
      "          OTHER_URL: !ImportValue s{1}-url\n"
      "      Events:\n        Put:\n          Type: Api\n          Properties: {{ Path: /things, Method: "
      "POST }}\n"
      "        Changed:\n          Type: EventBridgeRule\n          Properties:\n            Pattern:\n"
      "              detail-type: [Thing{1}Changed]\n"
      "Outputs:\n  Url:\n    Value: !Sub "
      "https://${{ServerlessRestApi}}.execute-api.${{AWS::Region}}.amazonaws.com/Prod\n"
      "    Export: {{ Name: s{0}-url }}\n",
      service, other);
}

}  // namespace

void write_corpus(const std::string& folder, unsigned services) {
  for (unsigned i = 0; i < services; ++i) {
    const unsigned other = (i + 1) % services;
    const fs::path root = fs::path(folder) / fmt::format("services/s{}", i);
    put(root / "template.yaml", template_of(i, other));
    put(root / "src/keep.py", handler(i, other));
    put(root / "src/sums.py", "\"\"\"Sums of a thing.\"\"\"\n" + filler_python(i, 400));
    put(root / "web/sums.ts", "// Sums of a thing.\n" + filler_typescript(i, 400));
  }
}

}  // namespace demarc::bench
