export default { handler: 'place.handler', events: [{ sqs: { arn: 'arn:aws:sqs:eu-west-1:1:work' } }] };
