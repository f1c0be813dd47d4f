const Ajv = require("ajv");
const AWS = require("aws-sdk");
const created = require("./created.json");

const ajv = new Ajv();
const idOf = (schema) => `${schema.self.vendor}/${schema.self.name}`;
ajv.addSchema(created, idOf(created));
ajv.addSchema({ self: {} }, "shop/cart");
ajv.addSchema([{ $id: "shop/removed" }]);

exports.handler = async (event) => {
  const payload = JSON.parse(event.body);
  if (!ajv.validate(payload.schema, payload)) throw new Error("bad");
  await new AWS.Kinesis().putRecord({ StreamName: process.env.STREAM, Data: JSON.stringify({ data: payload }), PartitionKey: "1" }).promise();
};
