const express = require("express");
const orders = express.Router();
orders.head("/probe", (req, res) => res.end());
module.exports = (server) => {
  server.use("/late", orders);
  server.use(orders);
};
