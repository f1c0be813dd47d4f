class Op:
    def create_table(self, name):
        return name


def upgrade():
    Op().create_table("words")
