from openfeature import api
from openfeature.contrib.provider.flagd import FlagdProvider

api.set_provider(FlagdProvider())
api.set_provider(FlagdProvider(host="flags", port=8013))
