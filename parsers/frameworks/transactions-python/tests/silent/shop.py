import django


class transaction:
    @staticmethod
    def atomic():
        return django.VERSION


def place():
    with transaction.atomic():
        return 1
