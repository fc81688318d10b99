import type { ActivityRow } from '../api/history';
import { parseTime } from '../model/time';
import { contentOf, errorOf, requestContent, type Attachment } from './extract';

export type Speaker = 'person' | 'agent' | 'system';

/** working: no answer yet. queued: the server keeps it for a busy agent. late: given up waiting here, the answer still comes. */
export type Progress = 'working' | 'queued' | 'late' | 'answered' | 'failed';

export interface Bubble {
  readonly id: string;
  readonly speaker: Speaker;
  readonly text: string;
  readonly files: readonly Attachment[];
  readonly at: number;
  /** JSON-RPC id of the request this belongs to. */
  readonly requestId: string | null;
  /** Of a person's message. */
  readonly progress: Progress | null;
  readonly note: string | null;
}

export interface Transcript {
  /** Oldest first. */
  readonly bubbles: readonly Bubble[];
  readonly serial: number;
}

export const emptyTranscript: Transcript = { bubbles: [], serial: 0 };

/** The same words from the same speaker within this time are one message that came by two ways. */
const sameMessageMs = 3_000;
const historyTurns = 20;

type Draft = Omit<Bubble, 'id'>;

function add(transcript: Transcript, draft: Draft): Transcript {
  const serial = transcript.serial + 1;
  return { bubbles: [...transcript.bubbles, { ...draft, id: `b${serial}` }], serial };
}

function same(a: Draft, b: Draft): boolean {
  return a.speaker === b.speaker && a.text === b.text
    && a.files.map(file => file.uri).sort().join() === b.files.map(file => file.uri).sort().join();
}

export function sent(transcript: Transcript, words: string, requestId: string, at: number): Transcript {
  return add(transcript, { speaker: 'person', text: words, files: [], at, requestId, progress: 'working', note: null });
}

/** The person's message changes its state; nothing happens once it is answered. */
export function progressed(transcript: Transcript, requestId: string, progress: Progress, note: string | null = null): Transcript {
  return {
    ...transcript,
    bubbles: transcript.bubbles.map(bubble =>
      bubble.speaker === 'person' && bubble.requestId === requestId && bubble.progress !== 'answered'
        ? { ...bubble, progress, note } : bubble),
  };
}

/**
 * An answer arrived by one of three ways: the reply of the request, the A2A_RESPONSE event, or a message the agent pushed. The first one
 * shows it; the others are recognised by the request's id, or by the same words close in time.
 */
export function answered(transcript: Transcript, reply: unknown, requestId: string | null, at: number): Transcript {
  const content = contentOf(reply);
  const failure = errorOf(reply);
  const belongs = requestId ?? oldestWorking(transcript);
  const settled = belongs === null ? transcript
    : progressed(transcript, belongs, failure === null ? 'answered' : 'failed', failure);
  if (requestId !== null && transcript.bubbles.some(bubble => bubble.speaker !== 'person' && bubble.requestId === requestId)) return settled;
  const draft: Draft = {
    speaker: failure === null ? 'agent' : 'system',
    text: failure ?? (content.text === '' && content.files.length === 0 ? '(the agent answered without words)' : content.text),
    files: content.files, at, requestId, progress: null, note: null,
  };
  return say(settled, draft);
}

/** The agent spoke on its own, or its answer was pushed to the page. */
export function pushed(transcript: Transcript, words: string, files: readonly Attachment[], at: number): Transcript {
  if (words === '' && files.length === 0) return transcript;
  const waiting = oldestWorking(transcript);
  const settled = waiting === null ? transcript : progressed(transcript, waiting, 'answered');
  return say(settled, { speaker: 'agent', text: words, files, at, requestId: null, progress: null, note: null });
}

export function systemSaid(transcript: Transcript, words: string, at: number): Transcript {
  return say(transcript, { speaker: 'system', text: words, files: [], at, requestId: null, progress: null, note: null });
}

function say(transcript: Transcript, draft: Draft): Transcript {
  const twin = transcript.bubbles.find(bubble => same(bubble, draft) && Math.abs(bubble.at - draft.at) < sameMessageMs
    && (bubble.requestId === null || draft.requestId === null || bubble.requestId === draft.requestId));
  if (twin === undefined) return add(transcript, draft);
  if (twin.requestId !== null || draft.requestId === null) return transcript;
  return { ...transcript, bubbles: transcript.bubbles.map(bubble => bubble === twin ? { ...twin, requestId: draft.requestId } : bubble) };
}

function oldestWorking(transcript: Transcript): string | null {
  return transcript.bubbles.find(bubble => bubble.progress === 'working' || bubble.progress === 'queued' || bubble.progress === 'late')
    ?.requestId ?? null;
}

export function isWaiting(transcript: Transcript): boolean {
  return transcript.bubbles.some(bubble => bubble.progress === 'working');
}

/** Puts the rows the server keeps (newest first) before and among what happened in this page. */
export function withHistory(transcript: Transcript, rows: readonly ActivityRow[]): Transcript {
  const told: Bubble[] = [];
  for (const row of [...rows].reverse()) {
    const at = parseTime(row.createdAt, 0);
    const requestId = rpcId(row.request);
    const asked = requestContent(row.request);
    if (asked.text !== '' || asked.files.length > 0) {
      told.push({ id: `h${row.id}q`, speaker: 'person', ...asked, at, requestId, progress: null, note: null });
    }
    const answer = contentOf(row.response);
    const failed = row.status === 'error' || errorOf(row.response) !== null;
    const words = failed ? errorOf(row.response) ?? row.error ?? (answer.text || 'the message could not be delivered') : answer.text;
    if (words !== '' || answer.files.length > 0) {
      told.push({ id: `h${row.id}a`, speaker: failed ? 'system' : 'agent', text: words, files: answer.files, at, requestId, progress: null, note: null });
    }
  }
  const here = transcript.bubbles;
  // The page knows more about its own messages (progress, notes) than the log: of two, the page's stays.
  const fresh = told.filter(old => !here.some(bubble => isTwin(bubble, old)));
  if (fresh.length === 0) return transcript;
  const bubbles = [...fresh, ...here];
  return { ...transcript, bubbles: stableByTime(bubbles) };
}

function isTwin(here: Bubble, old: Bubble): boolean {
  if (here.id === old.id) return true;
  if (here.speaker !== old.speaker) return here.requestId !== null && here.requestId === old.requestId && here.speaker !== 'person' && old.speaker !== 'person';
  if (here.requestId !== null && old.requestId !== null) return here.requestId === old.requestId;
  return same(here, old) && Math.abs(here.at - old.at) < 10 * sameMessageMs;
}

function stableByTime(bubbles: readonly Bubble[]): readonly Bubble[] {
  return bubbles.map((bubble, index) => ({ bubble, index })).sort((a, b) => a.bubble.at - b.bubble.at || a.index - b.index)
    .map(entry => entry.bubble);
}

export function rpcId(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const id = (body as Record<string, unknown>)['id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

/** The last turns, as agents that keep no session of their own expect them. */
export function historyOf(transcript: Transcript): readonly { role: 'user' | 'agent'; parts: readonly { kind: 'text'; text: string }[] }[] {
  return transcript.bubbles.filter(bubble => bubble.speaker !== 'system' && bubble.text !== '' && bubble.progress !== 'failed')
    .slice(-historyTurns)
    .map(bubble => ({ role: bubble.speaker === 'person' ? 'user' : 'agent', parts: [{ kind: 'text', text: bubble.text }] }));
}
