package shop;

import com.amazonaws.services.eventbridge.AmazonEventBridge;
import com.amazonaws.services.eventbridge.model.PutEventsRequest;
import com.amazonaws.services.eventbridge.model.PutEventsRequestEntry;
import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.clientlibrary.lib.worker.KinesisClientLibConfiguration;
import com.amazonaws.services.kinesis.model.PutRecordRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequest;
import com.amazonaws.services.lambda.AWSLambda;
import com.amazonaws.services.lambda.invoke.LambdaFunction;
import com.amazonaws.services.lambda.model.InvokeRequest;
import com.amazonaws.services.secretsmanager.AWSSecretsManager;
import com.amazonaws.services.secretsmanager.model.GetSecretValueRequest;
import com.amazonaws.services.simplesystemsmanagement.AWSSimpleSystemsManagement;
import com.amazonaws.services.simplesystemsmanagement.model.GetParameterRequest;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.stepfunctions.AWSStepFunctions;
import com.amazonaws.services.stepfunctions.model.StartExecutionRequest;

class More {
  void events(AmazonEventBridge events) {
    PutEventsRequestEntry entry =
        new PutEventsRequestEntry()
            .withSource("shop.orders")
            .withDetailType("OrderPlaced")
            .withDetail("{}")
            .withTime(null)
            .withEventBusName("shop");
    events.putEvents(new PutEventsRequest().withEntries(entry));
  }

  void streams(AmazonKinesis kinesis) {
    kinesis.putRecord("clicks", null, "key");
    kinesis.putRecords(new PutRecordsRequest().withRecords(null).withStreamName("views"));
    PutRecordRequest request = new PutRecordRequest();
    request.setStreamName("taps");
    kinesis.putRecord(request);
    new KinesisClientLibConfiguration("reader", "clicks", null, "worker");
  }

  void others(AWSStepFunctions steps, AWSLambda lambda) {
    steps.startExecution(new StartExecutionRequest().withInput("{}").withStateMachineArn("arn:ship"));
    InvokeRequest request = new InvokeRequest();
    request.setFunctionName("price");
    lambda.invoke(request);
  }

  void settings(AWSSimpleSystemsManagement ssm, AWSSecretsManager secrets, AmazonSQS sqs) {
    String queue =
        ssm.getParameter(new GetParameterRequest().withName("/shop/queue").withWithDecryption(true))
            .getParameter()
            .getValue();
    sqs.sendMessage(queue, "x");
    String other =
        secrets.getSecretValue(new GetSecretValueRequest().withVersionId("1").withSecretId("shop-queue"))
            .getSecretString();
    sqs.sendMessage(other, "x");
  }
}

interface Prices {
  @LambdaFunction(functionName = "price-of")
  String price(String id);
}
