package x;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.*;
import com.fasterxml.jackson.databind.*;
import java.util.List;
public class F {
  static final ObjectMapper mapper = new ObjectMapper();
  static final String URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
  public static void main(String[] args) throws Exception {
    SqsClient sqs = SqsClient.create();
    while (true) {
      ReceiveMessageRequest request = ReceiveMessageRequest.builder().queueUrl(URL).maxNumberOfMessages(10).build();
      List<Message> messages = sqs.receiveMessage(request).messages();
      for (Message m : messages) {
        JsonNode job = mapper.readTree(m.body());
        System.out.println(job.get("jobId").asText());
        Job j = mapper.readValue(m.body(), Job.class);
        System.out.println(j.kind);
        sqs.deleteMessage(DeleteMessageRequest.builder().queueUrl(URL).receiptHandle(m.receiptHandle()).build());
      }
    }
  }
  static class Job { public String kind; }
}
