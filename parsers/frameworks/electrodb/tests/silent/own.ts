class Entity {
  constructor(model: object, options: object) {}
  put(item: object) {}
}
new Entity({}, { table: "t" }).put({});
