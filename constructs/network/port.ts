/** TCP ports on which something is reached: one, or all from one to another. */
export interface Port {
  readonly from: number;
  readonly to: number;
}

/** One port, or a range with both ends. */
export function tcp(from: number, to: number = from): Port {
  return { from, to };
}

/** As rules of security groups write it, e.g. `3306/3306`. */
export function portRange({ from, to }: Port): string {
  return `${from}/${to}`;
}

export function isPort({ from, to }: Port): boolean {
  const exists = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;
  return exists(from) && exists(to) && from <= to;
}
