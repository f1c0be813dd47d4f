const axios = require("./client");
const cache = new Map();
cache.get("/orders", () => 1);
axios.get("/orders");
exports.use = (app) => app.use("/x", cache);
