from mine import shared_task


class Clock:
    def add_job(self, job):
        return job


@shared_task
def send(order):
    Clock().add_job(send)
