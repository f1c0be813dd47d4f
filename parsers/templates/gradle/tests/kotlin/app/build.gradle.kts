plugins {
    id("kshop.service")
    alias(libs.plugins.app)
    id("com.google.cloud.tools.jib") version "3.4" apply false
}
val image by extra("kshop/app")
extra["group"] = "x"
dependencies {
    implementation(projects.userApi)
    implementation(libs.bundles.remote)
    runtimeOnly(libs.kafka)
    add("implementation", "org.postgresql:postgresql:42")
    testImplementation("io.micronaut.test:micronaut-test-junit5")
    kapt("io.micronaut:micronaut-inject-java")
}
tasks.named<BuildImage>("bootBuildImage") {
    imageName.set("kshop/app")
}
