package com.acme.calls

import com.acme.lib.Client
import com.acme.lib.send
import com.acme.lib.tools.*

class Calls(private val rest: RestTemplate, private val list: List<Order>) {
    fun all(url: String) {
        rest.getForObject<Order>(url)
        rest.getForObject(url, Order::class.java)
        val typed = rest.getForObject<List<Order>>(url, 1)?.first()
        val with = "a" to rest.find<Order>(url)!!.name
        Client(url, timeout = 5).get(path = "/x", *arrayOf("a"))
        send(typed)
        helper(with)
        list.forEach { send(it) }
        list.map { order -> send(order) }.filter { (a, b) -> a == b }
        list.forEach(::send)
        list.map(Order::name).map(this::check)
        rest.findById(1).map { send(it) }
        repeat(3) { send(url) }
        listOf(1, 2).plus(3)
        mapOf("a" to url, "b" to 2)
        java.util.UUID.randomUUID()
        Color.RED.name
        Order::class.simpleName
        super.toString()
        val late = runBlocking { rest.load(url) }
        val deferred = scope.async { rest.load(late) }.await()
        launch { rest.store(deferred) }
        build("x") { name ->
            send(name)
            name
        }
        requireNotNull(late)
        (list as List<*>).size
        list[0].name
        val f = fun(x: Int): Int { return x }
        f(1)
    }

    fun check(x: String) = x.isNotEmpty()
    inline fun <reified T> helper(x: T) = rest.get(T::class.java)
}

fun Client.named(name: String): String {
    connect(name)
    return this.url + base
}

fun use(client: Client) = client.named("a")
val Client.base: String get() = url

fun generic(client: Client, z: String, a: Int, b: Int, c: Int) {
    client.load(Factory<String, Order>(z))
    client.load(1, wrap<Order?, Map<String, kit.Order>>(z, url).size)
    client.load(a < b, c > (a))
    client.load(Plain<Order>(z))
}
