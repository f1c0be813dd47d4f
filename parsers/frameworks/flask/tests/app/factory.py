from flask import Flask
from orders import admin


def extend(server):
    server.register_blueprint(admin, url_prefix="/second")


def create_app():
    made = Flask(__name__)
    extend(made)
    return made
