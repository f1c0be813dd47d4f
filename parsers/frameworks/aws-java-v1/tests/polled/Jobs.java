package shop;

import com.amazonaws.services.sns.AmazonSNS;
import com.amazonaws.services.sns.model.PublishRequest;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.model.Message;
import com.amazonaws.services.sqs.model.ReceiveMessageRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

class Jobs {
  private final ObjectMapper mapper = new ObjectMapper();
  private AmazonSQS sqs;
  private AmazonSNS sns;

  void work() throws Exception {
    while (true) {
      List<Message> messages = sqs.receiveMessage(new ReceiveMessageRequest("jobs")).getMessages();
      for (Message message : messages) {
        Job job = mapper.readValue(message.getBody(), Job.class);
        System.out.println(job.getKind());
        sns.publish(new PublishRequest().withTopicArn("done").withSubject("s").withMessage(job.getKind()));
        sqs.deleteMessage("jobs", message.getReceiptHandle());
      }
    }
  }

  static class Job {
    private String kind;

    String getKind() { return kind; }
  }
}
