from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[("id", models.AutoField(primary_key=True))],
            options={"db_table": "customers"},
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("customer", models.ForeignKey(on_delete=models.CASCADE, to="shop.Customer")),
                ("loose", models.ForeignKey(on_delete=models.CASCADE, to="shop.Customer", db_constraint=False)),
                ("by", models.ForeignKey(on_delete=models.CASCADE, to=settings.AUTH_USER_MODEL)),
                ("tags", models.ManyToManyField(to="tags.Tag")),
                ("people", models.ManyToManyField(to="people.Person", through="shop.Role")),
            ],
        ),
        migrations.CreateModel(name="Foreign", fields=[], options={"managed": False, "db_table": "foreign"}),
        migrations.CreateModel(name="Shown", fields=[], options={"proxy": True}),
        migrations.AddField("order", "seller", models.ForeignKey("people.Person", models.CASCADE)),
        migrations.AddField(model_name="order", name="marks", field=models.ManyToManyField(to="tags.Mark")),
        migrations.AddField(model_name="order", name="note", field=models.CharField(max_length=10)),
        migrations.RemoveField(model_name="order", name="customer"),
        migrations.RenameField(model_name="order", old_name="tags", new_name="labels"),
        migrations.RenameModel(old_name="Order", new_name="Sale"),
        migrations.AlterModelTable(name="sale", table="sales"),
        migrations.DeleteModel(name="Customer"),
    ]
