import type { Key } from '../../firmware/ports/keypad.ts';
import { createModelHardware } from '../../sim/cabinet/model-hardware.ts';
import { SimulatedBeeper, SimulatedHeadphones, SimulatedKeypad } from '../../sim/tactile.ts';
import { Transcript } from '../../sim/transcript.ts';
import { BankRig } from './bank-rig.ts';
import { kioskDirectory } from './kiosk-rig.ts';

/** A whole bank, and somebody in front of it who has twelve keys and headphones and sees nothing. */
export class EarRig {
  readonly bank = new BankRig();
  readonly speech = new Transcript(this.bank.clock);
  readonly keypad = new SimulatedKeypad();
  readonly headphones = new SimulatedHeadphones();
  readonly beeper = new SimulatedBeeper(this.bank.clock);
  /** What was heard last: the choices of the screen are found in it. */
  heard = '';

  static async start(settings: object = {}): Promise<EarRig> {
    const rig = new EarRig();
    const { bank, speech, keypad, headphones, beeper } = rig;
    const { profile, cabinet, clock, scanner: readers } = bank;
    await bank.upstreamJoins();
    await bank.boot({ hardware: { ...createModelHardware({ profile, cabinet, clock, readers }), speech, keypad, headphones, beeper } });
    await bank.declare('directory', kioskDirectory);
    const usual = { bankModes: ['delivery', 'storage', 'asset'], contactless: false, nameAtSelection: 'full' };
    await bank.declare('settings', { ...usual, ...settings });
    return rig;
  }

  /** Plugs in, turns the screen dark, and hears the screen. */
  async plugIn(): Promise<void> {
    this.headphones.plug(true);
    await this.press('dark', 'round');
    await this.listen();
  }

  async press(...keys: readonly Key[]): Promise<void> {
    for (const key of keys) {
      await this.bank.advance(250);
      this.keypad.press(key);
    }
    await this.bank.advance(1_000);
  }

  async type(digits: string): Promise<void> {
    await this.press(...([...digits] as Key[]), 'round');
    await this.listen();
  }

  /** Everything that is said from now until nothing more is. */
  async listen(): Promise<string> {
    for (let step = 0; step < 600 && !this.speech.isSilent(); step++) await this.bank.advance(250);
    this.heard = this.speech.texts().join(' ');
    this.speech.clear();
    return this.heard;
  }

  /** Presses the key that was said to be for it, and hears what comes of it. */
  async choose(name: RegExp): Promise<void> {
    const offered = [...this.heard.matchAll(/Press (the star key, then )?(\d) for: (.*?)\.(?= |$)/g)];
    const found = offered.find(([, , , what]) => name.test(what ?? ''));
    if (!found) throw new Error(`${String(name)} is not to be chosen: ${this.heard}`);
    await this.press(...(found[1] === undefined ? [] : ['star' as const]), found[2] as Key);
    await this.listen();
  }
}
