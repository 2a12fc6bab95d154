export declare function findChromium(): string | undefined;
export declare function findProgram(name: string): string | undefined;
export declare function prepare(): string[];
export declare function cure(missing: readonly string[]): string;
export declare function isStatic(program: string | undefined): boolean;
