package shop;

import shop.own.GetMapping;
import org.springframework.stereotype.Component;

@Component
class Plain {
  @GetMapping("/not-springs")
  Object all() { return null; }
}
