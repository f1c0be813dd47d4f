import { Lambda, LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
import { SFN, SFNClient, StartExecutionCommand, StartSyncExecutionCommand, SendTaskSuccessCommand, GetActivityTaskCommand } from "@aws-sdk/client-sfn";
import { SchedulerClient, CreateScheduleCommand } from "@aws-sdk/client-scheduler";
import { HttpRequest } from "@aws-sdk/protocol-http";
import { HttpRequest as SmithyRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

const lambda = new LambdaClient({});
const sfn = new SFNClient({});

export const handler = async (event) => {
  await lambda.send(new InvokeCommand({ FunctionName: process.env.PRICE_FUNCTION, Payload: "{}" }));
  await new Lambda({}).invoke({ FunctionName: "stock-check" });
  await sfn.send(new StartExecutionCommand({ stateMachineArn: process.env.MACHINE_ARN, input: "{}" }));
  await sfn.send(new StartSyncExecutionCommand({ stateMachineArn: "express" }));
  await new SFN({}).startExecution({ stateMachineArn: "other" });
  await sfn.send(new GetActivityTaskCommand({ activityArn: process.env.ACTIVITY_ARN }));
  await sfn.send(new SendTaskSuccessCommand({ taskToken: event.token, output: "{}" }));
  await new SchedulerClient({}).send(
    new CreateScheduleCommand({ Name: "later", Target: { Arn: process.env.TARGET_ARN, RoleArn: "r" } }));
  const request = new HttpRequest({ hostname: process.env.API_HOST, path: "/orders", method: "POST" });
  const signed = await new SignatureV4({ service: "execute-api" }).sign(request);
  await fetch(`https://${signed.hostname}${signed.path}`, { method: signed.method });
  return new SmithyRequest({ hostname: "api.example.com", path: `/orders/${event.id}` });
};
