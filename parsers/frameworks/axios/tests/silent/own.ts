import { client } from "./client";
const map = new Map<string, string>();
map.get("http://orders/orders");
client.get("/orders");
