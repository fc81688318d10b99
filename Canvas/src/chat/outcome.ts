import { ApiError } from '../api/errors';
import { flag, isObject, number } from '../api/json';
import type { A2AReply } from '../api/workspaces';

/** What became of a message, in the words of the person who sent it. */
export type Outcome =
  | { readonly kind: 'answer'; readonly reply: unknown }
  | { readonly kind: 'queued'; readonly note: string }
  | { readonly kind: 'late'; readonly note: string }
  /** Sent again by itself, once, after so many seconds. */
  | { readonly kind: 'waking'; readonly note: string; readonly afterSeconds: number }
  | { readonly kind: 'failed'; readonly note: string };

export function outcomeOf(reply: A2AReply): Outcome {
  if (reply.status !== 202 || !isObject(reply.body) || !flag(reply.body, 'queued')) return { kind: 'answer', reply: reply.body };
  const position = number(reply.body, 'queue_depth');
  return {
    kind: 'queued',
    note: position > 0 ? `The agent is busy. Your message waits at position ${position} and is delivered as soon as it can take it.`
      : 'The agent is busy. Your message waits and is delivered as soon as it can take it.',
  };
}

export function outcomeOfError(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return { kind: 'failed', note: error instanceof Error ? error.message : String(error) };
  if (error.failure === 'timeout') return { kind: 'late', note: 'Still working. You will get the answer here.' };
  if (error.failure === 'network') return { kind: 'failed', note: 'The server cannot be reached: your message may not have arrived.' };
  const { body, status } = error;
  const wait = error.retryAfterSeconds;
  switch (status) {
    case 402:
      return { kind: 'failed', note: 'The budget of this workspace is used up, so messages are refused. Raise its limit to go on.' };
    case 403:
      return { kind: 'failed', note: `Not allowed: ${error.message}` };
    case 404:
      return { kind: 'failed', note: 'This workspace does not exist any more.' };
    case 413:
      return { kind: 'failed', note: 'The message is too large.' };
    case 503:
      if (flag(body, 'waking')) return { kind: 'waking', afterSeconds: wait || 15, note: `The agent is waking up. Sending again in about ${wait || 15} s.` };
      if (flag(body, 'restarting')) return { kind: 'failed', note: 'The agent was gone and is being restarted. Your message was not delivered: send it again in a moment.' };
      if (flag(body, 'busy')) return { kind: 'failed', note: `The agent is busy and may still handle your message. Wait about ${wait || 30} s before you repeat it.` };
      return { kind: 'failed', note: `The agent cannot take messages now: ${error.message}` };
    default:
      return { kind: 'failed', note: error.message };
  }
}
