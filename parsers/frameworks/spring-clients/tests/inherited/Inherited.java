package shop;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RequestMapping("/stock")
interface StockApi {
  @GetMapping("/{id}")
  String one(@PathVariable String id);
}

// Nobody answers these: its only implementation stands in for the client.
interface OtherApi {
  @GetMapping("/others")
  String all();
}

@FeignClient("stock-service")
interface StockClient extends StockApi {}

@FeignClient(name = "other-service", path = "/v2", fallback = OtherFallback.class)
interface OtherClient extends OtherApi {}

class OtherFallback implements OtherClient {
  public String all() {
    return "";
  }
}

// It repeats what its client says, and still nobody reaches it.
@FeignClient(name = "third-service", fallback = ThirdFallback.class)
interface ThirdClient {
  @GetMapping("/thirds")
  String all();
}

@RestController
class ThirdFallback implements ThirdClient {
  @GetMapping("/thirds")
  public String all() {
    return "";
  }
}

@RestController
class FourthController {
  @GetMapping("/fourths")
  public String all() {
    return "";
  }
}

@RestController
class StockController implements StockApi {
  public String one(String id) {
    return id;
  }
}
