import { isMap, isScalar, parseDocument } from 'yaml';
import type { Pair } from 'yaml';
import { scalarText } from './scalar-text';

/**
 * Sets a key of the outermost mapping of a YAML file to a text, and leaves everything else as it is, comments too.
 *
 * @param after key after which a new line comes when the key is not there; at the end when that is not there either
 */
export function setKey(yaml: string, key: string, value: string, after: string): string {
  const found = pairOf(yaml, key);
  const range = found === undefined ? undefined : rangeOf(found.value);
  if (range !== undefined) return `${yaml.slice(0, range.start)}${scalarText(value)}${yaml.slice(range.end)}`;
  const before = pairOf(yaml, after);
  const end = (before === undefined ? undefined : rangeOf(before.value))?.end;
  const place = end === undefined ? 0 : startOfNextLine(yaml, end);
  const text = `${key}: ${scalarText(value)}\n`;
  if (place > 0) return `${yaml.slice(0, place)}${text}${yaml.slice(place)}`;
  return `${yaml}${yaml === '' || yaml.endsWith('\n') ? '' : '\n'}${text}`;
}

/** Where the line after a place begins; 0 when that place is in the last one. A nested mapping ends there already. */
function startOfNextLine(yaml: string, place: number): number {
  return yaml[place - 1] === '\n' ? place : yaml.indexOf('\n', place) + 1;
}

function pairOf(yaml: string, key: string): Pair | undefined {
  const { contents } = parseDocument(yaml);
  if (!isMap(contents)) return undefined;
  return contents.items.find((item) => isScalar(item.key) && item.key.value === key);
}

function rangeOf(node: unknown): { readonly start: number; readonly end: number } | undefined {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  const [start, end] = range ?? [];
  return start === undefined || end === undefined ? undefined : { start, end };
}
