const wrap = require("./wrap");
const api = wrap({ base: "v1" });
api.get("/orders", async () => ({}));
