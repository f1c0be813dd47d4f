import sqlalchemy as sa
from alembic import op
from django.db import migrations

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer()))
    op.create_foreign_key("fk_customer", "orders", "customers", ["customer_id"], ["id"])
    op.drop_constraint("fk_customer", "orders", type_="foreignkey")
    op.drop_column("orders", "customer_id")
    op.rename_table("orders", "placed_orders")
    op.execute("CREATE TABLE notes (id int)")


def downgrade():
    op.drop_table("placed_orders")


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(name="Sale", fields=[], options={"db_table": "sales"}),
        migrations.RunSQL("UPDATE sales SET total = 0"),
        migrations.RunSQL(sql="DELETE FROM sales"),
    ]
