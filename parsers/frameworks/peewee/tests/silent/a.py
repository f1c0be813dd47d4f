from peewee import CharField


class Plain:
    def save(self):
        return CharField


Plain().save()
