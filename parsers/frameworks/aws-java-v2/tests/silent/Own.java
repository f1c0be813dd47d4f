package shop;

import shop.cloud.SqsClient;
import shop.cloud.SendMessageRequest;

class Own {
  void send(SqsClient sqs) { sqs.sendMessage(SendMessageRequest.builder().queueUrl("mails").build()); }
}
