import { Stan } from 'node-nats-streaming';
import { Subjects } from './subjects';

export abstract class Publisher<T> {
  abstract subject: Subjects;
  protected client: Stan;

  constructor(client: Stan) {
    this.client = client;
  }

  publish(data: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.publish(this.subject, JSON.stringify(data), (err) => (err ? reject(err) : resolve()));
    });
  }
}

export abstract class Listener {
  abstract subject: Subjects;

  constructor(protected client: Stan) {}

  listen() {
    const subscription = this.client.subscribe(this.subject, 'group');
    subscription.on('message', () => this.onMessage());
  }

  abstract onMessage(): void;
}
