/** Statements that are answered otherwise than a real frontend answered them, and why. */
export const disagreements: Readonly<Record<string, string>> = {};
