/** A text as one value of YAML: as it is where that is read back as the same, else in quotes, so that it cannot go on into other keys. */
export function scalarText(value: string): string {
  return /^[A-Za-z0-9][\w.@/+-]*(:[\w.@/+-]+)*$/.test(value) ? value : JSON.stringify(value);
}
