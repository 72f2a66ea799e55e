// Query keys: everything of one crisis stands under its id, so that one fact refreshes it all.
export const crisesKey = ['crises'] as const
export const crisisKey = (id: string) => ['crisis', id] as const
export const roomKey = (id: string) => ['crisis', id, 'room'] as const
/** What a write in a crisis makes stale. */
export const touched = (id: string) => [crisisKey(id), crisesKey]
export const crisisPath = (id: string, rest = '') => `/api/crises/${encodeURIComponent(id)}${rest}`
