const { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } = require('@aws-sdk/client-sqs');
const client = new SQSClient({});
const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
async function loop() {
  while (true) {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    for (const message of Messages || []) {
      const body = JSON.parse(message.Body);
      console.log(body.jobId, body.kind);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    }
  }
}
loop();
