import click
from apscheduler.schedulers.background import BackgroundScheduler
from celery import shared_task

clock = BackgroundScheduler()


@clock.scheduled_job("interval", minutes=5)
def often():
    pass


def nightly():
    pass


clock.add_job(nightly, "cron", hour=3)


@shared_task(bind=True)
def send(self, order):
    pass


@click.command()
def repair():
    pass
