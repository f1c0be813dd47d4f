export const getParameter = (name: string) => name;
