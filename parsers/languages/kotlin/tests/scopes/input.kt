package com.acme.scopes

class Scopes(private val bus: Bus) {
    private val settings = Properties().apply { put("a", "b") }
    private val late by lazy {
        val x = bus.name
        "$x/late"
    }

    fun all(order: Order?) {
        val headers = HashMap<String, String>().apply {
            put("k", "v")
            this["l"] = "w"
            name = "x"
            own("y")
        }
        order?.let { bus.send(it.id) }
        order?.let { one -> bus.send(one.id) } ?: run { bus.fail() }
        order?.also { bus.send(it) }?.run { bus.send(id) }
        val text = with(order) { "$id" }
        val nested = order.let { it.lines.let { inner -> inner.first() } ; it.id }
        val early = order.run { if (isEmpty()) return@run "empty"; "full" }
        bus.use { it.close() }
        buildList { add("a") }
        buildMap { put("x", text) }
        bus.routes {
            route("/a") {
                get("/b") { answer(early) }
            }
            all { it.go() }
        }
        Thread { bus.send(nested) }.start()
    }

    fun own(x: String) = x
}

fun Bus.extra(settings: Map<String, String>) {
    name = "n"
    this.open(settings)
    close()
}
