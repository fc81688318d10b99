import { post, remove, send } from '../api/client';
import { ApiError } from '../api/errors';
import { isObject, text } from '../api/json';
import { forgetToken, keepToken, readToken } from '../api/token';

/** An organisation token that the page minted for itself. */
interface Entry {
  readonly id: string;
  readonly token: string;
}

/** Minted, and not shown to anybody yet. */
let unseen: Entry | null = null;

/**
 * Makes something that comes with a token. A server that stands open because nobody has one closes with the first, and would shut out the page that
 * asked for it: there, the page signs in with a token of its own before. Answers that token as well, to be shown once; null where there is none.
 */
export async function stayInside<Made>(make: () => Promise<Made>): Promise<{ made: Made; entry: string | null }> {
  unseen ??= await enter();
  try {
    const made = await make();
    const entry = unseen?.token ?? null;
    unseen = null;
    return { made, entry };
  } catch (error) {
    // Refused, nothing was made. An answer that never came may have made it all the same: there the page needs its token.
    if (unseen !== null && error instanceof ApiError && error.failure === 'http') await leave(unseen);
    throw error;
  }
}

async function enter(): Promise<Entry | null> {
  if (readToken() !== null || !await closesWithTheFirst()) return null;
  const reply = await post('/org/tokens', { name: 'canvas' });
  const entry = isObject(reply) ? { id: text(reply, 'id'), token: text(reply, 'auth_token') } : { id: '', token: '' };
  if (entry.token === '') return null;
  keepToken(entry.token);
  return entry;
}

/** Asked without cookies: where a session lets the page in, no token does. */
async function closesWithTheFirst(): Promise<boolean> {
  try {
    const { headers } = await send('GET', '/org/tokens', { credentials: 'omit' });
    // In development mode requests are "unlimited", and nothing ever closes.
    return /^\d+$/.test(headers.get('X-RateLimit-Limit') ?? '');
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'http') return false;
    throw error;
  }
}

async function leave(entry: Entry): Promise<void> {
  try {
    await remove(`/org/tokens/${entry.id}`);
  } catch {
    // It holds still: the page stays signed in with it, and shows it with whatever is made next.
    return;
  }
  unseen = null;
  forgetToken();
}

/** As on a fresh page. */
export function forgetEntry(): void {
  unseen = null;
}
