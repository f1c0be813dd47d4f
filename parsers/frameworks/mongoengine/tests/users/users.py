from beanie import PydanticObjectId
from fastapi_users.db import BeanieBaseUser, BeanieUserDatabase
from fastapi_users_db_beanie import BeanieBaseUser as NewerUser
from fastapi_users_db_beanie import BeanieUserDatabase as NewerUsers


class User(BeanieBaseUser[PydanticObjectId]):
    class Settings:
        name = "users"


class Guest(NewerUser[PydanticObjectId]):
    pass


def users():
    return BeanieUserDatabase(User)


def guests():
    return NewerUsers(Guest)
