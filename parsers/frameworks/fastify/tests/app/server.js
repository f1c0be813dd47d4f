const fastify = require("fastify");
const orders = require("./orders");
const plugin = require("fastify-plugin");

const app = fastify({ logger: true });
app.get("/health", async () => ({}));
app.route({ method: ["GET", "HEAD"], url: "/both", handler: async () => ({}) });
app.route({ method: "PUT", path: "/old", handler: async () => ({}) });
app.register(orders, { prefix: "/orders" });
app.register(plugin(async (instance) => {
  instance.post("/jobs", async () => ({}));
}));
