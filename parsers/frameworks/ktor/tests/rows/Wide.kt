package com.acme.wide

import com.acme.a.*
import com.acme.b.*
import com.acme.c.*
import com.acme.d.*
import com.acme.e.*
import com.acme.f.*
import com.acme.g.*
import com.acme.h.*
import io.ktor.server.application.*
import io.ktor.server.response.*
import io.ktor.server.routing.*

fun Application.main() {
    routing {
        get("/wide") { call.respond(1) }
        more()
    }
    api()
}

fun Application.api() = routing { put("/api") { } }

fun Route.more() = get("/more") { }
