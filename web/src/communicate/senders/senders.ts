export const sendersKey = ['senders'] as const
export const checkKey = (domain: string) => ['senders', domain, 'check'] as const
