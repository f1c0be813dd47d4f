const middy = require("@middy/core");
const httpRouterHandler = require("@middy/http-router");
const serverless = require("serverless-http");
const express = require("express");
const createApi = require("lambda-api");
const { DynamoDBDocument } = require("@aws-sdk/lib-dynamodb");

const tables = DynamoDBDocument.from({});
const read = async (event) => tables.get({ TableName: "orders", Key: event.key });
exports.read = middy(read).use(() => {});

const app = express();
app.get("/express", (req, res) => res.end());
exports.web = serverless(app);

const api = createApi({ base: "v1" });
api.get("/orders/:id", async (req, res) => ({}));
api.register((inner, options) => {
  inner.post("/lines", async (req, res) => ({}));
}, { prefix: "/orders" });
exports.api = async (event, context) => api.run(event, context);

exports.routed = middy().handler(httpRouterHandler([
  { method: "GET", path: "/carts/{id}", handler: read },
  { method: "POST", path: "/carts", handler: read },
]));
