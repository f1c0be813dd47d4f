// Holds one file against the standard's JSON schema, formats of URIs and times included, and prints what differs.
// Arguments: the schema, the judged file, the name to print for it.
// Exit: 0 the file is valid, 1 it is not, 2 no judgement.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";

const [schemaPath, path, judged] = process.argv.slice(2);

function parsed(file, exitCode) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`${judged}: error: ${error.message}`);
    return process.exit(exitCode);
  }
}

const ajv = new Ajv2020.default({ allErrors: true, strict: false });
formats.default(ajv);
const validate = ajv.compile(parsed(schemaPath, 2));
const valid = validate(parsed(path, 1));
for (const { instancePath, message, params } of validate.errors ?? []) {
  console.error(`${judged}: error at ${instancePath || "/"}: ${message} ${JSON.stringify(params)}`);
}
console.log(`${judged}: schema: ${valid ? "valid" : "not valid"}`);
process.exit(valid ? 0 : 1);
