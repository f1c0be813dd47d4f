import { RabbitSubscribe } from '@golevelup/nestjs-rabbitmq';

export class Orders {
  @RabbitSubscribe({
    exchange: 'shop',
    routingKey: 'order.placed',
    queue: 'orders',
    queueOptions: { deadLetterExchange: 'lost', deadLetterRoutingKey: 'orders' },
  })
  placed(order: { id: string }) {
    return order.id;
  }

  @RabbitSubscribe({
    exchange: 'shop',
    routingKey: 'order.paid',
    queue: 'paid',
    queueOptions: { arguments: { 'x-dead-letter-exchange': 'lost' } },
  })
  paid(order: { id: string }) {
    return order.id;
  }

  @RabbitSubscribe({ exchange: 'shop', routingKey: 'order.sent', queue: 'sent', queueOptions: { durable: true } })
  sent(order: { id: string }) {
    return order.id;
  }
}
