import os
import re
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.ext.declarative import declarative_base, declared_attr
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

engine = create_engine(os.environ["DATABASE_URL"])
Local = sessionmaker(bind=engine)
Base = declarative_base()
metadata = MetaData()
lines = Table("order_lines", metadata, Column("id", Integer))


class Named:
    @declared_attr
    def __tablename__(cls):
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower() + "s"


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)


class SpecialOrder(Order):
    pass


class Core(Base):
    __table__ = lines


class Modern(DeclarativeBase):
    pass


class CreditNote(Named, Modern):
    id = Column(Integer)


def work(db: Session):
    session = Local()
    session.query(Order).filter(Order.id == 1).all()
    session.query(func.count(Order.id)).join(CreditNote)
    found = db.query(SpecialOrder).first()
    db.delete(found)
    for one in db.query(Core).order_by(Core.id):
        db.merge(one)
    note = CreditNote()
    db.add(note)
    db.query(Order).delete()
    session.execute(select(CreditNote).limit(1))
    session.execute(insert(Order).values(id=1))
    session.execute(lines.insert().values(id=1))
    session.execute(lines.select())
    session.execute(select(lines))
    session.execute(insert(lines))
    session.query(Order).limit(3).all()
