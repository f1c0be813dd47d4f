async function lines(scope) {
  scope.delete("/:line", async () => ({}));
}

module.exports = async function (fastify, options) {
  fastify.get("/", async () => ({}));
  fastify.put("/:id", { schema: {} }, async () => ({}));
  fastify.register(lines, { prefix: "/:id/lines" });
};
