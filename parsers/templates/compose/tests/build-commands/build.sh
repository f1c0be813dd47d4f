#!/bin/sh
docker build . -t shop/see:1 -f c/Dockerfile && docker push x
