package shop;

import com.amazonaws.services.dynamodbv2.AmazonDynamoDB;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBTable;
import com.amazonaws.services.dynamodbv2.document.DynamoDB;
import com.amazonaws.services.dynamodbv2.document.Table;
import com.amazonaws.services.dynamodbv2.model.GetItemRequest;
import com.amazonaws.services.dynamodbv2.model.PutItemRequest;
import com.amazonaws.services.lambda.AWSLambda;
import com.amazonaws.services.lambda.model.InvokeRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.sns.AmazonSNS;
import com.amazonaws.services.sns.model.PublishRequest;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.model.ReceiveMessageRequest;
import com.amazonaws.services.sqs.model.SendMessageRequest;

class Clients {
  void messages(AmazonSQS sqs, AmazonSNS sns) {
    sqs.sendMessage("mails", "x");
    sqs.sendMessage(new SendMessageRequest().withQueueUrl("jobs").withMessageBody("x"));
    String url = sqs.getQueueUrl("looked-up").getQueueUrl();
    sqs.receiveMessage(url);
    sqs.receiveMessage(new ReceiveMessageRequest("jobs").withMaxNumberOfMessages(10));
    sns.publish("news", "x");
    sns.publish(new PublishRequest().withTopicArn("alerts").withMessage("x"));
  }

  void tables(AmazonDynamoDB client, DynamoDBMapper mapper) {
    client.getItem(new GetItemRequest().withTableName("orders").withKey(null));
    client.putItem(new PutItemRequest("orders", null));
    client.getItem("lines", null);
    client.putItem("lines", null);
    Table table = new DynamoDB(client).getTable("ledger");
    table.putItem(null);
    table.getItem("id", "1");
    table.getIndex("by-date").query("id", "1");
    mapper.save(new Order());
    mapper.load(Order.class, "1");
  }

  void others(AmazonS3 s3, AWSLambda lambda) {
    s3.getObject("files", "a");
    s3.putObject("files", "a", "x");
    lambda.invoke(new InvokeRequest().withFunctionName("resize").withPayload("{}"));
  }
}

@DynamoDBTable(tableName = "order-items")
class Order {}
