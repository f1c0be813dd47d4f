import { Controller, Get, Post, Delete, Param } from "@nestjs/common";
import { EventPattern, MessagePattern, ClientProxy } from "@nestjs/microservices";
import { HttpService } from "@nestjs/axios";
import { firstValueFrom } from "rxjs";

@Controller("orders")
export class OrdersController {
  constructor(private readonly http: HttpService, private readonly client: ClientProxy) {}

  @Get()
  all() {
    return [];
  }

  @Get([":id", "by-id/:id"])
  async one(@Param("id") id: string) {
    const stock = await firstValueFrom(this.http.get(`${process.env.STOCK_URL}/stock/${id}`));
    await this.http.axiosRef.post("http://bills/bills");
    await this.http.request({ url: "http://carts/carts", method: "DELETE" });
    return stock;
  }

  @Post("place")
  place() {
    this.client.emit("order_placed", { id: 1 });
  }

  @EventPattern("payment_done")
  paid() {}

  @MessagePattern("order_total")
  total() {}
}

@Controller({ path: "bills", version: "1" })
export class BillsController {
  @Delete(":id")
  remove() {}
}
