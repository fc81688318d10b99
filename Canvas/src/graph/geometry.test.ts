import { describe, expect, it } from 'vitest';
import { area, bounding, centreOf, clamp, contains, exitTowards, outside, overlaps } from './geometry';

const box = (x: number, y: number, width = 100, height = 100) => ({ x, y, width, height });

describe('geometry', () => {
  it('centre', () => {
    expect(centreOf(box(10, 20))).toEqual({ x: 60, y: 70 });
  });
  it.each([[box(0, 0), 50, 50, true], [box(0, 0), 100, 100, true], [box(0, 0), 101, 50, false]])('contains', (frame, x, y, expected) => {
    expect(contains(frame, { x, y })).toBe(expected);
  });
  it.each([[box(100, 0), 0, false], [box(99, 0), 0, true], [box(110, 0), 20, true], [box(0, 130), 20, false]])('overlaps', (other, gap, expected) => {
    expect(overlaps(box(0, 0), other, gap)).toBe(expected);
  });
  it.each([[box(0, 0), 0], [box(-19, 0), 0.19], [box(0, -21), 0.21], [box(95, 60), 0.95], [box(500, 0), 1]])('outside', (inner, expected) => {
    expect(outside(inner, box(0, 0, 100, 100))).toBeCloseTo(expected);
  });
  it('clamp_impossible_range_gives_its_start', () => {
    expect(clamp(5, 10, 3)).toBe(10);
  });
  it('exit_leaves_at_the_border', () => {
    expect(exitTowards(box(0, 0), { x: 50, y: 500 })).toEqual({ x: 50, y: 100 });
    expect(exitTowards(box(0, 0), { x: 500, y: 50 })).toEqual({ x: 100, y: 50 });
  });
  it('exit_towards_itself_is_the_centre', () => {
    expect(exitTowards(box(0, 0), { x: 50, y: 50 })).toEqual({ x: 50, y: 50 });
  });
  it('bounding_of_none_and_of_many', () => {
    expect([bounding([]), bounding([box(0, 0), box(200, 50)])]).toEqual([null, box(0, 0, 300, 150)]);
  });
  it('area', () => {
    expect(area(box(0, 0, 3, 4))).toBe(12);
  });
});
