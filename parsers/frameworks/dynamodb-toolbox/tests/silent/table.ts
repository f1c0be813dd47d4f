export class Table {
  constructor(readonly options: object) {}
  scan() {}
}
