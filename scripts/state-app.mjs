import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from './internal/build.mjs';
import { root } from './internal/run.mjs';
import { UserError, main } from './internal/steps.mjs';

/**
 * For `strata bootstrap`: builds what changed, writes the program of the state backend into a folder, and what it is made of
 * into `program.json` there. Arguments: target and folder.
 */
await main(async () => {
  const [target, folder] = process.argv.slice(2);
  await build();
  const { writeStateProgram } = await import(pathToFileURL(join(root, 'dist', 'stacks', 'state-app.js')).href);
  try {
    writeFileSync(join(folder, 'program.json'), JSON.stringify(writeStateProgram(process.cwd(), target, folder)));
  } catch (error) {
    // Made for users: one of ours, by its stable code.
    throw String(error.code).startsWith('STR') ? new UserError(error.message) : error;
  }
});
