from routes import App

app = App()


@app.route("/health")
def health():
    return "ok"


def register(app):
    app.add_url_rule("/x", view_func=health)
