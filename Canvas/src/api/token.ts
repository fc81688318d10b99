/** The bearer a self-hosted server with ADMIN_TOKEN asks for; kept for this browser tab only. */
const key = 'molecule.token';

export function readToken(): string | null {
  return sessionStorage.getItem(key);
}

export function keepToken(token: string): void {
  sessionStorage.setItem(key, token.trim());
}

export function forgetToken(): void {
  sessionStorage.removeItem(key);
}
