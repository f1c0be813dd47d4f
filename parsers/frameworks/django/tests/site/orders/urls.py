from django.urls import path
from . import views

urlpatterns = [
    path("", views.orders),
    path("<int:order_id>/", views.OrderView.as_view()),
]
