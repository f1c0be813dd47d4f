from .order import Order, Line
