from django.urls import include, path, re_path
from rest_framework import routers
from orders import views

router = routers.DefaultRouter()
router.register(r"customers", views.CustomerSet)

urlpatterns = [
    path("health/", views.health),
    re_path(r"^bills/(?P<bill>[0-9]+)/$", views.bill),
    path("orders/", include("orders.urls")),
    path("api/", include(router.urls)),
    path("inline/", include([path("a/", views.health)])),
]
