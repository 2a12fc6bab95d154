export declare function bundle(inputs: Readonly<Record<string, string>>, folder: string): Promise<void>;
