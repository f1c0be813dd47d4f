#!/bin/bash
aws cloudformation deploy --template-file ../app/template.yml --stack-name x \
  --parameter-overrides Table=$(aws ssm get-parameter --name "/shop/${STAGE}/table" --query Parameter.Value) Url=${URL:-none}
aws cloudformation deploy --template-file $TEMPLATE --parameter-overrides Stage=lost
