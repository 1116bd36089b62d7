/** The executable that Terraform starts. */

import { serve } from '@strata/terraform-plugin';
import { strataProvider } from './provider';
import type { SchemaEngine } from './schema/engine';
import type * as StarRocksEngine from './schema/starrocks-engine';

/** The engine and its MySQL client are loaded only by processes that need them. */
function loadEngine(): Promise<SchemaEngine> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { starRocksEngine } = require('./schema/starrocks-engine') as typeof StarRocksEngine;
  return Promise.resolve(starRocksEngine);
}

void serve(strataProvider({ workingDirectory: process.cwd(), environment: process.env }, loadEngine));
