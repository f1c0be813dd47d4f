export class PutCommand {
  constructor(readonly input: object) {}
}
