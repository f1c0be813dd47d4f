export const client = { get: (path: string) => path };
