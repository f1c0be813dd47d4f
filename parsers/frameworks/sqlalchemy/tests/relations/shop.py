from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, Table
from sqlalchemy.orm import Session, declarative_base, mapped_column, relationship
from flask_sqlalchemy import SQLAlchemy
from sqlmodel import Field, SQLModel

Base = declarative_base()
db = SQLAlchemy()

order_tags = Table(
    "order_tags",
    Base.metadata,
    Column("order_id", Integer, ForeignKey("orders.id")),
    Column("tag_id", ForeignKey("tags.id")),
    Column("note", Integer),
)
pairs = Table("pairs", MetaData(), Column("a"), ForeignKeyConstraint(["a"], ["orders.a"], name="fk_a"))
flat = db.Table("flat", db.Column("order_id", db.ForeignKey("orders.id")))


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)


class Line(Base):
    __tablename__ = "lines"
    order_id = mapped_column(ForeignKey("orders.id"))


class Tag(Base):
    __tablename__ = "tags"


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column("customer", Integer, ForeignKey(Customer.id))
    lines = relationship("Line", cascade="all, delete-orphan", lazy="joined")
    tags = relationship(Tag, secondary=order_tags)


class Visit(db.Model):
    order_id = db.Column(db.Integer, db.ForeignKey("shop.orders.id"))
    lines = db.relationship("Line")
    marks = db.relationship("Tag", secondary="visit_marks")


class Team(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")


def place(session: Session):
    session.add(Order())
    session.delete(Order())
    return session.query(Order).all()


class Basket(Base):
    __tablename__ = "baskets"


class Entry(Base):
    __tablename__ = "entries"
    basket_id = Column(Integer, ForeignKey("baskets.id"))
    basket = relationship(Basket, backref="entries")


class Label(Base):
    __tablename__ = "labels"
    basket = relationship(Basket, cascade="merge")


def fill(session: Session):
    session.add(Basket())
    session.add(Label())
