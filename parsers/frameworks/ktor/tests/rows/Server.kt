package com.acme.orders

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import io.ktor.client.request.post
import io.ktor.client.request.url
import io.ktor.server.application.Application
import io.ktor.server.config.ApplicationConfig
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty
import io.ktor.server.routing.*

fun main() {
    embeddedServer(Netty, port = 8080) {
        routing {
            get("/health") { call.respond("ok") }
        }
    }.start(wait = true)
    embeddedServer(Netty, port = 8081, module = Application::module).start(wait = true)
    embeddedServer(Netty, 8082, { routing { get("/second") { } } })
    embeddedServer(Netty, 8083, "0.0.0.0", { routing { get("/third") { } } })
}

fun Application.module() {
    routing {
        route("/orders") {
            get { call.respond(all()) }
            post("/new") { call.respond(1) }
            authenticate("jwt") {
                delete("/{id}") { call.respond(2) }
            }
            authenticate { put("/{id}") { } }
            rateLimit(name, 5) { options("/{id}") { } }
            lineRoutes(Lines())
        }
        route("/raw", method) { head { } }
    }
    val stock = environment.config.property("stock.url").getString()
    val price = environment.config.propertyOrNull("price.url")?.getString()
    val client = HttpClient(CIO) { expectSuccess = true }
    Clients(client, stock, price).all("7")
}

fun Route.lineRoutes(lines: Lines) {
    route("/{id}/lines") {
        get("/{line}") { lines.one() }
    }
}

fun Route.extra() {
    val audit = application.environment.config.property("audit.url").getString()
    HttpClient().get("$audit/lines")
    val trace = application.environment.config.propertyOrNull("trace.url")?.getString()
    HttpClient().get("$trace/lines")
}

class Lines { fun one() = 1 }

class Settings(config: ApplicationConfig) {
    val first = config.property("first.url").getString()
    val second = config.propertyOrNull("second.url")?.getString()
    suspend fun ask(client: HttpClient) {
        client.get("$first/x")
        client.get("$second/y")
    }
}

class Clients(private val client: HttpClient, private val stock: String, private val price: String?) {
    suspend fun all(id: String) {
        client.get("$stock/items/$id")
        client.post(price + "/prices") { setBody(id) }
        client.config { expectSuccess = false }.request("http://other/things")
        client.get { url("http://audit/log") }
        client.request { url("http://audit/any") }
    }
}
