package shop;

import org.springframework.web.bind.annotation.*;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;

@RestController
@RequestMapping("/orders")
class OrderController {
  @GetMapping
  Object all() { return null; }

  @GetMapping("/{id}")
  Object one(@PathVariable String id) { return null; }

  @PostMapping(path = {"/new", "/add"})
  Object add(@RequestBody Object order) { return null; }

  @RequestMapping(value = "/{id}", method = RequestMethod.PUT)
  Object change() { return null; }

  @RequestMapping(path = "/{id}/cancel", method = {RequestMethod.POST, RequestMethod.DELETE})
  Object cancel() { return null; }
}

class Routes {
  Object routes(Handler handler) {
    return RouterFunctions.route(RequestPredicates.GET("/plain"), handler::plain)
        .andRoute(RequestPredicates.POST("/more"), handler::more);
  }

  Object built(Handler handler) {
    return RouterFunctions.route().GET("/built", handler::built).DELETE("/built/{id}", handler::gone).build();
  }
}
