const https = require("https");
const http = require("node:http");
const url = require("url");
const path = require("path");

const { HOST, PORT = "80" } = process.env;
const table = process.env["TABLE"];

exports.run = async (id) => {
  await fetch(`http://${HOST}:${PORT}/orders/${id}`);
  await fetch(new URL("/orders", process.env.BASE_URL), { method: "POST" });
  await fetch(url.resolve("http://bills", "/bills"));
  const address = new URL(process.env.STOCK_URL);
  await fetch(address);
  await fetch(address.href);
  await fetch(address.toString());
  await fetch(new Request("http://carts/carts", { method: "PUT" }));
  await fetch(path.join("http://x", table));
  await fetch(JSON.parse(process.env.CONFIG).url);
  await fetch(Deno.env.get("DENO_URL"));
  https.request({ hostname: address.hostname, path: "/orders", method: "DELETE" }, () => {});
  https.get("http://files/files", () => {});
  http.request({ host: "files", path: "/files" });
  const xhr = new XMLHttpRequest();
  xhr.open("GET", "/api/orders");
};
