/** Statements that need something of the warehouse which only the moment of their turn knows. */

import { ApplyError } from '../errors';
import type { Fill } from '../plan-types';

/**
 * Fills the places of statements.
 *
 * @param read gives the rows of a query
 * @throws ApplyError (STR1429) when the warehouse does not say where a load is.
 */
export async function fillStatements(
  statements: readonly string[],
  fills: readonly Fill[],
  read: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>,
): Promise<readonly string[]> {
  let filled = statements;
  for (const fill of fills) {
    const [row] = await read(fill.sql);
    const entry = Object.entries(row ?? {}).find(([key]) => key.toUpperCase() === fill.column);
    const progress = typeof entry?.[1] === 'string' ? entry[1] : JSON.stringify(entry?.[1] ?? null);
    if (NO_PARTITIONS.test(progress)) {
      filled = [fill.unread];
      continue;
    }
    const values = kafkaPlaces(progress);
    filled = filled.map((statement) =>
      statement.replace('{{partitions}}', values.partitions).replace('{{offsets}}', values.offsets),
    );
  }
  return filled;
}

/** The engine knows the partitions of a topic from when a load first reads it. */
const NO_PARTITIONS = /^\s*\{\s*\}\s*$/;

/** `{"0":"123"}`, the last offset that was read, as the places to begin at. */
export function kafkaPlaces(progress: string): { readonly partitions: string; readonly offsets: string } {
  const places = parsePlaces(progress);
  if (places.length === 0) {
    throw new ApplyError(
      'STR1429',
      `The load does not say how far it has read (${progress}), so it cannot go on from there. Its table is swapped; ` +
        'make the load by hand with the offsets of SHOW ROUTINE LOAD, or let it begin anew.',
    );
  }
  return {
    partitions: places.map(([partition]) => partition).join(','),
    offsets: places.map(([, offset]) => nextOffset(offset)).join(','),
  };
}

/** What comes next: behind the last message that was read, or where the job was told to begin. */
function nextOffset(shown: string): string {
  if (shown === UNREAD_FROM_ZERO) return '0';
  return /^\d+$/.test(shown) ? String(BigInt(shown) + 1n) : shown;
}

function parsePlaces(progress: string): readonly (readonly [partition: string, offset: string])[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(progress);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return [];
  const places = Object.entries(parsed).map(([partition, offset]) => [partition, String(offset)] as const);
  // One partition that is not understood would be left out of the new load.
  return places.every(([partition, offset]) => /^\d+$/.test(partition) && PLACE.test(offset)) ? places : [];
}

/** How the engine shows a job that begins at offset 0 and has read nothing; as an offset it takes a number. */
const UNREAD_FROM_ZERO = 'OFFSET_ZERO';
const PLACE = /^(\d+|OFFSET_ZERO|OFFSET_BEGINNING|OFFSET_END)$/;
