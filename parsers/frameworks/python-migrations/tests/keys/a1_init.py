import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id")),
        sa.ForeignKeyConstraint(["customer_id"], ["crm.customers.id"], name="fk_customer"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("lines", sa.Column("tag_id", sa.Integer(), sa.ForeignKey("tags.id")))
    op.add_column("lines", sa.Column("note", sa.String()))
    with op.batch_alter_table("lines") as batch_op:
        batch_op.add_column(sa.Column("mark_id", sa.Integer(), sa.ForeignKey("marks.id")))
        batch_op.create_foreign_key("fk_other", "others", ["other_id"], ["id"])
        batch_op.drop_constraint("fk_other", type_="foreignkey")
        batch_op.drop_column("mark_id")
