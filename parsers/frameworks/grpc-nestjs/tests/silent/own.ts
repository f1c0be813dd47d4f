import { Controller } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';

@Controller()
export class Own {
  getService(one) {
    return one;
  }

  sum() {
    throw new RpcException(this.getService({ id: 1 }));
  }
}
