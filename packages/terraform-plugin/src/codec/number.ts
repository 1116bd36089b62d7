/** Numbers of Terraform have any size; those that JavaScript holds exactly are numbers, others are decimal strings. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** True for the decimal text of a number. */
export function isNumberText(text: string): boolean {
  return NUMBER.test(text);
}

/** A decimal text as a number if nothing is lost, else as it is. */
export function exactNumber(text: string): number | string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return canonical(text) === canonical(String(value)) ? value : text;
}

/** Sign, significant digits and exponent: equal for texts of the same number. */
function canonical(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${negative ? '-' : ''}${significant}e${scale}`;
}
