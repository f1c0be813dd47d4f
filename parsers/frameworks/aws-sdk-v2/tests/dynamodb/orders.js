const AWS = require("aws-sdk");
const AWSXRay = require("aws-xray-sdk");
const DynamoDB = require("aws-sdk/clients/dynamodb");

const traced = AWSXRay.captureAWS(require("aws-sdk"));
const service = new AWS.DynamoDB();
const document = new AWS.DynamoDB.DocumentClient({ region: "eu-west-1" });
const client = new DynamoDB.DocumentClient({ service: AWSXRay.captureAWSClient(new DynamoDB()) });
const table = process.env.ORDERS_TABLE;

exports.read = async (id) => {
  await document.get({ TableName: table, Key: { id } }).promise();
  document.query({ TableName: "orders" }, (error, data) => {});
  await service.scan({ TableName: "orders" }).promise();
  await client.batchGet({ RequestItems: { orders: {} } }).promise();
  await client.transactGet({ TransactItems: [{ Get: { TableName: "stock" } }] }).promise();
  await new traced.DynamoDB.DocumentClient().get({ TableName: "traced" }).promise();
};

exports.write = async (order) => {
  const params = { TableName: table, Item: order };
  await document.put(params).promise();
  await service.putItem({ TableName: "orders", Item: AWS.DynamoDB.Converter.marshall(order) }).promise();
  await document.update({ TableName: table, Key: {} }).promise();
  await service.deleteItem({ TableName: "orders", Key: {} }).promise();
  await document.batchWrite({ RequestItems: { [table]: [{ PutRequest: { Item: order } }] } }).promise();
  await document.batchWrite({ RequestItems: { orders: [{ DeleteRequest: { Key: {} } }] } }).promise();
  await document.transactWrite({
    TransactItems: [
      { Put: { TableName: "orders", Item: order } },
      { Update: { TableName: "stock" } },
      { Delete: { TableName: "carts" } },
      { ConditionCheck: { TableName: "customers" } },
    ],
  }).promise();
};

exports.again = async (order) => {
  const answer = await document.batchWrite({ RequestItems: { orders: [{ PutRequest: { Item: order } }] } }).promise();
  await document.batchWrite({ RequestItems: answer.UnprocessedItems }).promise();
};

exports.injected = (sdk) => new sdk.DynamoDB.DocumentClient().put({ TableName: "injected", Item: {} }).promise();

const Bluebird = require("bluebird");
const promised = Bluebird.promisifyAll(new AWS.DynamoDB.DocumentClient());
exports.promised = async () => {
  await promised.putAsync({ TableName: "bookings", Item: {} });
  return promised.getAsync({ TableName: "bookings", Key: {} });
};
