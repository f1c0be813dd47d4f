"""Imports of every spelling."""
from __future__ import annotations

import os
import os.path
import boto3 as aws, json
import a . b \
    .c as deep
from decimal import Decimal, ROUND_UP as up
from shop.orders import (
    create,
    cancel as cancel_order,
)
from . import sibling
from .pkg.mod import thing as t
from ... import above
from .. base import Base
from shared import *
from typing import TYPE_CHECKING
import typing as t

if TYPE_CHECKING:
    from shop.types import Order
elif t.TYPE_CHECKING:
    import other_types
else:
    from shop.impl import Order

if t.TYPE_CHECKING:
    import mypy_only

if not TYPE_CHECKING:
    import run_time
else:
    import for_types

try:
    import simplejson as json
except ImportError:
    json = None


def late():
    from lazy import loader
    return loader


import importlib
from importlib import import_module

plugin = importlib.import_module("plugins.mail")
other = import_module(".sms", "plugins")
near = import_module(".near", package=__package__)
up_one = import_module("..up", package="a.b")
__import__("side_effect")
root = __import__("a.b")
unknown = importlib.import_module(name)
mine = loader.import_module("not.an.import")
