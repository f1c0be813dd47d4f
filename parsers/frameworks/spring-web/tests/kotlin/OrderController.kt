package com.acme.orders

import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.web.bind.annotation.*
import org.springframework.web.reactive.function.server.coRouter
import org.springframework.web.reactive.function.server.router

const val ORDERS = "/orders"

@RestController
@RequestMapping(ORDERS)
class OrderController(private val service: OrderService) {
    @GetMapping
    fun all(): List<Order> = service.all()

    @GetMapping("/{id}", produces = ["application/json"])
    suspend fun one(@PathVariable id: Long) = service.one(id)

    @PostMapping(value = ["/new", "/add"])
    fun add(@RequestBody order: Order): Order {
        return service.add(order)
    }

    @PutMapping(path = ["$PREFIX/{id}"])
    fun change(@PathVariable id: Long) = service.change(id)

    @RequestMapping("/{id}/cancel", method = [RequestMethod.POST, RequestMethod.DELETE])
    fun cancel(@PathVariable id: Long) = service.cancel(id)

    companion object {
        const val PREFIX = "/v1"
    }
}

@RestController class Health { @GetMapping("/health") fun health() = "ok" }

@Configuration
class Routes(private val handler: Handler) {
    @Bean
    fun routes() = router {
        GET("/plain", handler::plain)
        "/api".nest {
            POST("/made") { handler.made(it) }
            path("/deep").nest { PUT("/{id}", handler::put) }
        }
    }

    @Bean
    fun more() = coRouter {
        DELETE("/more/{id}", handler::drop)
    }
}
