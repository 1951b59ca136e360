export const compileCacheFolder: string;
