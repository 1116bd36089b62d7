/** Finds what a person probably meant. */

/** Number of single-character edits between two words. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const change = left.charAt(row - 1) === right.charAt(column - 1) ? 0 : 1;
      const above = (previous[column] ?? 0) + 1;
      const before = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(above, before, (previous[column - 1] ?? 0) + change));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** The candidate that is most like the word; `undefined` if none is close. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 2));
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance || (distance === bestDistance && best === undefined)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean x?` or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : ` Did you mean ${found}?`;
}
