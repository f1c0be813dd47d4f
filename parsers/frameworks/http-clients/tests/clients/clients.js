const got = require("got");
const ky = require("ky");
const superagent = require("superagent");
const needle = require("needle");
const request = require("request");
const rp = require("request-promise");
const { ofetch } = require("ofetch");
const { AwsClient } = require("aws4fetch");
const aws4 = require("aws4");

const stock = got.extend({ prefixUrl: process.env.STOCK_URL });

exports.run = async (id) => {
  await stock.get(`stock/${id}`);
  await stock("stock", { method: "POST" });
  await got.post("http://orders/orders", { json: {} });
  await got("http://orders/orders", { method: "PUT" });
  await got({ url: "http://orders/orders" });
  await ky.delete("http://orders/orders/1");
  await ky("orders", { prefixUrl: "http://orders/" });
  await superagent.del("http://bills/bills/1").set("a", "b");
  await superagent("PATCH", "http://bills/bills/1");
  await needle("get", "http://bills/bills");
  request("http://carts/carts", () => {});
  request.put({ url: "http://carts/carts" });
  request({ uri: "http://carts/carts", method: "HEAD" }, () => {});
  await rp({ uri: "http://carts/carts" });
  await ofetch("/files", { baseURL: "http://files" });
  await new AwsClient({}).fetch(`${process.env.API_URL}/signed`, { method: "POST" });
  aws4.sign({ host: process.env.API_HOST, path: "/orders", method: "POST", service: "execute-api" });
};
