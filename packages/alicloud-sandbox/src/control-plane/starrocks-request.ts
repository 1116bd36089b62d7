/** What a call of EMR Serverless StarRocks was given: some clients put a parameter in the query, some in the body, in either case. */

import { ApiError } from './errors';
import type { ApiRequest } from './http';
import { asObject } from './http';
import type { Attributes } from './state';

/** A parameter wherever it is, or undefined. */
export function given(request: ApiRequest, name: string): unknown {
  const body = asObject(request.body);
  const other = lowerFirst(name);
  return body[name] ?? body[other] ?? request.parameters.get(name) ?? request.parameters.get(other);
}

/** A text, or undefined when nothing is said. */
export function textGiven(request: ApiRequest, name: string): string | undefined {
  const value = given(request, name);
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @throws ApiError 400 when it is missing */
export function mandatory(request: ApiRequest, name: string): string {
  const text = textGiven(request, name);
  if (text === undefined) throw new ApiError(400, `Missing${name}`, `${name} is mandatory.`);
  return text;
}

export function numberGiven(request: ApiRequest, name: string): number | undefined {
  const text = textGiven(request, name);
  return text === undefined ? undefined : Number(text);
}

/** True or false, or undefined when nothing is said. */
export function flagGiven(request: ApiRequest, name: string): boolean | undefined {
  const text = textGiven(request, name)?.toLowerCase();
  return text === undefined ? undefined : text === 'true';
}

/** A list: one of JSON, the text of one, or none. */
export function listGiven(request: ApiRequest, name: string): readonly unknown[] {
  return asArray(given(request, name));
}

/** The instance that a call names. Node groups call it ClusterId. @throws ApiError 400 when none is named */
export function instanceIdOf(request: ApiRequest): string {
  return textGiven(request, 'ClusterId') ?? mandatory(request, 'InstanceId');
}

/** One page of a list. @param size - entries of a page when the call says nothing */
export function pageOf<T>(request: ApiRequest, all: readonly T[], size: number): readonly T[] {
  const number = Math.max(1, numberGiven(request, 'PageNumber') ?? 1);
  const length = Math.max(1, numberGiven(request, 'PageSize') ?? size);
  return all.slice((number - 1) * length, number * length);
}

/** Tags of a call, as Terraform has them. */
export function tagMap(value: unknown): Attributes {
  return Object.fromEntries(
    asArray(value)
      .map(asObject)
      .map(({ Key, Value, key, value: text }) => [String(Key ?? key), Value ?? text ?? '']),
  );
}

export function asArray(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value === '' ? [] : parsedArray(value);
  return Array.isArray(value) ? value : [];
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A refusal in the form of the service. */
export function invalidParams(rule: string): ApiError {
  return new ApiError(400, 'InvalidParams', `Invalid params: [${rule}].`);
}

function parsedArray(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    throw invalidParams('a list must be JSON');
  }
}
