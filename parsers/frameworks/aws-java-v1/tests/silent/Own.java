package shop;

import shop.cloud.AmazonSQS;

class Own {
  void send(AmazonSQS sqs) { sqs.sendMessage("mails", "x"); }
}
