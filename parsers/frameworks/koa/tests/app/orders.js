const Router = require("koa-router");
const router = new Router({ prefix: "/v1" });
router.del("/:id", (ctx) => {});
router.all("/:id/any", (ctx) => {});
module.exports = router;
