const Koa = require("koa");
const Router = require("@koa/router");
const mount = require("koa-mount");
const orders = require("./orders");

const app = new Koa();
const router = new Router();
router.get("/health", (ctx) => {}).post("/jobs", (ctx) => {});
router.use("/orders", orders.routes(), orders.allowedMethods());
app.use(router.routes());

const inner = new Koa();
const probe = new Router();
probe.get("/probe", (ctx) => {});
inner.use(probe.routes());
app.use(mount("/inner", inner));
