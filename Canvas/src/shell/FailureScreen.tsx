import { useState, type SyntheticEvent } from 'react';
import { ApiError, describe } from '../api/errors';
import { forgetToken, keepToken, readToken } from '../api/token';
import { useSession } from './session-context';

/** Three different reasons for having nothing to show, each with its own way out. */
export function FailureScreen({ failure }: { readonly failure: unknown }) {
  if (failure instanceof ApiError && failure.isUnauthorized) return <SignIn refused={readToken() !== null} />;
  if (failure instanceof ApiError && failure.isPlatformDown) return <DatastoreDown failure={failure} />;
  return <Unreachable failure={failure} />;
}

function DatastoreDown({ failure }: { readonly failure: ApiError }) {
  return (
    <main className="screen">
      <div className="screen-card" role="alert">
        <h1>The server cannot reach its datastore</h1>
        <p>Molecule itself is running, but the database behind it does not answer. Nothing is lost: agents keep working and the page
          comes back by itself.</p>
        <ul>
          <li>Is the database running, and is its disk full?</li>
          <li>Does the server's connection setting name the right host?</li>
        </ul>
        <div className="row">
          <button type="button" className="button primary" onClick={() => location.reload()}>Reload</button>
        </div>
        <Details text={failure.details} />
      </div>
    </main>
  );
}

function Unreachable({ failure }: { readonly failure: unknown }) {
  const { refresh, retryNow } = useSession();
  return (
    <main className="screen">
      <div className="screen-card" role="alert">
        <h1>The organisation could not be read</h1>
        <p>{describe(failure)}. The page tries again every ten seconds.</p>
        <div className="row">
          <button type="button" className="button primary" onClick={() => {
            retryNow();
            refresh();
          }}>Retry now</button>
        </div>
        {failure instanceof ApiError ? <Details text={failure.details} /> : null}
      </div>
    </main>
  );
}

function SignIn({ refused }: { readonly refused: boolean }) {
  const { refresh, retryNow } = useSession();
  const [token, setToken] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (token.trim() === '') return;
    keepToken(token);
    retryNow();
    refresh();
  };
  return (
    <main className="screen">
      <form className="screen-card" onSubmit={submit}>
        <h1>Sign in</h1>
        <p>This server asks for a credential. Paste its admin token or an organisation token; it is kept for this tab only.</p>
        {refused ? <p className="error-text" role="alert">The server refused the token given before.</p> : null}
        <p className="hint">No token? A server that was started on one machine without ADMIN_TOKEN stands open until its first agent has a token, and
          has none to give afterwards. Stop it, start it again with <code>ADMIN_TOKEN=…</code> set to a secret of your choice, and paste that
          here; nothing is lost. A server that others can reach keeps the one it made in <code>admin-token</code> in its data directory.
          docs/running.md has both.</p>
        <label className="field">Token
          <input type="password" autoComplete="off" value={token} onChange={event => setToken(event.target.value)} />
        </label>
        <div className="row">
          <button type="submit" className="button primary" disabled={token.trim() === ''}>Sign in</button>
          {refused ? <button type="button" className="button" onClick={() => {
            forgetToken();
            refresh();
          }}>Go on without</button> : null}
        </div>
      </form>
    </main>
  );
}

function Details({ text }: { readonly text: string }) {
  return <details><summary>Details</summary><pre>{text}</pre></details>;
}
