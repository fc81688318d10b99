import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { ApiError, describe } from '../api/errors';
import { noRoutes, readRoutes } from '../api/routes';
import { listPeers } from '../api/workspaces';
import { lookOf, tierWords } from '../model/status';
import { isWithin, treeOf } from '../model/tree';
import { uptime } from '../model/time';
import { refusalOf } from '../model/words';
import { runtimeOf, skillsOf, type Workspace } from '../model/workspace';
import { select, useCanvas } from '../store/canvas';
import { arrangeTeam, moveInto } from '../store/hierarchy';
import { actionLabels, lifecycle, removeWorkspace, rename } from '../store/lifecycle';
import { openConnect } from '../store/dialogs';
import { keys } from '../store/keys';
import { StatusMark } from '../ui/StatusMark';
import { actionsFor } from './actions';
import { QueryState } from './QueryState';

export function DetailsTab({ workspace }: { readonly workspace: Workspace }) {
  return (
    <div className="details">
      <Failure workspace={workspace} />
      <Facts workspace={workspace} />
      <Skills workspace={workspace} />
      <Peers id={workspace.id} />
      <Actions workspace={workspace} />
      {workspace.agentCard === null ? null : (
        <details className="section"><summary>Agent card</summary><pre>{JSON.stringify(workspace.agentCard, null, 2)}</pre></details>
      )}
      <section className="section danger-zone">
        <h3>Danger</h3>
        <button type="button" className="button danger" onClick={() => void removeWorkspace(workspace.id)}>Delete this workspace</button>
      </section>
    </div>
  );
}

function Failure({ workspace }: { readonly workspace: Workspace }) {
  if (workspace.lastSampleError === '' && workspace.missing === '' && workspace.logTail === '') return null;
  if (workspace.status !== 'failed' && workspace.status !== 'degraded') return null;
  return (
    <section className="section failure">
      <h3>Last error</h3>
      <pre>{workspace.lastSampleError}</pre>
      {workspace.missing === '' ? null : <p>It needs these keys, and has not got them: <b>{workspace.missing}</b></p>}
      {workspace.logTail === '' ? null : <details><summary>The last that it wrote</summary><pre>{workspace.logTail}</pre></details>}
    </section>
  );
}

function Facts({ workspace }: { readonly workspace: Workspace }) {
  const parent = useCanvas(state => workspace.parentId === null ? undefined : state.org.workspaces.get(workspace.parentId));
  const { parentId } = workspace;
  return (
    <section className="section">
      <dl className="facts">
        <Editable label="Name" what="name" value={workspace.name} required save={name => rename(workspace.id, { name })} />
        <Editable label="Role" what="role" value={workspace.role} save={role => rename(workspace.id, { role })} />
        <Fact label="Status">{lookOf(workspace.status).word}</Fact>
        <Fact label="Tier">T{workspace.tier} {tierWords[workspace.tier] ?? ''}</Fact>
        <Fact label="Runtime">{runtimeOf(workspace) ?? 'not said'}</Fact>
        <Fact label="URL">{workspace.url === '' ? 'none yet' : <code>{workspace.url}</code>}</Fact>
        <Fact label="Parent">{parentId === null ? 'top of the organisation'
          : <button type="button" className="link" onClick={() => select(parentId)}>{parent?.name ?? parentId.slice(0, 8)}</button>}</Fact>
        <Fact label="Tasks">{workspace.activeTasks} of {workspace.maxConcurrentTasks}</Fact>
        <Fact label="Error rate">{Math.round(workspace.lastErrorRate * 100)} %</Fact>
        <Fact label="Uptime">{workspace.uptimeSeconds === 0 ? 'not said' : uptime(workspace.uptimeSeconds)}</Fact>
        {workspace.budgetLimit === null && workspace.monthlySpend === 0 ? null : (
          <Fact label="Spent">{money(workspace.monthlySpend)}{workspace.budgetLimit === null ? '' : ` of ${money(workspace.budgetLimit)}`} this month</Fact>
        )}
      </dl>
    </section>
  );
}

function money(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return <div><dt>{label}</dt><dd>{children}</dd></div>;
}

interface EditableProps {
  readonly label: string;
  readonly what: 'name' | 'role';
  readonly value: string;
  readonly required?: boolean;
  readonly save: (value: string) => Promise<void>;
}

function Editable({ label, what, value, required = false, save }: EditableProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const saving = useMutation({ mutationFn: save, onSuccess: () => setDraft(null) });
  if (draft === null) {
    return (
      <div><dt>{label}</dt><dd>{value === '' ? <span className="muted">none</span> : value}{' '}
        <button type="button" className="link" aria-label={`Change ${label.toLowerCase()}`} onClick={() => setDraft(value)}>change</button></dd></div>
    );
  }
  const refused = refusalOf(what, draft);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (refused === null) saving.mutate(draft.trim());
  };
  return (
    <div><dt>{label}</dt><dd>
      <form className="inline-form" onSubmit={submit}>
        <input autoFocus aria-label={label} value={draft} aria-invalid={saving.isError || refused !== null} onChange={event => setDraft(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setDraft(null);
          }} />
        <button type="submit" className="button" disabled={saving.isPending || refused !== null || (required && draft.trim() === '')}>Save</button>
        <button type="button" className="button" onClick={() => setDraft(null)}>Cancel</button>
      </form>
      {refused === null ? null : <p className="error-text" role="alert">{refused}</p>}
      {saving.isError ? <p className="error-text" role="alert">{describe(saving.error)}</p> : null}
    </dd></div>
  );
}

function Skills({ workspace }: { readonly workspace: Workspace }) {
  const skills = skillsOf(workspace.agentCard);
  if (skills.length === 0) return null;
  return (
    <section className="section">
      <h3>Skills</h3>
      <ul className="skills">{skills.map(skill => (
        <li key={skill.id}><b>{skill.name}</b>{skill.description === '' ? null : <span> {skill.description}</span>}</li>
      ))}</ul>
    </section>
  );
}

function Peers({ id }: { readonly id: string }) {
  const query = useQuery({ queryKey: keys.peers(id), queryFn: () => listPeers(id) });
  const refused = query.error instanceof ApiError && query.error.isUnauthorized;
  return (
    <section className="section">
      <h3>May talk to</h3>
      {refused ? <p className="hint">The server tells this only to the workspace itself.</p> : (
        <QueryState query={query} what="peers" empty={query.data?.length === 0} emptyText="Nobody: it is alone in its team.">
          <ul className="peers">{(query.data ?? []).map(peer => (
            <li key={peer.id}><button type="button" className="link" onClick={() => select(peer.id)}>
              <StatusMark status={peer.status} /> {peer.name}</button>{peer.role === '' ? null : <span className="muted"> {peer.role}</span>}</li>
          ))}</ul>
        </QueryState>
      )}
    </section>
  );
}

function Actions({ workspace }: { readonly workspace: Workspace }) {
  const workspaces = useCanvas(state => state.org.workspaces);
  const tree = treeOf(workspaces);
  const { id } = workspace;
  // A server does not change its routes while it runs.
  const routes = useQuery({ queryKey: keys.routes, queryFn: readRoutes, staleTime: Number.POSITIVE_INFINITY }).data ?? noRoutes;
  const parent = tree.parent.get(id) ?? null;
  const targets = tree.order.filter(other => other !== parent && !isWithin(tree, other, id));
  return (
    <section className="section">
      <h3>Actions</h3>
      <div className="row wrap">
        {actionsFor(workspace, routes).map(action => (
          <button key={action} type="button" className="button" onClick={() => void lifecycle(id, action)}>{actionLabels[action]}</button>
        ))}
        {runtimeOf(workspace) === 'external' || workspace.status === 'awaiting_agent' ? (
          <button type="button" className="button" onClick={() => openConnect({ kind: 'existing', id })}>Show how to connect</button>
        ) : null}
        <button type="button" className="button" onClick={() => openConnect({ kind: 'new', parentId: id })}>Add an agent below</button>
        {tree.childrenOf(id).length > 1 ? (
          <button type="button" className="button" onClick={() => void arrangeTeam(id)}>Arrange the team</button>
        ) : null}
      </div>
      <label className="field">Move into
        <select value="" onChange={event => {
          const to = event.target.value;
          if (to !== '') void moveInto(id, to === top ? null : to);
        }}>
          <option value="">choose a team…</option>
          {parent === null ? null : <option value={top}>the top of the organisation</option>}
          {targets.map(other => <option key={other} value={other}>{workspaces.get(other)?.name}</option>)}
        </select>
      </label>
    </section>
  );
}

const top = '/';
