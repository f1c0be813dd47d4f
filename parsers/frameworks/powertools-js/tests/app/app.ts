import { getParameter, getParameters, SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import { DynamoDBProvider } from "@aws-lambda-powertools/parameters/dynamodb";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { Router } from "@aws-lambda-powertools/event-handler/rest";
import { AppSyncGraphQLResolver } from "@aws-lambda-powertools/event-handler/appsync-graphql";

const store = new DynamoDBPersistenceLayer({ tableName: process.env.IDEMPOTENCY_TABLE! });
const app = new Router();
const lines = new Router();
app.get("/orders/:id", async () => {
  await fetch(`${await getParameter("/shop/url")}/stock`);
  await fetch(await new SSMProvider().get("/shop/second"));
  await fetch(await getSecret("shop/secret-url"));
  await getParameters("/shop");
  return new DynamoDBProvider({ tableName: "settings" }).get("x");
});
lines.post("/lines", async () => ({}));
app.includeRouter(lines, { prefix: "/orders" });

const graph = new AppSyncGraphQLResolver();
graph.onQuery("order", async () => ({}));

export const handler = makeIdempotent(async (event: any) => app.resolve(event, {}), { persistenceStore: store });
