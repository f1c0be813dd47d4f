const express = require("express");
const Fastify = require("fastify");
const Koa = require("koa");
const forward = require("express-http-proxy");
const { createProxyMiddleware } = require("http-proxy-middleware");
const proxyOfOld = require("http-proxy-middleware");
const httpProxy = require("http-proxy");
const koaProxies = require("koa-proxies");
const koaProxy = require("koa-proxy");

const app = express();
app.use("/users", forward(process.env.USERS_URL, { proxyReqPathResolver: (req) => req.originalUrl }));
app.use("/orders", createProxyMiddleware({ target: "http://orders:3000", changeOrigin: true }));
app.use(createProxyMiddleware("/stock", { target: "http://stock:3000" }));
app.use(proxyOfOld({ target: "http://bills:3000" }));
app.use(proxyOfOld("/mails", { target: "http://mails:3000" }));

const services = { "/prices": "http://prices:3000", "/taxes": "http://taxes:3000" };
for (const [path, target] of Object.entries(services)) app.use(path, createProxyMiddleware({ target }));

const server = httpProxy.createProxyServer({});
app.use("/carts", (req, res) => server.web(req, res, { target: "http://carts:3000" }));
httpProxy.createProxyServer({ target: "http://rates:3000" }).listen(8000);

const fastify = Fastify();
fastify.register(require("@fastify/http-proxy"), { upstream: "http://seats:3000", prefix: "/seats" });
fastify.register(require("@fastify/reply-from"), { base: "http://halls:3000" });

const koa = new Koa();
koa.use(koaProxies("/shows", { target: "http://shows:3000" }));
koa.use(koaProxy({ host: "http://films:3000" }));
