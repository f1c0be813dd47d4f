import cron from "node-cron";
import { Cron } from "@nestjs/schedule";

function nightly() {}

cron.schedule("0 3 * * *", nightly);

export class Jobs {
  @Cron("0 4 * * *")
  morning() {}
}
