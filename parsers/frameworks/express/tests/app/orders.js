const { Router } = require("express");
const lines = require("./lines");
const router = Router();
router.get("/", async (req, res) => res.json([]));
router.put("/:id", async (req, res) => res.json({}));
router.route("/:id/notes").post(async (req, res) => res.json({}));
router.use("/:id/lines", lines);
module.exports = router;
