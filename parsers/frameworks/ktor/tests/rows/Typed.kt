package com.acme.articles

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.plugins.DefaultRequest
import io.ktor.client.plugins.defaultRequest
import io.ktor.client.plugins.resources.get
import io.ktor.resources.Resource
import io.ktor.server.application.Application
import io.ktor.server.resources.*
import io.ktor.server.routing.routing

@Resource("/articles")
class Articles {
    @Resource("new")
    class New(val parent: Articles = Articles())

    @Resource("/{id}")
    class Id(val parent: Articles = Articles(), val id: Long) {
        @Resource("edit")
        class Edit(val parent: Id)
    }
}

fun Application.typed() {
    routing {
        get<Articles> { call.respond(it) }
        post<Articles.New> { call.respond(it) }
        put<Articles.Id.Edit> { edit -> call.respond(edit) }
    }
}

fun client() = HttpClient(CIO) {
    defaultRequest { url("http://stock:8080/") }
}

fun other() = HttpClient {
    install(DefaultRequest) { url("http://price:8080/v1/") }
}
