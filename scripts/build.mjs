import { build } from './internal/build.mjs';
import { main } from './internal/steps.mjs';

await main(build);
