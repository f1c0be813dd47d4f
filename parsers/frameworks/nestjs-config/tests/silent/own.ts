import { ConfigModule } from '@nestjs/config';

class ConfigService {
  get(name: string) {
    return name;
  }
}

export const name = new ConfigService().get('PAYMENTS_URL');
export const imports = [ConfigModule.forRoot()];
