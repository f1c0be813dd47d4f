class Registry {
  register(plugin, options) {}
  get(name, fallback) {}
}
const registry = new Registry();
registry.register(async (scope) => scope.get("/x", 1), { prefix: "/y" });
