import { describe, expect, test } from 'vitest';
import { cutStories } from './cut-stories.ts';
import { sweeps } from './sweeps.ts';

describe('a power cut', () => {
  test('at any call of any story loses nothing that was told, shows nothing by halves, and neither does the next', async () => {
    const { trouble, ...seen } = await cutStories(sweeps.plain);
    expect(trouble).toBeNull();
    expect(seen.torn).toBeGreaterThan(100);
    expect(seen.untold).toBeGreaterThan(100);
  }, 60_000);

  test('while old segments go loses none that the upstream has not acknowledged', async () => {
    expect((await cutStories(sweeps.forgetful)).trouble).toBeNull();
  }, 60_000);

  test.each([
    1_024, 16 * 1_024, 4 * 1_024 * 1_024,
  ])('that garbles the block of %i bytes around what was being written changes nothing either', async (blockBytes) => {
    const { trouble, blocksLost } = await cutStories(sweeps.blocksOf(blockBytes));
    expect(trouble).toBeNull();
    expect(blocksLost).toBeGreaterThan(100);
  }, 60_000);

  test('on a disk that is full again and again stops nothing but what has no room', async () => {
    expect((await cutStories(sweeps.full)).trouble).toBeNull();
  }, 60_000);

  test('on a disk that fails to sync now and then loses nothing that was told', async () => {
    expect((await cutStories(sweeps.failing)).trouble).toBeNull();
  }, 60_000);

  test.each([
    1_024, 16 * 1_024,
  ])('that garbles a block of %i bytes after a sync that failed loses nothing that was told either', async (blockBytes) => {
    const { trouble, blocksLost } = await cutStories(sweeps.failingOn(blockBytes));
    expect(trouble).toBeNull();
    expect(blocksLost).toBeGreaterThan(100);
  }, 60_000);

  test('is no worse for a bit that has turned over in one copy of the journal, or in a snapshot', async () => {
    expect((await cutStories(sweeps.rotten)).trouble).toBeNull();
  }, 60_000);

  test('that takes the newest snapshot with it leaves enough to lead to the same books', async () => {
    expect((await cutStories(sweeps.bare)).trouble).toBeNull();
  }, 60_000);

  test('with a bit turned over in both copies leads to the right books, or to none', async () => {
    expect((await cutStories(sweeps.doublyRotten)).trouble).toBeNull();
  }, 60_000);
});
