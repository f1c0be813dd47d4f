const express = require("express");
const orders = require("./orders");
const { stock } = require("./stock");
const auth = require("./auth");

const app = express();
app.get("/health", (req, res) => res.send("ok"));
app.post(["/a", "/b"], auth, (req, res) => res.send("ok"));
app.set("port", 80);
app.get("port");
app.all("/any", (req, res) => res.send("ok"));
app.route("/carts").get((req, res) => res.send("ok")).delete((req, res) => res.send("ok"));
app.use("/orders", auth, orders);
app.use(stock);
app.use(express.json());
