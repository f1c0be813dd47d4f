package shop;

import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;

class Clients {
  private final String queue = System.getenv("QUEUE_URL");

  void messages(SqsClient sqs, SnsClient sns, EventBridgeClient events, KinesisClient kinesis) {
    sqs.sendMessage(SendMessageRequest.builder().queueUrl(queue).messageBody("x").build());
    sqs.sendMessage(b -> b.queueUrl("mails").messageBody("x"));
    String url = sqs.getQueueUrl(GetQueueUrlRequest.builder().queueName("jobs").build()).queueUrl();
    sqs.receiveMessage(ReceiveMessageRequest.builder().queueUrl(url).build());
    PublishRequest news = PublishRequest.builder().message("x").topicArn(System.getenv("TOPIC_ARN")).build();
    sns.publish(news);
    events.putEvents(
        PutEventsRequest.builder()
            .entries(
                PutEventsRequestEntry.builder()
                    .source("shop.orders")
                    .detailType("OrderPlaced")
                    .resources("x")
                    .detail("{}")
                    .eventBusName(System.getenv("BUS"))
                    .build())
            .build());
    kinesis.putRecord(PutRecordRequest.builder().streamName("clicks").build());
  }

  void tables(DynamoDbClient dynamo, Map<String, AttributeValue> item) {
    dynamo.getItem(GetItemRequest.builder().tableName("orders").key(item).build());
    dynamo.putItem(PutItemRequest.builder().tableName("orders").item(item).build());
    dynamo.query(b -> b.tableName("lines"));
    Put.builder().item(item).tableName("ledger").build();
  }

  void enhanced(DynamoDbEnhancedClient client) {
    DynamoDbTable<Order> table = client.table("orders", TableSchema.fromBean(Order.class));
    table.putItem(new Order());
    table.getItem(new Order());
    table.index("by-date").query(new Object());
  }

  void others(S3Client s3, LambdaClient lambda, SfnClient steps, SsmClient ssm, SecretsManagerClient secrets) {
    s3.getObject(GetObjectRequest.builder().bucket("files").key("a").build());
    s3.putObject(PutObjectRequest.builder().bucket("files").key("a").build(), RequestBody.fromString("x"));
    lambda.invoke(InvokeRequest.builder().functionName("resize").build());
    String machine =
        ssm.getParameter(GetParameterRequest.builder().name("/shop/machine").build()).parameter().value();
    steps.startExecution(StartExecutionRequest.builder().stateMachineArn(machine).build());
    String table =
        secrets.getSecretValue(GetSecretValueRequest.builder().secretId("table").build()).secretString();
    s3.getObject(GetObjectRequest.builder().bucket(table).build());
  }
}

class Order {}
