const PromiseRouter = require("express-promise-router");
const router = PromiseRouter();
router.delete("/:line", async (req, res) => res.json({}));
module.exports = router;
