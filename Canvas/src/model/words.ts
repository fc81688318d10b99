/** What the server takes in no name and no role: they are written into its configuration files. */
const forbidden = '{}[]|>*&!';

/** Why the server would refuse a name or a role, in words that say which characters it may not hold; null where it would not. */
export function refusalOf(what: 'name' | 'role', words: string): string | null {
  const found = [...new Set(words)].filter(letter => forbidden.includes(letter));
  return found.length === 0 ? null : `A ${what} may not hold ${found.join(' ')} (nor any other of ${[...forbidden].join(' ')}).`;
}
