/** Writes an integer number of units of 10^-scale as a decimal, e.g. `decimalText(-5, 2)` = `-0.05`. */
export function decimalText(units: number | bigint, scale: number): string {
  const text = String(units < 0 ? -units : units).padStart(scale + 1, '0');
  const sign = units < 0 ? '-' : '';
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/**
 * Divides two decimals and rounds as `round(a / b, scale)` does in StarRocks: the quotient is first rounded half up to six
 * digits more than the dividend has, then half up to `scale`. Null when the divisor is null or 0.
 */
export function quotientText(dividend: Decimal, divisor: Decimal | null, scale: number): string | null {
  if (divisor === null || divisor.units === 0) return null;
  const digits = dividend.scale + 6;
  const shifted = BigInt(dividend.units) * 10n ** BigInt(6 + divisor.scale);
  const quotient = divideHalfUp(shifted, BigInt(divisor.units));
  return decimalText(divideHalfUp(quotient, 10n ** BigInt(digits - scale)), scale);
}

/** An integer number of units of 10^-scale. */
export interface Decimal {
  readonly units: number;
  readonly scale: number;
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (a * 2n + b) / (b * 2n);
  return negative ? -rounded : rounded;
}
