package shop;

import io.awspring.cloud.sns.core.SnsTemplate;
import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.operations.SqsTemplate;
import org.springframework.cloud.aws.messaging.core.QueueMessagingTemplate;

class Messages {
  void send(SqsTemplate sqs, SnsTemplate sns, QueueMessagingTemplate old) {
    sqs.send("orders", "x");
    old.convertAndSend("returns", "x");
    sqs.receive("audit", String.class);
    sns.sendNotification("news", "x", "subject");
  }

  @SqsListener("orders")
  void onOrder(String order) {}

  @SqsListener(queueNames = {"returns", "${queue.late}"})
  void onReturn(String order) {}
}
