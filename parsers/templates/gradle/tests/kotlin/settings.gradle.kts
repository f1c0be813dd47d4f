rootProject.name = "kshop"
include("app", "user-api")
