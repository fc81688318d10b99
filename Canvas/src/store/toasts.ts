import { create } from 'zustand';

export type ToastTone = 'info' | 'success' | 'error';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly tone: ToastTone;
  readonly message: string;
  readonly times: number;
  readonly action: ToastAction | null;
}

interface ToastState {
  readonly toasts: readonly Toast[];
  readonly serial: number;
}

const mostToasts = 5;
const lifeMs = 4000;

export const useToasts = create<ToastState>(() => ({ toasts: [], serial: 0 }));

const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows a message; the same message again counts up. Errors stay until they are dismissed. */
export function toast(tone: ToastTone, message: string, action: ToastAction | null = null): void {
  const { toasts, serial } = useToasts.getState();
  const same = toasts.find(other => other.tone === tone && other.message === message);
  const id = same?.id ?? serial + 1;
  const shown: Toast = { id, tone, message, action, times: (same?.times ?? 0) + 1 };
  const rest = toasts.filter(other => other.id !== id);
  useToasts.setState({ toasts: [...rest, shown].slice(-mostToasts), serial: Math.max(serial, id) });
  clearTimeout(timers.get(id));
  if (tone !== 'error') timers.set(id, setTimeout(() => dismiss(id), lifeMs));
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter(other => other.id !== id) }));
}

/** No message is waiting to go any more. */
export function forgetToasts(): void {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
}
