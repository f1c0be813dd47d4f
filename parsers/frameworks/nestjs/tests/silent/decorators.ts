export const Controller = (path: string) => (target: any) => target;
export const Get = (path: string) => (target: any, key: string) => target;
