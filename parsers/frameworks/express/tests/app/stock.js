const express = require("express");
exports.stock = express.Router();
exports.stock.patch("/stock/:sku", (req, res) => res.end());
