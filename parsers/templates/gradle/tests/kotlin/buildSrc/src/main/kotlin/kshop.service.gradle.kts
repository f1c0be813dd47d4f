plugins { kotlin("jvm") }
dependencies { "implementation"("io.micronaut:micronaut-http-server-netty") }
