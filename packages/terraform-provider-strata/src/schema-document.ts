/** The provider's schema as `terraform providers schema -json` prints it. */

import { providerSchema, providerSchemaToJson } from '@strata/terraform-plugin';
import { SOURCE, strataProvider } from './provider';

export function schemaDocument(): unknown {
  const provider = strataProvider({ workingDirectory: '.', environment: {} }, () =>
    Promise.reject(new Error('The schema needs no engine.')),
  );
  return providerSchemaToJson(providerSchema(provider), SOURCE);
}
