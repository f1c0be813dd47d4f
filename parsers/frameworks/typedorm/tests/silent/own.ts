class Table {
  constructor(readonly options: object) {}
  create(item: object) {}
}
new Table({ name: "x" }).create({});
