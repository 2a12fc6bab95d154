/** Rows as columns of text. The widths are those of the texts themselves: colours are laid on by `paintCell` afterwards. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paintCell: (text: string, column: number, row: number) => string = (text) => text,
): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[], paint: (text: string, column: number) => string) =>
    cells.map((cell, column) => paint(cell, column) + ' '.repeat((widths[column] ?? 0) - cell.length)).join('  ').trimEnd();
  return [lineOf(head, (text) => text), ...rows.map((row, at) => lineOf(row, (text, column) => paintCell(text, column, at)))].join('\n');
}
