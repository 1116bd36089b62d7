/** The same thing under two names: Terraform's and the API's. Both sides of a call read the same tables. */

import type { ApiRequest } from './http';
import type { Attributes } from './state';

export type Field = readonly [attribute: string, parameter: string, parse?: (text: string) => unknown];
export type Fields = readonly Field[];

/** A parameter that holds a number. */
export function numeric(text: string): number {
  return Number(text);
}

/** A parameter that holds true or false. */
export function flag(text: string): boolean {
  return text.toLowerCase() === 'true';
}

/** Attributes under the API's names, for a call or for its answer; what has no value is left out. */
export function toApi(fields: Fields, attributes: Attributes): Attributes {
  return named(fields, (attribute, parameter) => [parameter, attributes[attribute]]);
}

/** What an API answered, under Terraform's names. */
export function toTerraform(fields: Fields, answer: Attributes): Attributes {
  return named(fields, (attribute, parameter) => [attribute, answer[parameter]]);
}

/** What a call was given, under Terraform's names. */
export function givenIn(fields: Fields, request: ApiRequest): Attributes {
  return named(fields, (attribute, parameter, parse) => {
    const text = request.parameters.get(parameter);
    return [attribute, text === undefined || parse === undefined ? text : parse(text)];
  });
}

function named(
  fields: Fields,
  entry: (attribute: string, parameter: string, parse: Field[2]) => readonly [string, unknown],
): Attributes {
  const entries = fields.map(([attribute, parameter, parse]) => entry(attribute, parameter, parse));
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}
