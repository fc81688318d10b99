import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react';
import { describe } from '../api/errors';
import { loadHistory, markRead, say, setDraft, useChat } from '../chat/store';
import { emptyTranscript, isWaiting, type Bubble } from '../chat/transcript';
import { lookOf } from '../model/status';
import { clock } from '../model/time';
import type { Workspace } from '../model/workspace';
import { openConnect } from '../store/dialogs';
import { keys } from '../store/keys';
import { useNow } from '../ui/useNow';

export function ChatTab({ workspace }: { readonly workspace: Workspace }) {
  const { id } = workspace;
  const transcript = useChat(state => state.transcripts.get(id)) ?? emptyTranscript;
  const history = useQuery({ queryKey: keys.activity(id, 'chat'), queryFn: ({ signal }) => loadHistory(id, signal) });
  const unread = useChat(state => state.unread.has(id));
  useEffect(() => {
    if (unread) markRead(id);
  }, [id, unread]);
  return (
    <div className="chat">
      <Messages workspace={workspace} bubbles={transcript.bubbles} waiting={isWaiting(transcript)}
        notice={history.isPending ? <p className="hint">Reading the conversation…</p>
          : history.isError ? (
            <p className="error-text" role="alert">Earlier messages could not be read: {describe(history.error)}.{' '}
              <button type="button" className="link" onClick={() => void history.refetch()}>Try again</button></p>
          ) : transcript.bubbles.length === 0 ? <p className="hint">Nothing said yet.{lookOf(workspace.status).listens ? ` Ask ${workspace.name} something.` : ''}</p> : null} />
      <Composer workspace={workspace} />
    </div>
  );
}

interface MessagesProps {
  readonly workspace: Workspace;
  readonly bubbles: readonly Bubble[];
  readonly waiting: boolean;
  readonly notice: ReactNode;
}

const nearBottom = 40;

function Messages({ workspace, bubbles, waiting, notice }: MessagesProps) {
  const box = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const [news, setNews] = useState(false);
  const scrollDown = () => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    setNews(false);
  };
  const last = bubbles.at(-1)?.id;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (atBottom.current) element.scrollTop = element.scrollHeight;
    else setNews(last !== undefined);
  }, [last, waiting]);
  return (
    <div className="messages-frame">
      <div className="messages" ref={box} role="log" aria-label={`Conversation with ${workspace.name}`} tabIndex={0} onScroll={event => {
        const element = event.currentTarget;
        atBottom.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearBottom;
        if (atBottom.current) setNews(false);
      }}>
        {notice}
        {bubbles.map(bubble => <Message key={bubble.id} bubble={bubble} id={workspace.id} />)}
        {waiting ? <Working workspace={workspace} since={bubbles.findLast(bubble => bubble.progress === 'working')?.at ?? 0} /> : null}
      </div>
      {news ? <button type="button" className="news" onClick={scrollDown}>New messages ↓</button> : null}
    </div>
  );
}

const progressWords = { queued: 'waiting', late: 'still working', failed: 'not answered' } as const;

function Message({ bubble, id }: { readonly bubble: Bubble; readonly id: string }) {
  const state = bubble.progress === 'queued' || bubble.progress === 'late' || bubble.progress === 'failed' ? bubble.progress : null;
  return (
    <div className="bubble" data-speaker={bubble.speaker} data-progress={bubble.progress ?? undefined}>
      <div className="bubble-text">{bubble.text}</div>
      {bubble.files.length === 0 ? null : (
        <ul className="bubble-files">{bubble.files.map(file => (
          <li key={file.uri}>{/^https?:/.test(file.uri)
            ? <a href={file.uri} target="_blank" rel="noopener noreferrer">{file.name}</a> : <span title={file.uri}>{file.name}</span>}</li>
        ))}</ul>
      )}
      <div className="bubble-foot">
        {state === null ? null : <span className="bubble-state">{progressWords[state]}</span>}
        <time dateTime={new Date(bubble.at).toISOString()} title={new Date(bubble.at).toLocaleString()}>{clock(bubble.at)}</time>
      </div>
      {bubble.note === null ? null : <p className="bubble-note" role="status">{bubble.note}</p>}
      {bubble.progress === 'failed' ? (
        <button type="button" className="link" onClick={() => void say(id, bubble.text)}>Send again</button>
      ) : null}
    </div>
  );
}

function Working({ workspace, since }: { readonly workspace: Workspace; readonly since: number }) {
  const now = useNow(1000);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return (
    <div className="working" role="status">
      <span className="dots" aria-hidden="true"><i /><i /><i /></span>
      <span>{workspace.currentTask === '' ? `${workspace.name} is working` : workspace.currentTask}</span>
      <span className="muted">{seconds} s</span>
    </div>
  );
}

function Composer({ workspace }: { readonly workspace: Workspace }) {
  const { id } = workspace;
  const draft = useChat(state => state.drafts.get(id)) ?? '';
  const look = lookOf(workspace.status);
  const submit = (event?: SyntheticEvent) => {
    event?.preventDefault();
    const words = draft.trim();
    if (words === '' || !look.listens) return;
    // Emptied before anything is awaited: a second Enter finds nothing to send.
    setDraft(id, '');
    void say(id, words);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className="composer" onSubmit={submit}>
      {look.listens ? null : (
        <p className="hint" id="composer-hint">{workspace.name} takes no messages now: {look.word.toLowerCase()}. {look.meaning}
          {workspace.status === 'awaiting_agent'
            ? <> <button type="button" className="link" onClick={() => openConnect({ kind: 'existing', id })}>Show how to connect</button></> : null}
        </p>
      )}
      <div className="composer-row">
        <textarea rows={2} aria-label={`Message to ${workspace.name}`} value={draft} placeholder="Enter sends, Shift+Enter breaks the line"
          {...(look.listens ? {} : { 'aria-describedby': 'composer-hint' })}
          onChange={event => setDraft(id, event.target.value)} onKeyDown={onKeyDown} />
        <button type="submit" className="button primary" disabled={draft.trim() === '' || !look.listens}>Send</button>
      </div>
    </form>
  );
}
