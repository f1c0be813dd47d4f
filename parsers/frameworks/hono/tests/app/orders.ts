import { Hono } from "hono";

const orders = new Hono();
orders.get("/", (c) => c.json([]));
orders.delete("/:id", (c) => c.json({}));

export default orders;
