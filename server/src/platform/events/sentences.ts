/** How a feature tells its facts on a timeline: one plain sentence each. A fact without a sentence is not shown. */
export type Tone = 'plain' | 'good' | 'bad' | 'warning'
/** `name` turns a person's id into what they are called; `title` is the title of the update that the fact is about. */
export type Says = (data: Record<string, unknown>, name: (id: unknown) => string, title: string) => string
export type Sentences = Record<string, { says: Says; tone?: Tone; people?: (data: Record<string, unknown>) => unknown[] }>

export const count = (value: unknown) => Number(value ?? 0).toLocaleString('en')
/** 09:15, in UTC. */
export const time = (value: unknown) => new Date(String(value)).toISOString().slice(11, 16)
