FROM python:3
WORKDIR /app
COPY libs ./libs
COPY services/cart ./cart
CMD python cart/main.py
