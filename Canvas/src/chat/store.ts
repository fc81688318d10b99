import { create } from 'zustand';
import { listActivity } from '../api/history';
import { asArray, isObject, text } from '../api/json';
import { sendMessage } from '../api/workspaces';
import type { Frame } from '../live/frame';
import { parseTime } from '../model/time';
import { useCanvas } from '../store/canvas';
import type { Attachment } from './extract';
import { outcomeOf, outcomeOfError, type Outcome } from './outcome';
import {
  answered, emptyTranscript, historyOf, progressed, pushed, rpcId, sent, systemSaid, withHistory, type Transcript,
} from './transcript';

interface ChatState {
  readonly transcripts: ReadonlyMap<string, Transcript>;
  readonly drafts: ReadonlyMap<string, string>;
  /** Workspaces whose agent said something while their chat was closed. */
  readonly unread: ReadonlySet<string>;
}

export const useChat = create<ChatState>(() => ({ transcripts: new Map(), drafts: new Map(), unread: new Set() }));

const historyLimit = 50;

export function transcriptOf(id: string): Transcript {
  return useChat.getState().transcripts.get(id) ?? emptyTranscript;
}

function update(id: string, change: (transcript: Transcript) => Transcript): void {
  const before = transcriptOf(id);
  const after = change(before);
  if (after !== before) useChat.setState(({ transcripts }) => ({ transcripts: new Map(transcripts).set(id, after) }));
}

export function setDraft(id: string, words: string): void {
  useChat.setState(({ drafts }) => ({ drafts: new Map(drafts).set(id, words) }));
}

export function markRead(id: string): void {
  useChat.setState(({ unread }) => unread.has(id) ? { unread: new Set([...unread].filter(other => other !== id)) } : {});
}

export async function loadHistory(id: string, signal?: AbortSignal): Promise<number> {
  const rows = await listActivity(id, { type: 'a2a_receive', source: 'canvas', limit: historyLimit }, signal);
  update(id, transcript => withHistory(transcript, rows));
  return rows.length;
}

/** Sends a person's words to an agent and follows what becomes of them. */
export async function say(id: string, words: string, resend = true): Promise<void> {
  const requestId = crypto.randomUUID();
  const history = historyOf(transcriptOf(id));
  update(id, transcript => sent(transcript, words, requestId, Date.now()));
  await deliver(id, envelope(words, requestId, history), requestId, resend);
}

function envelope(words: string, requestId: string, history: ReturnType<typeof historyOf>): unknown {
  return {
    jsonrpc: '2.0',
    id: requestId,
    method: 'message/send',
    params: {
      message: { role: 'user', messageId: requestId, kind: 'message', parts: [{ kind: 'text', text: words }] },
      metadata: { history },
    },
  };
}

async function deliver(id: string, message: unknown, requestId: string, resend: boolean): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = outcomeOf(await sendMessage(id, message));
  } catch (error) {
    outcome = outcomeOfError(error);
  }
  switch (outcome.kind) {
    case 'answer':
      update(id, transcript => answered(transcript, outcome.reply, requestId, Date.now()));
      return;
    case 'queued':
    case 'late':
    case 'failed':
      update(id, transcript => progressed(transcript, requestId, outcome.kind, outcome.note));
      return;
    case 'waking': {
      update(id, transcript => progressed(transcript, requestId, 'queued', outcome.note));
      if (!resend) {
        update(id, transcript => progressed(transcript, requestId, 'failed', 'The agent did not wake up in time. Send it again.'));
        return;
      }
      await new Promise(resolve => setTimeout(resolve, outcome.afterSeconds * 1000));
      // The same message id: an agent that got it the first time can tell.
      await deliver(id, message, requestId, false);
    }
  }
}

/** Answers and messages that come over the socket. */
export function receiveFrames(frames: readonly Frame[]): void {
  for (const frame of frames) {
    const id = frame.workspaceId;
    const at = parseTime(frame.timestamp, Date.now());
    switch (frame.event) {
      case 'A2A_RESPONSE': {
        const reply = frame.payload['response_body'];
        update(id, transcript => answered(transcript, reply, rpcId(reply), Date.now()));
        noteUnread(id);
        break;
      }
      case 'AGENT_MESSAGE': {
        const target = text(frame.payload, 'workspace_id') || id;
        update(target, transcript => pushed(transcript, text(frame.payload, 'message'), attachmentsOf(frame), Date.now()));
        noteUnread(target);
        break;
      }
      case 'WORKSPACE_OFFLINE':
        update(id, transcript => transcript.bubbles.some(bubble => bubble.progress === 'working')
          ? systemSaid(transcript, 'The connection to the agent was lost while it was working.', at) : transcript);
        break;
      default:
    }
  }
}

function noteUnread(id: string): void {
  const { selectedId, tab } = useCanvas.getState();
  if (selectedId === id && tab === 'chat') return;
  useChat.setState(({ unread }) => unread.has(id) ? {} : { unread: new Set([...unread, id]) });
}

function attachmentsOf(frame: Frame): readonly Attachment[] {
  return asArray(frame.payload['attachments']).filter(isObject).flatMap(entry => {
    const uri = text(entry, 'uri');
    const name = text(entry, 'name');
    return uri === '' || name === '' ? [] : [{ uri, name }];
  });
}
