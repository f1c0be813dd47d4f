from os import path
from pathlib import Path

urlpatterns = [path.join("a", "b"), Path("orders/", print)]
