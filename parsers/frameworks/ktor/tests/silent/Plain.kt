package com.acme.orders

class Table { fun get(path: String, then: () -> Unit) = then() }

fun Table.routing(inside: Table.() -> Unit) = inside()

fun plain(table: Table, client: Map<String, String>) {
    table.routing {
        get("/orders") { println("none") }
    }
    client.get("http://nowhere/x")
}
