// Building blocks of every contract.
import { z } from 'zod'

/** Times travel as ISO 8601 in UTC. */
export const Instant = z
  .union([z.date(), z.iso.datetime({ offset: true })])
  .transform((at) => (at instanceof Date ? at.toISOString() : at))
  .pipe(z.string())
/** A moment that a person or a program sends us; kept between 1970 and 2200. */
export const GivenInstant = z.iso
  .datetime({ offset: true, message: 'must be a time such as 2030-01-31T09:30:00Z' })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() > 0 && at.getFullYear() < 2200, 'must lie between 1970 and 2200')
export const Id = z.uuid()
export const Text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\0]*$/, 'must not hold a NUL character')
    .refine((text) => text.isWellFormed(), 'must not hold half a character (a lone surrogate)')
export const Line = (max: number) => Text(max).min(1, 'must not be empty')
/** One line, whatever was pasted: titles become subjects of mails and headings. */
export const Title = (max: number) => Line(max).overwrite((text) => text.replace(/\s+/g, ' '))
export const Person = z.object({ id: z.string(), name: z.string() })
export const Money = z.object({ amountMinor: z.number().int(), currency: z.string().length(3) })
export const Empty = z.object({}).optional()
