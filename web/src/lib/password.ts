export type Strength = "short" | "weak" | "fair" | "strong";

const COMMON = /^(.)\1+$|password|watchbell|qwerty|letmein|admin|12345|abc123|iloveyou/i;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
const SHORTEST = 10;

/** A rough guess for the person who types, not a gate: the server decides. Length counts for more than variety. */
export function strength(password: string, username = ""): Strength {
  if (password.length < SHORTEST) return "short";
  const different = new Set(password).size;
  const guessable = COMMON.test(password) || (username.length > 2 && password.toLowerCase().includes(username.toLowerCase()));
  if (guessable || different < 6) return "weak";
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  return password.length >= 16 || (password.length >= 12 && kinds >= 3) ? "strong" : "fair";
}
