package com.acme

fun work(items: List<Item>, mode: Mode, other: String?): String {
    var result = "none"
    for (item in items) {
        send(item)
    }
    for ((key, value) in items.associate()) send(key, value)
    for (i in 0..10) result += i
    while (ready()) step()
    do { step() } while (ready())
    val (first, second) = items.pair()
    if (mode == Mode.A) {
        result = "a"
    } else if (mode == Mode.B || first) {
        result = "b"
    } else result = second
    val chosen = if (other != null) other else "fallback"
    when (mode) {
        Mode.A, Mode.B -> send("ab")
        is Mode -> send("is")
        in listOf(Mode.C) -> { send("in") }
        else -> throw IllegalStateException("no")
    }
    val label = when {
        chosen == "x" -> "one"
        else -> { log(); "two" }
    }
    val late = try { load() } catch (e: java.io.IOException) { "failed" } finally { close() }
    val elvis = other ?: return "early"
    val sure = other!!.length
    val known = other?.let { it.trim() } ?: "unknown"
    val table = mutableMapOf("a" to 1, label to 2)
    table["b"] = 3
    table.put("c", 4)
    if (mode in listOf(Mode.A, Mode.C)) send(late)
    fun local(x: Int) = x + sure
    local(1)
    loop@ for (x in items) { if (x == first) continue@loop else break@loop }
    val cast = first as Order
    return known + elvis + cast.name
}
