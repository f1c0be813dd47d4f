package shop;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.*;

@FeignClient(name = "order-service", path = "/api")
interface OrderClient {
  @GetMapping("/orders/{id}")
  Object one(@PathVariable String id);

  @PostMapping(path = "/orders")
  Object add(@RequestBody Object order);

  @RequestMapping(method = RequestMethod.PUT, value = "/orders/{id}")
  Object change(@PathVariable String id);
}

@FeignClient(url = "http://elsewhere:8080", value = "price-service")
interface PriceClient {
  @RequestMapping(path = "/prices", method = RequestMethod.GET)
  Object prices();
}
