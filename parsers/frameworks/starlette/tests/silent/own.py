class Route:
    def __init__(self, path, view):
        self.path = path


routes = [Route("/x", print)]
