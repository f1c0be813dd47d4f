import boto3

session = boto3.Session()
s3 = session.client("s3")
resource = boto3.resource("s3")


def run(name):
    s3.get_object(Bucket="invoices", Key=name)
    s3.upload_file("/tmp/x", "invoices", name)
    s3.download_file(Bucket="invoices", Key=name, Filename="x")
    s3.delete_object(Bucket="invoices", Key=name)
    s3.copy({"Bucket": "from", "Key": name}, "to", name)
    s3.generate_presigned_url("put_object", Params={"Bucket": "uploads", "Key": name})
    s3.get_paginator("list_objects_v2").paginate(Bucket="invoices")
    bucket = resource.Bucket("reports")
    bucket.upload_file("x", name)
    for item in bucket.objects.all():
        print(item)
    bucket.Object(name).get()
    resource.Object("reports", name).delete()
    resource.meta.client.put_object(Bucket=bucket.name, Key=name)
