import { text } from '../api/json';
import type { Frame } from '../live/frame';
import { nameOf, useCanvas } from './canvas';
import { toast } from './toasts';

/** Tells what became of the agent of the card that is selected: of any other it would be noise. */
export function announceAgents(frames: readonly Frame[]): void {
  const { selectedId } = useCanvas.getState();
  for (const frame of frames) {
    const news = frame.workspaceId === selectedId ? newsOf(frame) : null;
    if (news !== null) toast('info', news);
  }
}

export function newsOf({ event, workspaceId, payload }: Frame): string | null {
  const name = nameOf(workspaceId);
  const model = text(payload, 'model') || 'an unnamed model';
  switch (event) {
    case 'AGENT_ASSIGNED':
      return `${name} has an agent now: ${model}`;
    case 'AGENT_REPLACED':
      return `${name} has another agent: ${model} instead of ${text(payload, 'old_model') || 'the one before'}`;
    case 'AGENT_REMOVED':
      return `${name} has no agent any more`;
    case 'AGENT_MOVED': {
      const to = text(payload, 'target_workspace_id');
      return to === '' ? `The agent of ${nameOf(text(payload, 'source_workspace_id'))} moved to ${name}` : `The agent of ${name} moved to ${nameOf(to)}`;
    }
    default:
      return null;
  }
}
