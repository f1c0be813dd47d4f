from flask_sqlalchemy import SQLAlchemy
from sqlmodel import Field, SQLModel, select

db = SQLAlchemy()


class Model(db.Model):
    __abstract__ = True

    def save(self):
        db.session.add(self)
        db.session.commit()


class ShopOrder(Model):
    id = db.Column(db.Integer, primary_key=True)


class User(db.Model):
    __tablename__ = "users"


class Hero(SQLModel, table=True):
    id: int = Field(primary_key=True)


def work(session):
    ShopOrder().save()
    User.query.filter_by(name="x").first()
    db.session.add(User())
    session.exec(select(Hero)).all()


class Config:
    SQLALCHEMY_DATABASE_URI = "postgresql+psycopg2://me:x@users-db:5432/users"
