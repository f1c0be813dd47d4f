package shop;

import jakarta.persistence.Entity;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@Entity
class Order {
  Long id;
}

class OrderSummary {
  Long id;
}

interface Orders extends JpaRepository<Order, Long> {}

@RestController
class OrderController {
  private Orders orders;

  @GetMapping("/orders")
  List<Order> all() {
    return orders.findAll();
  }

  @GetMapping("/orders/first")
  ResponseEntity<Order> first() {
    return ResponseEntity.ok(orders.findAll().get(0));
  }

  @PostMapping("/orders")
  OrderSummary place(@RequestBody Order order) {
    orders.save(order);
    return new OrderSummary();
  }

  @GetMapping("/orders/summary")
  OrderSummary summary() {
    return new OrderSummary();
  }
}
