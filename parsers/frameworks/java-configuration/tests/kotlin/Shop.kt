package com.acme.shop

import org.springframework.beans.factory.annotation.Value
import org.springframework.boot.context.properties.ConfigurationProperties
import org.springframework.boot.context.properties.ConstructorBinding
import org.springframework.stereotype.Component
import org.springframework.web.client.RestTemplate

@ConfigurationProperties(prefix = "shop")
data class ShopProperties(
    val stockUrl: String = "http://stock",
    val payment: Payment,
    val topic: String,
) {
    data class Payment(val url: String, val retries: Int = 3)
}

@ConfigurationProperties("late")
class LateProperties {
    lateinit var url: String
    var other: String = "http://other"
}

@Component
class Shop(
    private val rest: RestTemplate,
    private val properties: ShopProperties,
    private val late: LateProperties,
    @Value("\${direct.url}") private val direct: String,
    @param:Value("${'$'}{quoted.url}") private val quoted: String,
) {
    @Value("\${field.url:http://field}")
    private lateinit var field: String

    @set:Value("\${setter.url}")
    var setter: String = ""

    fun all() {
        rest.delete(properties.stockUrl + "/a")
        rest.delete("${properties.payment.url}/b")
        rest.delete("${late.url}/c")
        rest.delete("${late.other}/d")
        rest.delete("$direct/e")
        rest.delete("$quoted/f")
        rest.delete("$field/g")
        rest.delete("$setter/h")
    }
}
