import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import axios from 'axios';

@Injectable()
export class Payments {
  private readonly base: string;

  constructor(private readonly config: ConfigService) {
    this.base = this.config.get<string>('PAYMENTS_URL', 'http://payments:3002');
  }

  async all() {
    await axios.get(`${this.base}/payments`);
    await axios.get(this.config.getOrThrow<string>('STOCK_URL'));
    await axios.get(this.config.get('PRICES_URL', { infer: true }));
  }
}
