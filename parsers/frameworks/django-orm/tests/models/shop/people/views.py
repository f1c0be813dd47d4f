import dj_database_url
from django.shortcuts import get_object_or_404
from django.views.generic import CreateView, ListView
from rest_framework import serializers, viewsets
from shop.orders.models import Line, Order
from shop.orders.models.order import Express
from shop.stock.models import Item, Shelf

DATABASES = {"default": dj_database_url.config(default="postgres://shop-db/shop")}


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order


class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.all()

    def close(self, request):
        order = get_object_or_404(Order, pk=1)
        order.save()
        Order.open.filter(id=1).update(done=True)
        Order.open.late()
        Line.objects.create(order=order)
        Item.objects.filter(id=1).order_by("id").first()
        for shelf in Shelf.objects.all():
            shelf.delete()
        shelf = Shelf(name="x")
        shelf.save()
        shelf.refresh_from_db()
        Express.objects.bulk_create([])
        OrderSerializer(data=request.data).save()


class NewShelf(CreateView):
    model = Shelf


class Shelves(ListView):
    model = Shelf
