import { Publisher, Listener } from './base';
import { Subjects } from './subjects';
import { wrapper } from './wrapper';

class PlacedPublisher extends Publisher<string> {
  subject: Subjects.OrderPlaced = Subjects.OrderPlaced;
}

class PaidPublisher extends Publisher<string> {
  subject: Subjects.OrderPaid = Subjects.OrderPaid;
}

class PlacedListener extends Listener {
  subject: Subjects.OrderPlaced = Subjects.OrderPlaced;
  onMessage() {
    new PaidPublisher(wrapper.client).publish('paid');
  }
}

class PaidListener extends Listener {
  readonly subject = Subjects.OrderPaid;
  onMessage() {}
}

export function place() {
  return new PlacedPublisher(wrapper.client).publish('placed');
}

new PlacedListener(wrapper.client).listen();
new PaidListener(wrapper.client).listen();
