import { create } from 'zustand';

export interface Question {
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  readonly items?: readonly string[];
  readonly confirm: string;
  readonly tone: 'danger' | 'primary';
  /** Must be ticked before the button works. */
  readonly tick?: string;
}

export type Connect = { readonly kind: 'new'; readonly parentId: string | null } | { readonly kind: 'existing'; readonly id: string };

interface DialogState {
  readonly question: Question | null;
  readonly answer: ((yes: boolean) => void) | null;
  readonly connect: Connect | null;
}

export const useDialogs = create<DialogState>(() => ({ question: null, answer: null, connect: null }));

/** Asks a person; a question that is already open is answered with no. */
export function ask(question: Question): Promise<boolean> {
  useDialogs.getState().answer?.(false);
  return new Promise(resolve => {
    useDialogs.setState({
      question,
      answer: yes => {
        useDialogs.setState({ question: null, answer: null });
        resolve(yes);
      },
    });
  });
}

export function openConnect(connect: Connect): void {
  useDialogs.setState({ connect });
}

export function closeConnect(): void {
  useDialogs.setState({ connect: null });
}
