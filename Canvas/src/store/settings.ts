/** What this browser remembers. A browser that refuses storage simply forgets. */
const prefix = 'molecule.';

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private browsing without storage: the setting lasts as long as the page.
  }
}
