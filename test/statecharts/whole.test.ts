import { describe, expect, test } from 'vitest';

/** A chart that cannot be made takes all its tests with it, and none of them is left to fail: this one is. */
describe('a kiosk starts with every chart whole', () => {
  test('that of its doors', async () => {
    expect((await import('../../statecharts/door/door.chart.ts')).doorChart.id).toBe('door');
  });

  test('that of its sessions', async () => {
    expect((await import('../../statecharts/session/session.chart.ts')).sessionChart.id).toBe('session');
  });
});
