import { Controller, Inject, OnModuleInit } from '@nestjs/common';
import { ClientGrpc, GrpcMethod, GrpcStreamMethod } from '@nestjs/microservices';

@Controller()
export class HeroService {
  @GrpcMethod('HeroesService', 'FindOne')
  findOne(data) {
    return {};
  }

  @GrpcMethod()
  findMany() {}

  @GrpcStreamMethod('HeroesService')
  watch(messages) {}
}

export class Client implements OnModuleInit {
  private heroes;

  constructor(@Inject('HERO_PACKAGE') private client: ClientGrpc) {}

  onModuleInit() {
    this.heroes = this.client.getService<any>('HeroesService');
  }

  ask() {
    return this.heroes.findOne({ id: 1 });
  }
}
