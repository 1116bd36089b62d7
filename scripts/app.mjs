import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './internal/build.mjs';
import { root } from './internal/run.mjs';
import { main } from './internal/steps.mjs';

/** The app of cdktf.json: builds what changed, so that a plan is never made by the code of yesterday, then synthesizes. */
await main(async () => {
  await build();
  await import(pathToFileURL(join(root, 'dist', 'main.js')).href);
});
