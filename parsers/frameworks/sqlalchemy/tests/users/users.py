from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users_db_sqlalchemy import SQLAlchemyUserDatabase as Other
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    __tablename__ = "people"


def users(session):
    return SQLAlchemyUserDatabase(session, User)


def others(session, names):
    Other(session, User)
    return SQLAlchemyUserDatabase(session, names)
