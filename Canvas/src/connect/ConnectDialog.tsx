import { useMutation } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { ApiError, describe } from '../api/errors';
import { createExternal, issueToken, type Connection } from '../api/workspaces';
import { treeOf } from '../model/tree';
import { refusalOf } from '../model/words';
import { nameOf, select, useCanvas } from '../store/canvas';
import { closeConnect, type Connect } from '../store/dialogs';
import { useSession } from '../shell/session-context';
import { CopyButton } from '../ui/CopyButton';
import { Modal } from '../ui/Modal';
import { StatusMark } from '../ui/StatusMark';
import { stayInside } from './entry';
import { snippetsFor } from './snippets';

interface Ready {
  readonly connection: Connection;
  readonly name: string;
  /** The page's own token, where it had to sign in for this. */
  readonly entry: string | null;
}

/** Makes room for an agent that runs elsewhere, shows how it joins, and turns green when it has. */
export function ConnectDialog({ connect }: { readonly connect: Connect }) {
  const [ready, setReady] = useState<Ready | null>(null);
  if (ready !== null) return <Instructions ready={ready} />;
  return connect.kind === 'new' ? <Create parentId={connect.parentId} onReady={setReady} /> : <NewToken id={connect.id} onReady={setReady} />;
}

function Create({ parentId, onReady }: { readonly parentId: string | null; readonly onReady: (ready: Ready) => void }) {
  const workspaces = useCanvas(state => state.org.workspaces);
  const [name, setName] = useState('');
  const [role, setRole] = useState('');
  const [parent, setParent] = useState(parentId ?? '');
  const { refresh } = useSession();
  const creating = useMutation({
    mutationFn: () => stayInside(() => createExternal({ name: name.trim(), role: role.trim(), parentId: parent === '' ? null : parent })),
    onSuccess: ({ made, entry }) => {
      refresh();
      onReady({ connection: made, name: name.trim(), entry });
    },
  });
  const refusedName = refusalOf('name', name);
  const refusedRole = refusalOf('role', role);
  const ready = name.trim() !== '' && refusedName === null && refusedRole === null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (ready && !creating.isPending) creating.mutate();
  };
  return (
    <Modal title="Connect an agent" onCancel={closeConnect}>
      <form className="form" onSubmit={submit}>
        <p>The role is made first. Then you get a token and commands with which its agent joins, from this machine or any other.</p>
        <label className="field">Name
          <input autoFocus required maxLength={255} value={name} aria-invalid={refusedName !== null} onChange={event => setName(event.target.value)} placeholder="Researcher" />
        </label>
        {refusedName === null ? null : <p className="error-text" role="alert">{refusedName}</p>}
        <label className="field">Role <span className="muted">(what others may expect of it)</span>
          <input maxLength={1000} value={role} aria-invalid={refusedRole !== null} onChange={event => setRole(event.target.value)} placeholder="Finds and checks sources" />
        </label>
        {refusedRole === null ? null : <p className="error-text" role="alert">{refusedRole}</p>}
        <label className="field">Team
          <select value={parent} onChange={event => setParent(event.target.value)}>
            <option value="">none: top of the organisation</option>
            {treeOf(workspaces).order.map(id => <option key={id} value={id}>{workspaces.get(id)?.name}</option>)}
          </select>
        </label>
        {creating.isError ? <p className="error-text" role="alert">It could not be made: {describe(creating.error)}</p> : null}
        <div className="row end">
          <button type="button" className="button" onClick={closeConnect}>Cancel</button>
          <button type="submit" className="button primary" disabled={!ready || creating.isPending}>
            {creating.isPending ? 'Making room…' : 'Continue'}
          </button>
        </div>
      </form>
    </Modal>
  );
}

/** The first token of a workspace is shown once; whoever comes later gets one more. */
function NewToken({ id, onReady }: { readonly id: string; readonly onReady: (ready: Ready) => void }) {
  const name = nameOf(id);
  const issuing = useMutation({
    mutationFn: () => stayInside(() => issueToken(id)),
    onSuccess: ({ made: authToken, entry }) => onReady({
      name, entry,
      connection: { workspaceId: id, platformUrl: location.origin, authToken },
    }),
  });
  return (
    <Modal title={`Connect the agent of ${name}`} onCancel={closeConnect}>
      <p>Tokens are shown once and stored as hashes, so the first one cannot be shown again. A further token works beside it.</p>
      {issuing.isError ? <p className="error-text" role="alert">No token could be issued: {describe(issuing.error)}</p> : null}
      <div className="row end">
        <button type="button" className="button" onClick={closeConnect}>Cancel</button>
        <button type="button" className="button primary" autoFocus disabled={issuing.isPending} onClick={() => issuing.mutate()}>Issue a token</button>
      </div>
    </Modal>
  );
}

function Instructions({ ready }: { readonly ready: Ready }) {
  const { connection, name, entry } = ready;
  const status = useCanvas(state => state.org.workspaces.get(connection.workspaceId)?.status ?? 'awaiting_agent');
  const signedOut = useCanvas(state => state.failure instanceof ApiError && state.failure.isUnauthorized);
  const online = !signedOut && (status === 'online' || status === 'degraded');
  const [kept, setKept] = useState(false);
  const done = kept || (online && entry === null);
  const [chosen, setChosen] = useState(0);
  const snippets = snippetsFor(connection, name);
  const snippet = snippets[chosen] ?? snippets[0];
  const tabs = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const next = (chosen + by + snippets.length) % snippets.length;
    setChosen(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  const close = () => {
    closeConnect();
    select(connection.workspaceId, 'chat');
  };
  return (
    <Modal title={`Connect the agent of ${name}`} wide onCancel={() => {
      if (done) close();
    }}>
      <div className="connect-state" data-online={online || undefined} role="status">
        <StatusMark status={online ? 'online' : 'awaiting_agent'} size={14} />
        {online ? `${name} is online. You can talk to it now.`
          : signedOut ? 'Paste one of these where the agent shall run:' : 'Waiting for the agent. Paste one of these where it shall run:'}
      </div>
      {signedOut ? (
        <p className="hint">The server asks this page to sign in now, so it cannot tell here when the agent has come. The token below works all the
          same; keep it, and sign in afterwards.</p>
      ) : null}
      <div className="tabs" role="tablist" aria-label="Language" onKeyDown={onKeyDown}>
        {snippets.map((item, index) => (
          <button key={item.key} type="button" role="tab" id={`${tabs}-${item.key}`} aria-selected={index === chosen}
            aria-controls={`${tabs}-panel`} tabIndex={index === chosen ? 0 : -1} onClick={() => setChosen(index)}>{item.title}</button>
        ))}
      </div>
      {snippet === undefined ? null : (
        <div id={`${tabs}-panel`} role="tabpanel" aria-labelledby={`${tabs}-${snippet.key}`} className="snippet">
          <div className="snippet-head"><span>{snippet.explains}</span><CopyButton text={snippet.code} /></div>
          <pre data-snippet={snippet.key} tabIndex={0}>{snippet.code}</pre>
        </div>
      )}
      <dl className="facts">
        <div><dt>Workspace</dt><dd><code>{connection.workspaceId}</code> <CopyButton text={connection.workspaceId} /></dd></div>
        <div><dt>Token</dt><dd><code>{connection.authToken || 'the server issues one when the agent registers'}</code>{' '}
          {connection.authToken === '' ? null : <CopyButton text={connection.authToken} />}</dd></div>
        {entry === null ? null : <div><dt>Your token</dt><dd><code>{entry}</code> <CopyButton text={entry} /></dd></div>}
      </dl>
      {entry === null ? null : (
        <p className="hint">The first agent with a token closes the server: from now on it asks everybody to sign in. This tab is signed in with a token of its
          own. Keep it: it lets you in again when the tab is closed, and may do everything here.</p>
      )}
      <div className="row end">
        {online && entry === null ? null : (
          <label className="tick"><input type="checkbox" checked={kept} onChange={event => setKept(event.target.checked)} />
            {' '}{entry === null ? 'I kept the token: it is not shown again' : 'I kept both tokens: they are not shown again'}</label>
        )}
        <button type="button" className="button primary" disabled={!done} onClick={close}>Done</button>
      </div>
    </Modal>
  );
}
