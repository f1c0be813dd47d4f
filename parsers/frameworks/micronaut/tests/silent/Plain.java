package shop;

import shop.own.Controller;
import shop.own.Get;

@Controller("/orders")
class Plain {
  @Get("/all")
  Object all() { return null; }
}
