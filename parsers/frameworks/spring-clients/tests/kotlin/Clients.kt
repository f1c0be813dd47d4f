package com.acme.orders

import org.springframework.beans.factory.annotation.Value
import org.springframework.cloud.openfeign.FeignClient
import org.springframework.http.HttpMethod
import org.springframework.stereotype.Component
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.client.RestTemplate
import org.springframework.web.client.getForObject
import org.springframework.web.reactive.function.client.WebClient
import org.springframework.web.reactive.function.client.awaitBody
import org.springframework.web.reactive.function.client.bodyToMono

@FeignClient(name = "payment", path = "/api")
interface Payments {
    @GetMapping("/pay/{id}")
    fun one(id: Long): String

    @PostMapping("/pay")
    fun pay(amount: Long): String
}

@Component
class Clients(
    private val rest: RestTemplate,
    builder: WebClient.Builder,
    @Value("\${stock.url:http://stock:8080}") private val stock: String,
) {
    private val client = builder.baseUrl("http://users").build()
    private val other = WebClient.builder().apply { it.baseUrl("http://ignored") }.build()

    fun item(id: Long) = rest.getForObject<Item>("$stock/items/$id")
    fun items(): List<Item>? = rest.getForObject(stock + "/items", Array<Item>::class.java)?.toList()
    fun put(item: Item) {
        val url = "%s/items/%d".format(stock, item.id)
        rest.exchange(url, HttpMethod.PUT, null, Item::class.java)
    }

    fun user(id: String) = client.get().uri("/users/$id").retrieve().bodyToMono<User>()
    suspend fun save(user: User): User = client
        .post()
        .uri("/users")
        .bodyValue(user)
        .retrieve()
        .awaitBody()

    fun each(ids: List<Long>) = ids.map { rest.getForObject<Item>("http://each/$it") }
    fun when2(kind: Kind) {
        val path = when (kind) {
            Kind.A -> "a"
            else -> "b"
        }
        rest.delete("http://kinds/$path")
        val maybe = if (kind == Kind.B) "http://one/x" else null
        maybe?.let { rest.delete(it) }
    }
}
