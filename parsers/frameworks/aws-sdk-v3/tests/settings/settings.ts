import { SSM, SSMClient, GetParameterCommand, GetParametersCommand, GetParametersByPathCommand } from "@aws-sdk/client-ssm";
import { SecretsManager, SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";

const ssm = new SSMClient({});

export async function viaClient() {
  const answer = await ssm.send(new GetParameterCommand({ Name: "/shop/price-function" }));
  await new LambdaClient({}).send(new InvokeCommand({ FunctionName: answer.Parameter?.Value }));
}

async function parameter(client: any, name: string) {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
  return Parameter.Value;
}

export async function viaHelper() {
  await new SNSClient({}).send(new PublishCommand({ TopicArn: await parameter(ssm, "/shop/topic"), Message: "x" }));
}

export async function others() {
  const one = await new SSM({}).getParameter({ Name: `/${process.env.STAGE}/url` });
  await ssm.send(new GetParametersCommand({ Names: ["/shop/a", "/shop/b"] }));
  await ssm.send(new GetParametersByPathCommand({ Path: "/shop" }));
  await fetch(one.Parameter!.Value!);
  const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: "shop/key" }));
  await fetch(JSON.parse(secret.SecretString!).url);
  await new SecretsManager({}).getSecretValue({ SecretId: "shop/other" });
}
