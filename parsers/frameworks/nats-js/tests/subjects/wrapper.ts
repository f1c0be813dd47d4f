import nats, { Stan } from 'node-nats-streaming';

class Wrapper {
  private stan?: Stan;

  get client() {
    if (!this.stan) throw new Error('not connected');
    return this.stan;
  }

  connect(cluster: string, id: string) {
    this.stan = nats.connect(cluster, id);
  }
}

export const wrapper = new Wrapper();
