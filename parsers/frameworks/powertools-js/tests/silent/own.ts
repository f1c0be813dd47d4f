import { Logger } from "@aws-lambda-powertools/logger";
import { getParameter } from "./settings";

new Logger().info(getParameter("/x"));
