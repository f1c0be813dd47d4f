export const request = (url: string, document: string) => url + document;
