import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render';
import { statusOrder, lookOf } from '../model/status';
import { readSetting } from '../store/settings';
import { Legend } from './Legend';

describe('Legend', () => {
  it('explains_every_status_and_tier', () => {
    show(<Legend />);
    for (const status of statusOrder) expect(screen.getByText(lookOf(status).word)).toBeTruthy();
    for (const tier of ['T1', 'T2', 'T3', 'T4']) expect(screen.getByText(tier)).toBeTruthy();
  });
  it('folded_stays_folded', () => {
    show(<Legend />);
    fireEvent.click(screen.getByRole('button', { name: 'Fold the legend' }));
    expect([screen.queryByText('sandboxed'), readSetting('legend')]).toEqual([null, 'off']);
    fireEvent.click(screen.getByRole('button', { name: 'Legend' }));
    expect(screen.getByText('sandboxed')).toBeTruthy();
  });
});
