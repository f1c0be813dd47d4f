const { Store } = require("./store");
const AWS = require("aws-sdk");
new AWS.CloudWatch().putMetricData({ Namespace: "x" }).promise();
new Store().put({ TableName: "orders", Item: {} });
new AWS.SNS().publish({ PhoneNumber: "+100", Message: "x" });
