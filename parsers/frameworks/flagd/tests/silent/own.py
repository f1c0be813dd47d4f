from openfeature import api


class FlagdProvider:
    pass


api.set_provider(FlagdProvider())
