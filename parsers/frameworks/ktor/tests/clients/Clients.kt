package com.acme.shop

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.plugins.DefaultRequest
import io.ktor.client.plugins.defaultRequest
import io.ktor.client.plugins.resources.Resources
import io.ktor.client.plugins.resources.delete
import io.ktor.client.plugins.resources.get
import io.ktor.client.plugins.resources.post
import io.ktor.client.request.get
import io.ktor.http.URLProtocol
import io.ktor.resources.Resource

@Resource("/articles")
class Articles(val sort: String? = null) {
    @Resource("{id}")
    class Id(val parent: Articles = Articles(), val id: Long) {
        @Resource("edit")
        class Edit(val parent: Id)
    }
}

class Plain(val name: String)

class Stock {
    private val client = HttpClient(CIO) {
        install(Resources)
        defaultRequest { url("http://stock:8080/") }
    }

    suspend fun all(id: Long) {
        client.get(Articles())
        client.get(Articles.Id(id = id))
        client.delete(Articles.Id.Edit(Articles.Id(id = id)))
        client.post("orders/$id")
        client.get("https://rates/today")
    }
}

class Price(private val address: String = System.getenv("PRICE_HOST")) {
    private val client = HttpClient {
        install(DefaultRequest) {
            url {
                protocol = URLProtocol.HTTPS
                host = address
                port = 8443
            }
        }
    }

    suspend fun one(id: String) = client.get("/prices/$id")
}

class Other(private val client: HttpClient) {
    suspend fun ask(base: String) {
        client.get("$base/x")
        client.get(Plain("x"))
    }
}
