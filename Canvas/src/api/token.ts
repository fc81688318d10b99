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

/** How the token travels with a socket, whose headers a page cannot set: among the subprotocols, of which the server chooses the first. */
export function socketProtocols(): string[] {
  const token = readToken();
  return token === null ? [] : ['molecule', `bearer.${token}`];
}
