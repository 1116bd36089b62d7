/** Writes text into Terraform JSON so that Terraform takes `${` and `%{` in it as they are. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
