import { Processor } from '@nestjs/bull';

@Processor('mails')
export class MailProcessor {}
