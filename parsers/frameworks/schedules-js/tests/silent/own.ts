import { schedule } from "./mine";

schedule("0 3 * * *", () => {});
