import http, { post } from "k6/http";

const BASE = __ENV.TARGET || "http://front:8080";

export default function () {
  http.get(`${BASE}/orders`);
  post("http://stock/items", "{}");
  http.request("PUT", "http://carts/carts");
  http.del("http://carts/carts/1");
}
