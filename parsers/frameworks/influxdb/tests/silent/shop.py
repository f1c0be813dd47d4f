import influxdb_client


class Writer:
    def write(self, bucket):
        return influxdb_client.VERSION, bucket


Writer().write(bucket="metrics")
