import { z } from 'zod'
import { Refused } from '../refused.ts'

/** A page of a list: `next` asks for the following one; null is the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

export const PageQuery = z.object({
  // Long enough for the longest name that a list is ordered by.
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const toCursor = (values: (string | number)[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')

type CursorPart = 'string' | 'number' | 'time' | 'id'
const is: Record<CursorPart, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string' && !value.includes('\0'),
  number: (value) => Number.isSafeInteger(value),
  time: (value) => z.iso.datetime().safeParse(value).success,
  id: (value) => z.uuid().safeParse(value).success,
}

/** The values behind a cursor; refuses one that this list did not give. */
export function fromCursor<T extends (string | number)[]>(cursor: string | undefined, shape: { [K in keyof T]: CursorPart }): T | undefined {
  if (cursor === undefined) return undefined
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === shape.length && values.every((value, i) => is[shape[i] as CursorPart](value))) return values as T
  } catch {
    /* answered below */
  }
  throw new Refused('not-valid', 'This cursor does not belong to this list. Start again without one.')
}

/** One row more than the page was read: it says whether there is another page. */
export function toPage<Row>(rows: Row[], limit: number, keys: (row: Row) => (string | number)[]): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? toCursor(keys(last)) : null }
}
