import { Table } from "./table";
new Table({ name: "orders" }).scan();
