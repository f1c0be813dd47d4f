import { Controller, Get } from "./decorators";

@Controller("orders")
export class Orders {
  @Get("x")
  x() {}
}
