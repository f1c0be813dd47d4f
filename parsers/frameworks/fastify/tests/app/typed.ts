import { FastifyInstance } from "fastify";

export async function routes(server: FastifyInstance) {
  server.get("/typed", async () => ({}));
}
