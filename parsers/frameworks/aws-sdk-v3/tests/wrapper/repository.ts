import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

export class Repository<T> {
  constructor(private readonly client: DynamoDBDocumentClient, private readonly tableName: string) {}

  async get(id: string): Promise<T> {
    const found = await this.client.send(new GetCommand({ TableName: this.tableName, Key: { id } }));
    return found.Item as T;
  }

  async put(item: T) {
    await this.client.send(new PutCommand({ TableName: this.tableName, Item: item }));
  }
}
