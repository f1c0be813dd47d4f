from influxdb_client import InfluxDBClient

client = InfluxDBClient(url="http://series:8086", token="t")


def run(point):
    client.write_api().write(bucket="metrics", record=point)
