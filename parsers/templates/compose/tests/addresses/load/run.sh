#!/bin/sh
curl http://db:5432
if true; then
  locust -f x.py --host "$TARGET" --headless
fi
