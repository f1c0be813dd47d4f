// Reads the log that the SARIF multitool wrote about one file and prints what it found wrong.
// Arguments: the log, the tool's exit status, the judged file's name, the kind of rules.
// Exit: 0 nothing, 1 an error or a warning, 2 the tool did not come to a judgement.
import { readFileSync } from "node:fs";

const [logPath, toolStatus, judged, kind] = process.argv.slice(2);

function noJudgement(why) {
  console.error(`${judged}: ${kind}: no judgement: ${why}`);
  process.exit(2);
}

function readLog() {
  try {
    return JSON.parse(readFileSync(logPath, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    return noJudgement(error.message);
  }
}

// A result or notification points at its descriptor by index, by id, or by both.
function descriptorOf(thing, descriptors) {
  const index = thing.ruleIndex ?? thing.rule?.index ?? thing.descriptor?.index;
  const id = thing.ruleId ?? thing.rule?.id ?? thing.descriptor?.id;
  return descriptors?.[index ?? -1] ?? descriptors?.find((each) => each.id === id);
}

// The standard's default for an absent level (3.27.10): the rule's own, else a warning; none if it did not fail.
function levelOf(thing, descriptors) {
  if ((thing.kind ?? "fail") !== "fail") return "none";
  return thing.level ?? descriptorOf(thing, descriptors)?.defaultConfiguration?.level ?? "warning";
}

function textOf(thing, descriptors) {
  const strings = descriptorOf(thing, descriptors)?.messageStrings;
  const template = thing.message.text ?? strings?.[thing.message.id]?.text ?? thing.message.id ?? "";
  return template.replace(/\{(\d+)\}/g, (whole, i) => thing.message.arguments?.[i] ?? whole);
}

function placeOf(thing) {
  const region = thing.locations?.[0]?.physicalLocation?.region;
  return region?.startLine ? `:${region.startLine}:${region.startColumn ?? 1}` : "";
}

const log = readLog();
if (!log.runs?.length) noJudgement("the tool's log has no run");

const counts = { error: 0, warning: 0 };
for (const run of log.runs) {
  const { driver } = run.tool;
  if (!Array.isArray(run.results)) noJudgement("the tool's log has no results");
  for (const result of run.results) {
    const level = levelOf(result, driver.rules);
    if (!(level in counts)) continue;
    counts[level] += 1;
    const rule = result.ruleId ?? result.rule?.id;
    console.error(`${judged}${placeOf(result)}: ${level} ${rule}: ${textOf(result, driver.rules)}`);
  }
  for (const invocation of run.invocations ?? []) {
    const notes = [
      ...(invocation.toolExecutionNotifications ?? []),
      ...(invocation.toolConfigurationNotifications ?? []),
    ];
    const failed = notes.find((note) => levelOf(note, driver.notifications) === "error");
    if (failed) noJudgement(textOf(failed, driver.notifications));
    if (invocation.executionSuccessful === false) noJudgement("the tool calls its own run a failure");
  }
}

const found = counts.error + counts.warning;
// The tool's status is 1 for errors it reported; without any it means that something else went wrong.
if (toolStatus !== "0" && found === 0) noJudgement(`the tool's exit status is ${toolStatus}`);
console.log(`${judged}: ${kind}: ${counts.error} errors, ${counts.warning} warnings`);
process.exit(found === 0 ? 0 : 1);
