const Router = require("./router");
const router = new Router({ prefix: "/v1" });
router.get("/x", () => {});
