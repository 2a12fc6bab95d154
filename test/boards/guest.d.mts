export declare function whyNoGuest(): string | null;
export declare function runInGuest(command: readonly string[], onLine: (line: string) => void, endsWithinMs?: number): Promise<number>;
