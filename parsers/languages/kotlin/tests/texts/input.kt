package com.acme.texts

const val TOPIC = "orders"
private const val PREFIX = "$TOPIC.v1"

class Texts(private val host: String) {
    val plain = "a\tb\n\$c ${'$'}{d} \u0041"
    val whole = "http://$host/x/${host.length}/$host.suffix"
    val cents = "$ 5 and $1"
    val raw = """C:\new $host ${TOPIC}"""
    val block = """
        select *
          from $TOPIC
        where id = ${host}
    """.trimIndent()
    val margin = """
        |{
        |  "a": "$TOPIC"
        |}
    """.trimMargin()

    fun made(id: Long): String {
        val sum = "a" + id + 'c' + TOPIC
        val formatted = "%s/%d".format(host, id)
        val other = String.format("%s-%s", TOPIC, id)
        val joined = listOf("a", TOPIC).joinToString("/")
        val built = buildString {
            append("x")
            append(TOPIC)
        }
        val builder = StringBuilder("a")
        builder.append(id)
        return sum + formatted + other + joined + built + builder.toString()
    }
}
