from sqlalchemy import Column, ForeignKey, Integer, select
from sqlalchemy.orm import DeclarativeBase, joinedload, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "products"
    id = Column(Integer, primary_key=True)


class Line(Base):
    __tablename__ = "lines"
    id = Column(Integer, primary_key=True)
    cart_id = Column(ForeignKey("carts.id"))
    product_id = Column(ForeignKey("products.id"))
    product = relationship(Product)


class Cart(Base):
    __tablename__ = "carts"
    id = Column(Integer, primary_key=True)
    lines = relationship("Line", back_populates="cart")
    notes = relationship(lambda: Note)


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    cart_id = Column(ForeignKey("carts.id"))


def load(session, other):
    session.execute(select(Cart).options(selectinload(Cart.lines).joinedload(Line.product)))
    session.execute(select(Line).options(joinedload(Line.product)))
    return session.execute(select(Cart).options(selectinload(Cart.notes), joinedload(other)))
