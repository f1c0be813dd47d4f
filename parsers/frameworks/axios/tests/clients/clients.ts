import axios, { AxiosInstance } from "axios";

const stock = axios.create({ baseURL: process.env.STOCK_URL });

class Bills {
  constructor(private readonly http: AxiosInstance) {}
  all() {
    return this.http.get("http://bills/bills");
  }
}

export async function run(id: string) {
  await axios.get(`http://orders/orders/${id}`);
  await axios.postForm("http://orders/files", {});
  await axios({ method: "put", url: "/carts", baseURL: "http://carts" });
  await axios.request({ url: "http://carts/carts" });
  await axios("http://carts/carts", { method: "DELETE" });
  await stock.patch(`/stock/${id}`, {});
  await stock({ url: "/stock", method: "HEAD" });
  await stock.request({ url: "/stock" });
  await new Bills(axios.create()).all();
}

import signed from "aws-signed-axios";

export const sign = (id: string) => signed({ method: "GET", url: `${process.env.USERS_URL}/${id}` });
