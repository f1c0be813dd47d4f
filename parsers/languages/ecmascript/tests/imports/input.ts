import sdk, { DynamoDB as Dynamo, type Options } from 'aws-sdk';
import type { Shape } from './shape';
import * as ns from "./ns";
import defaults, * as all from './both';
import './side-effect';
import {} from './nothing';
import { 'odd name' as odd } from './odd';
import fs = require('fs');
import Short = Long.Inner.Name;
import data from './data.json' with { type: 'json' };

async function later(name: string) {
  const lazy = await import('./lazy');
  const { handler, other: renamed } = await import('./handlers');
  (await import('./inline')).run();
  import('./then').then((m) => m.default());
  await import(`./${name}`);
  return { lazy, handler, renamed };
}
