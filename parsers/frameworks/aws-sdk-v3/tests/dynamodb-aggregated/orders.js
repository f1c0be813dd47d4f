const { DynamoDB } = require("@aws-sdk/client-dynamodb");
const { DynamoDBDocument } = require("@aws-sdk/lib-dynamodb");
const { captureAWSv3Client } = require("aws-xray-sdk-core");
const { GetShardIteratorCommand } = require("@aws-sdk/client-dynamodb-streams");

const service = captureAWSv3Client(new DynamoDB({ region: "eu-west-1" }));
const document = DynamoDBDocument.from(service);

exports.low = async (id) => {
  await service.putItem({ TableName: "orders", Item: { id: { S: id } } });
  await service.getItem({ TableName: "orders", Key: { id: { S: id } } });
  await service.updateItem({ TableName: "orders", Key: { id: { S: id } } });
  await service.batchGetItem({ RequestItems: { orders: {} } });
  await service.batchWriteItem({ RequestItems: { orders: [{ DeleteRequest: {} }] } });
  await service.transactWriteItems({ TransactItems: [{ Update: { TableName: "stock" } }] });
  await service.transactGetItems({ TransactItems: [{ Get: { TableName: "stock" } }] });
};

exports.high = async (order) => {
  await document.put({ TableName: "orders", Item: order });
  await document.query({ TableName: "orders" });
  await document.delete({ TableName: "orders", Key: {} });
  await document.batchGet({ RequestItems: { orders: {} } });
  await document.batchWrite({ RequestItems: { orders: [{ PutRequest: { Item: order } }] } });
  await document.transactWrite({ TransactItems: [{ Delete: { TableName: "stock" } }] });
  await document.transactGet({ TransactItems: [{ Get: { TableName: "stock" } }] });
};

exports.stream = (client) => client.send(new GetShardIteratorCommand({ StreamArn: process.env.STREAM_ARN }));
