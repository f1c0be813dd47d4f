class Hono {
  get(path: string, handler: () => void) {}
}
new Hono().get("/x", () => {});
