package shop;

import shop.own.RestTemplate;
import org.springframework.stereotype.Service;

@Service
class NoClient {
  private final RestTemplate rest = new RestTemplate();

  void run() { rest.getForObject("http://orders/orders", Object.class); }
}
