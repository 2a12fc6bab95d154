/** The moment at which most tests begin. */
export const noonMs = Date.UTC(2026, 10, 22, 12);
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
