/** Entry of the bundle: serves the stand-in to the Terraform that started this process. */

import { serveProtocol } from '@strata/terraform-plugin';

import { openDoor } from './control-plane-door';
import { loadProviderData } from './data';
import { createEngine } from './engine';
import { standInHandlers } from './provider';

/** Version of the real provider that this one stands in for. */
const VERSION = '1.289.0';

const data = loadProviderData();
const stackFolder = process.cwd();
const lenient = process.env['TF_SKIP_RESOURCE_SCHEMA_VALIDATION'] === 'true';

void serveProtocol(
  standInHandlers({
    data,
    engine: createEngine(data, { lenient }),
    door: openDoor(stackFolder, process.env['STRATA_SANDBOX_DIR']),
    stackFolder,
  }),
  {
    name: 'alicloud (stand-in of the sandbox)',
    version: VERSION,
    ...(data.schemaAnswer === undefined ? {} : { schemaAnswer: data.schemaAnswer }),
  },
);
