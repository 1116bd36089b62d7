/** The decisions of the real provider for any of its resource types: what it refuses and what it plans. */

import type { Diagnostic, ValueObject } from '@strata/terraform-plugin';

import type { ProviderData } from './data';
import type { Field } from './field';
import { resourceFields } from './field';
import type { Planned } from './plan';
import { planResource } from './plan';
import type { ValidateOptions } from './validate';
import { validateConfig } from './validate';

export interface Engine {
  /** Arguments and computed attributes of a resource type. */
  fields(type: string): readonly Field[];
  validate(type: string, config: ValueObject): readonly Diagnostic[];
  /** `prior` is `null` for a creation; `proposed` is what Terraform merged from configuration and prior state. */
  plan(type: string, prior: ValueObject | null, proposed: ValueObject): Planned;
}

const STRICT: ValidateOptions = { lenient: false };

/** Makes the engine for the schema and facts of a provider. */
export function createEngine(data: ProviderData, options: ValidateOptions = STRICT): Engine {
  const cache = new Map<string, readonly Field[]>();
  const fields = (type: string): readonly Field[] => {
    const known = cache.get(type);
    if (known !== undefined) return known;
    const schema = data.schema.resources[type];
    if (schema === undefined) return [];
    const facts = data.facts.get(type) ?? { type, importable: true, timeouts: {}, attributes: {} };
    const made = resourceFields(schema, facts);
    cache.set(type, made);
    return made;
  };
  return {
    fields,
    validate: (type, config) => validateConfig(fields(type), config, options),
    plan: (type, prior, proposed) => planResource(type, fields(type), prior, proposed),
  };
}
