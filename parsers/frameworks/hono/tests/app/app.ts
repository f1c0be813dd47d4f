import { Hono } from "hono";
import orders from "./orders";

const app = new Hono();
app.get("/health", (c) => c.text("ok")).post("/jobs", (c) => c.text("ok"));
app.on(["PUT", "PATCH"], "/many", (c) => c.text("ok"));
app.route("/orders", orders);

const api = new Hono().basePath("/api");
api.all("/any", (c) => c.text("ok"));

export default app;
