import { S3, S3Client, GetObjectCommand, PutObjectCommand, DeleteObjectCommand, ListObjectsV2Command,
  paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

class Store {
  private readonly client = new S3Client({});
  constructor(private readonly bucket: string) {}

  read(key: string) {
    return this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
  }
  write(key: string, body: string) {
    return this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body }));
  }
}

export async function all() {
  const store = new Store("invoices");
  await store.read("a");
  await store.write("a", "b");
  const client = new S3Client({});
  await client.send(new DeleteObjectCommand({ Bucket: process.env.BUCKET, Key: "a" }));
  await client.send(new ListObjectsV2Command({ Bucket: "invoices" }));
  for await (const page of paginateListObjectsV2({ client }, { Bucket: "invoices" })) console.log(page);
  await getSignedUrl(client, new GetObjectCommand({ Bucket: "signed", Key: "a" }), { expiresIn: 60 });
  await new Upload({ client, params: { Bucket: "uploads", Key: "a", Body: "b" } }).done();
  await createPresignedPost(client, { Bucket: "posts", Key: "a" });
  const s3 = new S3({});
  await s3.getObject({ Bucket: "old", Key: "a" });
  await s3.putObject({ Bucket: "old", Key: "a", Body: "" });
  await s3.deleteObjects({ Bucket: "old", Delete: { Objects: [] } });
}
