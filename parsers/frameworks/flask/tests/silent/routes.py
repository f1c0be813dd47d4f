class App:
    def route(self, path):
        return lambda f: f

    def add_url_rule(self, path, view_func):
        return view_func
