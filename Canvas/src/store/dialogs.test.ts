import { describe, expect, it } from 'vitest';
import { ask, useDialogs } from './dialogs';

describe('dialogs', () => {
  const question = { title: 't', text: [], confirm: 'ok', tone: 'primary' } as const;

  it('answer_resolves_and_closes', async () => {
    const asked = ask(question);
    useDialogs.getState().answer?.(true);
    expect([await asked, useDialogs.getState().question]).toEqual([true, null]);
  });
  it('second_question_declines_the_first', async () => {
    const first = ask(question);
    void ask({ ...question, title: 'u' });
    expect([await first, useDialogs.getState().question?.title]).toEqual([false, 'u']);
  });
});
