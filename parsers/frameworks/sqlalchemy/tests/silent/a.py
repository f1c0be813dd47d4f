from sqlalchemy import Integer


class Plain:
    pass


seen = set()
seen.add(Plain())
kind = Integer
