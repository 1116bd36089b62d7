/** What the real provider refuses before a plan: a pure function of the configuration. */

import type { AttributePath, Diagnostic, Value, ValueObject } from '@strata/terraform-plugin';
import { isUnknown, isWhollyKnown } from '@strata/terraform-plugin';

import type { Field, PrimitiveType } from './field';
import { elementsOf, objectOf, valueAt } from './text';
import type { Refusal } from './validators';
import { refuse, refuseElement } from './validators';

/** How strict validation is. */
export interface ValidateOptions {
  /** The provider's own rules give warnings only, as with `TF_SKIP_RESOURCE_SCHEMA_VALIDATION=true`. */
  readonly lenient: boolean;
}

function error(path: AttributePath, summary: string): Diagnostic {
  return { severity: 'error', summary, path };
}

/** Path as the SDK prints it: `artifact.0.kind`. */
function keyOf(path: AttributePath): string {
  return path.join('.');
}

function isSet(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  return !(Array.isArray(value) && value.length === 0);
}

/** Rules between arguments; their names are those of top-level arguments. */
function checkCompany(field: Field, path: AttributePath, config: ValueObject): Diagnostic[] {
  const key = keyOf(path);
  const { exactlyOneOf, atLeastOneOf } = field.facts;
  const present = (names: readonly string[]): string[] => names.filter((name) => isSet(config[name]));
  const listed = (names: readonly string[]): string => `\`${[...names].sort().join(',')}\``;
  const found: Diagnostic[] = [];
  if (exactlyOneOf !== undefined) {
    const specified = present(exactlyOneOf);
    if (specified.length === 0) {
      found.push(error(path, `"${key}": one of ${listed(exactlyOneOf)} must be specified`));
    }
    if (specified.length > 1 && specified.every((name) => !isUnknown(config[name]))) {
      found.push(
        error(
          path,
          `"${key}": only one of ${listed(exactlyOneOf)} can be specified, but ${listed(specified)} were specified.`,
        ),
      );
    }
  }
  if (atLeastOneOf !== undefined && present(atLeastOneOf).length === 0) {
    found.push(error(path, `"${key}": one of ${listed(atLeastOneOf)} must be specified`));
  }
  return found;
}

function checkConflicts(field: Field, path: AttributePath, config: ValueObject): Diagnostic[] {
  const key = keyOf(path);
  const conflict = (field.facts.conflictsWith ?? []).find((name) => isSet(config[name]) && !isUnknown(config[name]));
  const found = conflict === undefined ? [] : [error(path, `"${key}": conflicts with ${conflict}`)];
  const together = field.facts.requiredWith ?? [];
  if (together.some((name) => !isSet(config[name]))) {
    const names = [...new Set([...together, field.name])].sort().join(',');
    found.push(error(path, `"${key}": all of \`${names}\` must be specified`));
  }
  return found;
}

function refusal(path: AttributePath, refused: Refusal | undefined, options: ValidateOptions): Diagnostic[] {
  if (refused === undefined) return [];
  const lenient = options.lenient && refused.hint !== undefined;
  const detail = refused.hint === undefined ? {} : { detail: refused.hint };
  return [{ severity: lenient ? 'warning' : 'error', summary: refused.summary, path, ...detail }];
}

function checkPrimitive(
  field: Field,
  type: PrimitiveType,
  path: AttributePath,
  value: Value,
  options: ValidateOptions,
): Diagnostic[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const key = keyOf(path);
  if (type === 'number' && field.facts.number === 'int' && !Number.isInteger(Number(value))) {
    return [
      error(path, `${key}: cannot parse '' as int: strconv.ParseInt: parsing "${String(value)}": invalid syntax`),
    ];
  }
  return refusal(path, refuse(key, value, field.facts), options);
}

function checkCount(field: Field, path: AttributePath, count: number): Diagnostic[] {
  const { minItems, maxItems } = field.facts;
  const key = keyOf(path);
  if (maxItems !== undefined && count > maxItems) {
    return [error(path, `${key}: attribute supports ${maxItems} item maximum, config has ${count} declared`)];
  }
  if (minItems !== undefined && count < minItems) {
    return [error(path, `${key}: attribute supports ${minItems} item as a minimum, config has ${count} declared`)];
  }
  return [];
}

function checkValue(
  field: Field,
  path: AttributePath,
  value: Value,
  root: ValueObject,
  options: ValidateOptions,
): Diagnostic[] {
  const { shape } = field;
  switch (shape.kind) {
    case 'primitive':
      return checkPrimitive(field, shape.type, path, value, options);
    case 'map':
    case 'opaque':
      return [];
    case 'list':
    case 'set': {
      const elements = elementsOf(value);
      const counted = checkCount(field, path, elements.length);
      if (counted.length > 0) return counted;
      const found = elements.flatMap((element, index) => {
        const at = [...path, index];
        if (shape.of === 'block') return checkFields(shape.fields, at, objectOf(element), root, options);
        if (typeof element !== 'string') return [];
        return refusal(at, refuseElement(keyOf(at), element, field.facts), options);
      });
      // Elements of sets have no address, so their errors point at the set.
      return shape.kind === 'set' ? found.map((each) => ({ ...each, path })) : found;
    }
  }
}

function checkField(
  field: Field,
  parent: AttributePath,
  value: Value,
  root: ValueObject,
  options: ValidateOptions,
): Diagnostic[] {
  const path = [...parent, field.name];
  const company = parent.length === 0 ? checkCompany(field, path, root) : [];
  if (!isSet(value)) return company;
  if (!field.optional && !field.required) return [error(path, `"${keyOf(path)}": this field cannot be set`)];
  if (field.facts.removed === true) {
    return [...company, error(path, `"${keyOf(path)}": [REMOVED] it is no longer supported by the provider`)];
  }
  if (!isWhollyKnown(value) && field.shape.kind === 'primitive') return company;
  const conflicts = parent.length === 0 ? checkConflicts(field, path, root) : [];
  if (conflicts.length > 0) return [...company, ...conflicts];
  return [...company, ...checkValue(field, path, value, root, options)];
}

function checkFields(
  fields: readonly Field[],
  parent: AttributePath,
  values: ValueObject,
  root: ValueObject,
  options: ValidateOptions,
): Diagnostic[] {
  return fields.flatMap((field) => checkField(field, parent, valueAt(values, field.name), root, options));
}

/** Errors and warnings of a configuration whose shape Terraform has already accepted. */
export function validateConfig(
  fields: readonly Field[],
  config: ValueObject,
  options: ValidateOptions,
): readonly Diagnostic[] {
  const id = isSet(config['id']) ? [error(['id'], '"": invalid or unknown key: id')] : [];
  return [...id, ...checkFields(fields, [], config, config, options)];
}
