/** What a guardian may be like, seen from its controller. */
type Manner = 'willing' | 'deaf' | 'dead' | 'unable' | 'refusing' | 'failing';

const afterWatch: Readonly<Record<Manner, string>> = {
  willing: "say({ kind: 'ready' })",
  deaf: "say({ kind: 'ready' })",
  failing: "say({ kind: 'ready' })",
  dead: 'process.exit(3)',
  unable: "say({ kind: 'not-ready', where: 'pinctrl-rp1', what: 'pins in use' }); process.exit(0)",
  refusing: "say({ kind: 'ready' }); say({ kind: 'trouble', where: 'pin 16', what: 'EREMOTEIO' })",
};

const afterOrder: Readonly<Partial<Record<Manner, string>>> = {
  willing: "say({ kind: 'taken', number: line.number })",
  refusing: "say({ kind: 'refused', number: line.number })",
};

/**
 * A program that stands in for the guardian and switches nothing. It ends with its orders, as the real one does: with 1 where
 * not everything is off.
 */
export function standInGuardian(manner: Manner): readonly string[] {
  const script = `
    const say = (one) => process.stdout.write(JSON.stringify(one) + '\\n');
    let isFirst = true;
    require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
      const line = JSON.parse(text);
      if (isFirst) { isFirst = false; ${afterWatch[manner]}; }
      else { ${afterOrder[manner] ?? ''}; }
    }).on('close', () => process.exit(${manner === 'failing' ? 1 : 0}));`;
  return [process.execPath, '-e', script];
}
