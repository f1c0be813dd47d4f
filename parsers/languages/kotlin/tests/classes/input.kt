package com.acme.classes

import com.acme.other.Base
import com.acme.other.Clock as Watch
import com.acme.util.*
import org.springframework.beans.factory.annotation.Value
import org.springframework.stereotype.Service

@Service
class Orders(
    private val repo: OrderRepository,
    @Value("\${app.topic}") private val topic: String,
    @param:Value("\${app.size:10}") val size: Int = 10,
    watch: Watch,
) : Base<Order, Long>(topic), Runnable, Shape by repo {
    @field:Value("\${app.url}")
    lateinit var url: String

    private val full = "$topic.full"
    private val started = watch.now()
    val lines: List<Line> = emptyList()
    val name: String get() = url
    val upper: String
        get() {
            return url.uppercase()
        }
    var count: Int = 0
        private set(value) {
            field = value
        }
    private val client by lazy { Client(url) }

    init {
        register(topic)
    }

    constructor(repo: OrderRepository, other: Base) : this(repo, "x", 1, Watch()) {
        count = 2
    }

    override fun run() {
        this.count = size
        repo.save(Order(1))
    }

    fun <T : Shape> typed(one: T, vararg more: String, by: (Int) -> Unit = {}): T? = null

    companion object {
        const val NAME = "orders"
        fun create(): Orders = Orders(OrderRepository(), NAME, watch = Watch())
    }

    inner class Part(val id: Long)
}

@Target(AnnotationTarget.CLASS)
annotation class Topic(val value: String, val names: Array<String> = ["a"])

interface Shape { fun area(): Double; fun twice() = area() * 2 }

enum class Color(val code: String) {
    RED("r"), GREEN("g") { override fun go() = 1 };

    open fun go() = 0
}

data class Order(val id: Long, val lines: List<Line> = emptyList(), val isPaid: Boolean = false)
data class Line(val name: String)
sealed class Result2 { data class Ok(val x: Int) : Result2(); object Failed : Result2() }

object Registry : Base("registry") {
    val known = mutableListOf<String>()
    fun add(x: String) { known.add(x) }
}

fun interface Action { fun go() }
typealias Handler = (String) -> Unit
typealias Ids = Map<String, Order>
@Topic("a") @[Service Watch] class Marked { @get:Topic(value = "b", names = ["x", "y"]) val x = 1 }
@Topic("b")
interface Remote {
    fun one(@Topic("p") a: String): String
}
class Holder { val it = object : Base("h"), Runnable { override fun run() = Unit } }
