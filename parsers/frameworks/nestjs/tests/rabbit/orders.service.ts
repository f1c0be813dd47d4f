import { Injectable } from '@nestjs/common';
import { AmqpConnection, RabbitSubscribe } from '@golevelup/nestjs-rabbitmq';

@Injectable()
export class OrdersService {
  constructor(private readonly amqp: AmqpConnection) {}

  async place(order: object) {
    await this.amqp.publish('shop', 'order.placed', order);
  }

  @RabbitSubscribe({ exchange: 'shop', routingKey: ['order.*', 'return.made'], queue: 'billing' })
  async onOrder(order: object) {}

  @RabbitSubscribe({ exchange: 'shop', routingKey: 'audit.#' })
  async onAny(order: object) {}
}
